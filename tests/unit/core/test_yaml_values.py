"""YAML texts as plain values."""

from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.core.yaml_values import parse_yaml, written


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
def test_values(text: str, value: Any) -> None:  # noqa: ANN401 (any value)
    """Times, dates and words stay texts; only plain numbers, true, false and nothing are more."""
    found = parse_yaml(f"key: {text}\n", "rules.yaml").data["key"]
    assert found == value
    assert type(found) is type(value)


def test_every_value_has_its_line() -> None:
    """Lines are found by keys and indices from the top."""
    lines = parse_yaml("a: 1\nb:\n  - x\n  - c: 2\n", "rules.yaml").lines
    assert lines["a",] == 1
    assert lines["b", 1, "c"] == 4


def test_keys_that_come_twice() -> None:
    """The second is an error with the path and its line."""
    (finding,) = parse_yaml("a:\n  - {x: 1, y: 2}\n  - x: 1\n    y: 2\n    x: 3\n", "rules.yaml").findings
    assert str(finding.place) == "rules.yaml, a[1].x"
    assert finding.code == "duplicate-key"
    assert "line 5" in finding.cause


def test_a_merge_key_may_be_overridden() -> None:
    """What `<<` brings in is not a key that comes twice."""
    document = parse_yaml("base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  x: 3\n", "rules.yaml")
    assert document.data["other"] == {"x": 3, "y": 2}
    assert document.findings == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: [1\n", "rules.yaml row 2"),
        ("a: 1\n\tb: 2\n", "rules.yaml row 2"),
        ("a: b: c\n", "rules.yaml row 1"),
        ("a: 1\n---\nb: 2\n", "rules.yaml row 2"),
        ("a: !!python/object:os.system x\n", "rules.yaml row 1"),
        ("? [a]\n: 1\n", "rules.yaml row 1"),
        ("a: \x01\n", "rules.yaml"),
    ],
)
def test_what_is_not_yaml(content: str, place: str) -> None:
    """A fault of syntax is a finding with its line; no code in the file is ever run."""
    with pytest.raises(InputError) as caught:
        parse_yaml(content, "rules.yaml")
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.place)) == ("bad-yaml", place)


def test_nesting_without_end() -> None:
    """A file of ten thousand brackets is a finding, not a crash."""
    with pytest.raises(InputError, match="bad-yaml"):
        parse_yaml("a: " + "[" * 10000 + "]" * 10000, "rules.yaml")


def test_a_block_that_contains_itself() -> None:
    """An alias to its own block does not hang the walk through the file."""
    assert "a" in parse_yaml("a: &x [*x]\n", "rules.yaml").data


def test_paths_read_as_planners_write_them() -> None:
    """Keys are joined by points, indices are in brackets."""
    assert written(("options", 2, "cut_off")) == "options[2].cut_off"
    assert written(()) == ""
