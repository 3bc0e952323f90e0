"""YAML files as plain values."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.read_yaml import Document, read_yaml, written


def read(tmp_path: Path, content: str | bytes) -> Document:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10:30", "10:30"),
        ("09:00", "09:00"),
        ("2026-03-02", "2026-03-02"),
        ("no", "no"),
        ("ON", "ON"),
        ("true", True),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12", 12),
        ("-3", -3),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("trueish", "trueish"),
        ("12kg", "12kg"),
    ],
)
def test_values(tmp_path: Path, text: str, value: Any) -> None:  # noqa: ANN401 (any value)
    """Times, dates and words stay texts; only plain numbers, true, false and nothing are more."""
    found = read(tmp_path, f"key: {text}\n").data["key"]
    assert found == value
    assert type(found) is type(value)


def test_every_value_has_its_line(tmp_path: Path) -> None:
    """Lines are found by keys and indices from the top."""
    lines = read(tmp_path, "a: 1\nb:\n  - x\n  - c: 2\n").lines
    assert lines["a",] == 1
    assert lines["b", 1, "c"] == 4


def test_keys_that_come_twice(tmp_path: Path) -> None:
    """The second is an error with the path and its line."""
    (finding,) = read(tmp_path, "a:\n  - {x: 1, y: 2}\n  - x: 1\n    y: 2\n    x: 3\n").findings
    assert str(finding.place) == "scenario.yaml, a[1].x"
    assert finding.code == "duplicate-key"
    assert "line 5" in finding.cause


def test_a_merge_key_may_be_overridden(tmp_path: Path) -> None:
    """What `<<` brings in is not a key that comes twice."""
    document = read(tmp_path, "base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  x: 3\n")
    assert document.data["other"] == {"x": 3, "y": 2}
    assert document.findings == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: [1\n", "scenario.yaml row 2"),
        ("a: 1\n\tb: 2\n", "scenario.yaml row 2"),
        ("a: b: c\n", "scenario.yaml row 1"),
        ("a: 1\n---\nb: 2\n", "scenario.yaml row 2"),
        ("a: !!python/object:os.system x\n", "scenario.yaml row 1"),
        ("? [a]\n: 1\n", "scenario.yaml row 1"),
        ("a: \x01\n", "scenario.yaml"),
    ],
)
def test_what_is_not_yaml(tmp_path: Path, content: str, place: str) -> None:
    """A fault of syntax is a finding with its line; no code in the file is ever run."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.place)) == ("bad-yaml", place)


def test_nesting_without_end(tmp_path: Path) -> None:
    """A file of ten thousand brackets is a finding, not a crash."""
    with pytest.raises(InputError, match="bad-yaml"):
        read(tmp_path, "a: " + "[" * 10000 + "]" * 10000)


def test_a_block_that_contains_itself(tmp_path: Path) -> None:
    """An alias to its own block does not hang the walk through the file."""
    assert "a" in read(tmp_path, "a: &x [*x]\n").data


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


def test_paths_read_as_planners_write_them() -> None:
    """Keys are joined by points, indices are in brackets."""
    assert written(("options", 2, "cut_off")) == "options[2].cut_off"
    assert written(()) == ""
