"""Says what a schema takes away from readers of an earlier one: within a major version nothing may be.

python schemas/compatibility.py [TAG]     compare with the schemas of a tag (default: the last one); exit 1 on breaks
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """One line a break: a field removed, made optional or narrowed, an enum value or a type taken away.

    For messages that Rasid writes, a reader relies on what is always there; for `RawArticle`, which it reads, a writer
    relies on what is accepted. Both promises are held for every message: the stricter rule is the simpler one.
    """
    found: list[str] = []
    _compare(old, new, old.get("$defs", {}), new.get("$defs", {}), old.get("title", "?"), found, frozenset())
    return found


def _resolve(node: dict[str, Any], definitions: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    reference = node.get("$ref")
    if reference is None:
        return "", node
    name = reference.rsplit("/", 1)[1]
    return name, definitions[name]


def _compare(
    old: dict[str, Any],
    new: dict[str, Any],
    old_defs: dict[str, Any],
    new_defs: dict[str, Any],
    where: str,
    found: list[str],
    seen: frozenset[str],
) -> None:
    name, old = _resolve(old, old_defs)
    _, new = _resolve(new, new_defs)
    if name in seen:
        return
    seen = seen | {name} if name else seen
    if old.get("type") != new.get("type"):
        found.append(f"{where}: type {old.get('type')} became {new.get('type')}")
    found += [f"{where}: value {value!r} is gone" for value in old.get("enum", ()) if value not in new.get("enum", (value,))]
    if "enum" in new and "enum" not in old:
        found.append(f"{where}: any value became an enumeration")
    for limit in ("pattern", "minimum", "maximum", "format"):
        if limit in new and new[limit] != old.get(limit):
            found.append(f"{where}: {limit} {old.get(limit)!r} became {new[limit]!r}")
    for field in old.get("required", ()):
        if field in new.get("properties", {}) and field not in new.get("required", ()):
            found.append(f"{where}.{field}: was always there, may be missing now")
    found += [f"{where}.{f}: is required now" for f in new.get("required", ()) if f not in old.get("required", ())]
    for field, part in old.get("properties", {}).items():
        if field not in new.get("properties", {}):
            found.append(f"{where}.{field}: is gone")
        else:
            _compare(part, new["properties"][field], old_defs, new_defs, f"{where}.{field}", found, seen)
    if "items" in old and "items" in new:
        _compare(old["items"], new["items"], old_defs, new_defs, f"{where}[]", found, seen)
    for index, part in enumerate(old.get("anyOf", ())):
        if index < len(new.get("anyOf", ())) and "required" not in part:
            _compare(part, new["anyOf"][index], old_defs, new_defs, where, found, seen)
    if "anyOf" in old and len(new.get("anyOf", ())) < len(old["anyOf"]):
        found.append(f"{where}: fewer alternatives")


def last_tag() -> str | None:
    """The newest tag that this commit descends from, or None."""
    done = subprocess.run(["git", "describe", "--tags", "--abbrev=0"], cwd=HERE, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def schemas_of(tag: str) -> dict[str, dict[str, Any]]:
    """File name to schema, as they stood at a tag."""
    names = subprocess.run(
        ["git", "ls-tree", "--name-only", f"{tag}:schemas"], cwd=HERE, capture_output=True, text=True, check=True
    ).stdout.split()
    return {
        name: json.loads(
            subprocess.run(["git", "show", f"{tag}:schemas/{name}"], cwd=HERE, capture_output=True, check=True).stdout
        )
        for name in names
        if name.endswith(".json")
    }


def breaks_since(tag: str) -> list[str]:
    """All breaks between a tag's schemas and the files that stand here."""
    found = []
    for name, old in schemas_of(tag).items():
        path = HERE / name
        if not path.exists():
            found.append(f"{name}: the message is gone")
        else:
            found += breaks(old, json.loads(path.read_bytes()))
    return found


def main() -> int:
    """Compare and print; returns the exit code."""
    tag = sys.argv[1] if len(sys.argv) > 1 else last_tag()
    if tag is None:
        print("no tag yet: nothing to be compatible with")
        return 0
    found = breaks_since(tag)
    print("\n".join(found) or f"compatible with {tag}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
