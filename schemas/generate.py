"""Writes the public contract from the models: one JSON Schema a message, and asyncapi.yaml.

python schemas/generate.py           write the files
python schemas/generate.py --check   exit 1 if a file differs from what the models say
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import orjson
import yaml

from rasid import models

HERE = Path(__file__).parent
MAJOR = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MESSAGES: dict[str, type[msgspec.Struct]] = {
    "raw-article": models.RawArticle,
    "article": models.Article,
    "duplicate": models.Duplicate,
    "dead-letter": models.DeadLetter,
    "casualty-event": models.CasualtyEvent,
    "diplomacy-event": models.DiplomacyEvent,
}

CE_HEADERS = {
    "type": "object",
    "description": "CloudEvents 1.0, binary mode, UTF-8.",
    "required": ["ce_id", "ce_source", "ce_type", "ce_time", "ce_specversion", "content-type"],
    "properties": {
        "ce_id": {"type": "string", "description": "The event's id, as in the value."},
        "ce_source": {"type": "string", "description": "URI reference of the Rasid application that made the event."},
        "ce_type": {"type": "string", "examples": ["rasid.casualty.v1", "rasid.diplomacy.v1"]},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_specversion": {"const": "1.0"},
        "content-type": {"const": "application/json"},
    },
}
# topic: (message, key, cleanup policy, retention in days, what it is, direction as Rasid sees it)
TOPICS: dict[str, tuple[str, str, str, int | None, str, str]] = {
    "articles.raw": ("raw-article", "any; the URL by convention", "delete", 7, "What scrapers send.", "receive"),
    "articles.unique": ("article", "the article's id", "delete", 7, "Cleaned articles, first of their kind.", "send"),
    "articles.duplicates": ("duplicate", "the article's id", "delete", 30, "Which article repeats which, and why.", "send"),
    "articles.dead-letter": (
        "dead-letter",
        "the input's key",
        "delete",
        30,
        "Inputs that could not be processed, whole.",
        "send",
    ),
    "events.casualty": ("casualty-event", "the event's id", "compact", None, "Who was killed, hurt, displaced.", "send"),
    "events.diplomacy": ("diplomacy-event", "the event's id", "compact", None, "Who met, accused, asked, refused whom.", "send"),
}


def _one_line(node: Any) -> Any:
    """The node with its docstrings as one line each."""
    if isinstance(node, dict):
        return {k: " ".join(v.split()) if k == "description" and isinstance(v, str) else _one_line(v) for k, v in node.items()}
    return [_one_line(value) for value in node] if isinstance(node, list) else node


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema 2020-12 of one message."""
    (top,), definitions = msgspec.json.schema_components([MESSAGES[name]], ref_template="#/$defs/{name}")
    own = definitions.pop(top["$ref"].rsplit("/", 1)[1])
    schema = {"$schema": DIALECT, "$id": f"urn:rasid:v{MAJOR}:{name}", **own}
    if name == "raw-article":
        schema["anyOf"] = [{"required": [body], "properties": {body: {"type": "string"}}} for body in ("text", "html")]
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return dict(_one_line(schema))


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document: every topic, its key, headers and message."""
    channels, operations, messages = {}, {}, {}
    for topic, (message, key, cleanup, days, about, action) in TOPICS.items():
        name = topic.replace(".", "_").replace("-", "_")
        kafka: dict[str, Any] = {"cleanup.policy": [cleanup]}
        if days is not None:
            kafka["retention.ms"] = days * 86_400_000
        channels[name] = {
            "address": topic,
            "description": about,
            "messages": {message: {"$ref": f"#/components/messages/{message}"}},
            "bindings": {"kafka": {"topic": topic, "topicConfiguration": kafka, "bindingVersion": "0.5.0"}},
        }
        operations[f"{action}_{name}"] = {"action": action, "channel": {"$ref": f"#/channels/{name}"}}
        entry: dict[str, Any] = {
            "name": message,
            "contentType": "application/json",
            "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": {"$ref": f"./{message}.json"}},
            "bindings": {"kafka": {"key": {"type": "string", "description": key}, "bindingVersion": "0.5.0"}},
        }
        if topic.startswith("events."):
            entry["headers"] = CE_HEADERS
            entry["summary"] = "A null value is a tombstone: a revision of the article no longer states the fact."
        messages[message] = entry
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rasid",
            "version": f"{MAJOR}.0.0",
            "description": "Raw Arabic news in, casualty and diplomacy events out. A prefix for all topic names is configurable.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def contents() -> dict[str, bytes]:
    """File name to content, for all files of the contract."""
    files = {f"{name}.json": orjson.dumps(schema_of(name), option=orjson.OPT_INDENT_2) + b"\n" for name in MESSAGES}
    head = "# Generated from the models by schemas/generate.py (make schemas).\n"
    files["asyncapi.yaml"] = (head + yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=120)).encode()
    return files


def main() -> int:
    """Write or check; returns the exit code."""
    stale = []
    for name, content in contents().items():
        path = HERE / name
        if "--check" not in sys.argv:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            stale.append(name)
    if stale:
        print(f"stale: {', '.join(stale)}; run `make schemas`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
