"""A YAML file of a scenario as plain values, each with its line."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from optimizer.core.errors import Finding, InputError, Place
from optimizer.core.yaml_values import BAD_YAML, DUPLICATE_KEY, Document, parse_yaml
from optimizer.scenario.read_csv import WRONG_ENCODING, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BAD_YAML", "DUPLICATE_KEY", "Document", "read_yaml"]


def read_yaml(path: Path) -> Document:
    """Read a YAML file in UTF-8.

    Raises
    ------
    InputError
        If the file cannot be read or is not YAML.
    """
    return parse_yaml(_text(read_bytes(path), path.name), path.name)


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        cause = f"line {line} (byte {error.start + 1} of the file) is not utf-8 text"
        action = "Save the file as UTF-8 (the key encoding, cp949 for instance, is for the tables only)"
        raise InputError([Finding(WRONG_ENCODING, Place(file, line), cause, action)]) from error
