"""``docs/scenario-format.md``: the reference part, generated from the models.

``python -m optimizer.scenario.document`` in the repository brings the page and the schema up to date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from optimizer.scenario.base import LARGEST
from optimizer.scenario.schema import SCHEMA_FILE, json_schema, schema_text

#: Where the page is kept, relative to the repository.
FORMAT_FILE = "docs/scenario-format.md"
#: The part above it is written by hand, the part below is generated.
MARKER = "<!-- Generated from the models below this line; do not edit. -->\n"

_ENUM_NAMES = {
    "Weekday": "weekday",
    "SiteKind": "kind of site",
    "HandOver": "hand-over",
    "Temperature": "temperature",
}
_HEAD = "| {} | type | default | meaning |\n|---|---|---|---|\n"


def with_reference(page: str) -> str:
    """Replace the generated part of the page.

    Raises
    ------
    ValueError
        If the page does not hold :data:`MARKER`.
    """
    above, marker, _ = page.partition(MARKER)
    if not marker:
        msg = f"the page lacks the line {MARKER.strip()}"
        raise ValueError(msg)
    return above + marker + reference()


def reference() -> str:
    """Write every block of the settings and every table."""
    schema = json_schema()
    definitions = schema["$defs"]
    tables = {entry["row"].rsplit("/", 1)[1]: table for table, entry in schema["x-tables"].items()}
    parts = ["\n## Tables\n"]
    for name, table in tables.items():
        parts.append(_table(table, schema["x-tables"][table], definitions[name], definitions))
    parts.append("\n## scenario.yaml\n")
    for name in _reachable("Settings", definitions):
        parts.append(_block(name, definitions[name], definitions))
    parts.append("\n## Words\n\n| word | one of |\n|---|---|\n")
    for name, word in sorted(_ENUM_NAMES.items(), key=lambda item: item[1]):
        parts.append(f"| {word} | {_codes(definitions[name]['enum'])} |\n")
    return "".join(parts)


def _table(table: str, entry: dict[str, Any], model: dict[str, Any], definitions: dict[str, Any]) -> str:
    needed = "Required." if entry["required"] else "Optional."
    key = ", ".join(f"`{name}`" for name in entry["key"])
    text = f"\n### {table}\n\n{_sentence(model['description'])} {needed} Key: {key}.\n\n"
    return text + _HEAD.format("column") + _rows(model, definitions)


def _block(name: str, model: dict[str, Any], definitions: dict[str, Any]) -> str:
    text = f"\n### {name}\n\n{_sentence(model['description'])}\n\n"
    return text + _HEAD.format("key") + _rows(model, definitions)


def _rows(model: dict[str, Any], definitions: dict[str, Any]) -> str:
    required = model.get("required", [])
    rows = []
    for name, field in model["properties"].items():
        default = "required" if name in required else _default(field)
        meaning = _cell(field["description"])
        rows.append(f"| `{name}` | {_cell(_type(field, definitions))} | {_cell(default)} | {meaning} |\n")
    return "".join(rows)


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, dict):
        return "that of its keys"
    if isinstance(value, list):
        return ", ".join(f"`{part}`" for part in value)
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def _type(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """Say in a few words what may be written."""
    if "$ref" in field:
        return _reference_type(field["$ref"].rsplit("/", 1)[1], definitions)
    for union in ("anyOf", "oneOf"):
        if union in field:
            parts = (_type(part, definitions) for part in field[union] if part.get("type") != "null")
            return " or ".join(dict.fromkeys(parts))
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return _codes(field["enum"])
    return _plain_type(field, definitions)


def _reference_type(name: str, definitions: dict[str, Any]) -> str:
    if name in _ENUM_NAMES:
        return f"[{_ENUM_NAMES[name]}](#words)"
    if "enum" in definitions[name]:
        return _codes(definitions[name]["enum"])
    return f"[{name}](#{name.lower()})"


def _plain_type(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    kind = field["type"]
    if kind == "array":
        return f"list of {_type(field['items'], definitions)}"
    if kind == "object":
        below = field.get("additionalProperties", True)
        return "block" if below is True else f"block of name: {_type(below, definitions)}"
    if kind in ("number", "integer"):
        return " ".join(
            part for part in ("whole number" if kind == "integer" else "number", _range(field)) if part
        )
    if kind == "boolean":
        return "true or false"
    if "examples" in field:
        return "time HH:MM"
    return {"date": "date", "date-time": "instant"}.get(field.get("format", ""), "text")


def _range(field: dict[str, Any]) -> str:
    above, low, high = field.get("exclusiveMinimum"), field.get("minimum"), field.get("maximum")
    text = f"> {above:.15g}" if above is not None else f"≥ {low:.15g}" if low is not None else ""
    return text if high is None or high >= LARGEST else f"{text}, ≤ {high:.15g}"


def _reachable(name: str, definitions: dict[str, Any]) -> list[str]:
    """Blocks below a block, in the order in which a reader meets them."""
    found = [name]
    for block in found:
        for below in _references(definitions[block]["properties"]):
            if below not in found and "properties" in definitions[below]:
                found.append(below)
    return found


def _references(node: Any) -> list[str]:  # noqa: ANN401 (any JSON value)
    if isinstance(node, dict):
        here = [node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else []
        return here + [name for below in node.values() for name in _references(below)]
    if isinstance(node, list):
        return [name for below in node for name in _references(below)]
    return []


def _codes(values: list[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _sentence(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")


def _cell(text: str) -> str:
    return _sentence(text).replace("|", "\\|")


def write_pages(repository: Path) -> None:
    """Bring the page and the schema up to date."""
    page = repository / FORMAT_FILE
    page.write_text(with_reference(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    (repository / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages(Path.cwd())
