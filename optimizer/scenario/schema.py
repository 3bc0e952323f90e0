"""The scenario format as one JSON schema (draft 2020-12)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from optimizer.scenario.base import clock_text
from optimizer.scenario.rows import TABLES
from optimizer.scenario.settings import Settings

#: Where the schema is kept, relative to the repository.
SCHEMA_FILE = "docs/scenario-schema.json"


def json_schema() -> dict[str, Any]:
    """Describe ``scenario.yaml`` and a row of every table.

    The document itself validates ``scenario.yaml``; ``$defs`` holds each table's row, and ``x-tables`` says
    which table has which row, key columns, and whether it is required.
    """
    models: list[type[BaseModel]] = [Settings, *(model for model, _, _ in TABLES.values())]
    _, schema = models_json_schema([(model, "validation") for model in models])
    tables = {
        table: {"row": f"#/$defs/{model.__name__}", "key": list(key), "required": required}
        for table, (model, key, required) in TABLES.items()
    }
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Scenario of the logistics optimizer",
        "$ref": "#/$defs/Settings",
        "x-tables": tables,
        "$defs": {name: _told(schema["$defs"][name], schema["$defs"]) for name in sorted(schema["$defs"])},
    }


def _told(definition: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Mend what pydantic leaves out: default times as HH:MM, descriptions equal to those of the block below."""
    properties = {}
    for name, field in definition.get("properties", {}).items():
        changes: dict[str, Any] = {}
        if field.get("type") == "string" and isinstance(field.get("default"), int):
            changes["default"] = clock_text(field["default"])
        if "description" not in field:
            changes["description"] = definitions[field["$ref"].rsplit("/", 1)[1]]["description"]
        properties[name] = field | changes
    return {**definition, "properties": properties} if properties else definition


def schema_text() -> str:
    """Write :func:`json_schema` as it is kept in :data:`SCHEMA_FILE`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
