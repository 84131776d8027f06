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
from rasid.settings import Settings
from rasid.stream.topics import Topic, declared

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
# A topic's value class to its message's file name.
FILES = {kind.__name__: name for name, kind in MESSAGES.items()}


def public_topics() -> list[Topic]:
    """The topics of the contract as the worker declares them, under their plain names."""
    plain = Settings(topic_prefix="", app_id="rasid", raw_retention_days=7, outcome_retention_days=30)
    return [topic for topic in declared(plain) if not topic.internal]


def one_line(text: str | None) -> str:
    """The text with its white space folded."""
    return " ".join((text or "").split())


def one_line_texts(node: Any) -> Any:
    """The node with its docstrings as one line each."""
    if isinstance(node, dict):
        return {k: one_line(v) if k == "description" and isinstance(v, str) else one_line_texts(v) for k, v in node.items()}
    return [one_line_texts(value) for value in node] if isinstance(node, list) else node


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema 2020-12 of one message."""
    (top,), definitions = msgspec.json.schema_components([MESSAGES[name]], ref_template="#/$defs/{name}")
    own = definitions.pop(top["$ref"].rsplit("/", 1)[1])
    schema = {"$schema": DIALECT, "$id": f"urn:rasid:v{MAJOR}:{name}", **own}
    if name == "raw-article":
        schema["anyOf"] = [{"required": [body], "properties": {body: {"type": "string"}}} for body in ("text", "html")]
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return dict(one_line_texts(schema))


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document: every topic, its key, headers and message."""
    channels, operations, messages = {}, {}, {}
    for topic in public_topics():
        message, name = FILES[topic.value], topic.name.replace(".", "_").replace("-", "_")
        action = "receive" if topic.value == "RawArticle" else "send"
        kafka: dict[str, Any] = {"cleanup.policy": [topic.cleanup]}
        if "retention.ms" in topic.configuration:
            kafka["retention.ms"] = int(topic.configuration["retention.ms"])
        channels[name] = {
            "address": topic.name,
            "description": one_line(MESSAGES[message].__doc__),
            "messages": {message: {"$ref": f"#/components/messages/{message}"}},
            "bindings": {"kafka": {"topic": topic.name, "topicConfiguration": kafka, "bindingVersion": "0.5.0"}},
        }
        operations[f"{action}_{name}"] = {"action": action, "channel": {"$ref": f"#/channels/{name}"}}
        entry: dict[str, Any] = {
            "name": message,
            "contentType": "application/json",
            "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": {"$ref": f"./{message}.json"}},
            "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": "0.5.0"}},
        }
        if topic.cleanup == "compact":
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
