"""YAML files of a scenario."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.read_yaml import Document, read_yaml


def read(tmp_path: Path, content: str | bytes) -> Document:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(path)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    """Settings are UTF-8 whatever the tables are in."""
    with pytest.raises(InputError, match=r"line 2 \(byte 9 of the file\) is not utf-8"):
        read(tmp_path, "a: 1\nb: 서울\n".encode("cp949"))


def test_a_bom_is_accepted(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    assert read(tmp_path, "이름: 서울\n".encode("utf-8-sig")).data == {"이름": "서울"}


def test_an_empty_file(tmp_path: Path) -> None:
    """Nothing but blanks is empty; nothing but a comment is no block."""
    with pytest.raises(InputError, match="empty-file"):
        read(tmp_path, " \n")
    assert read(tmp_path, "# nothing\n").data is None
