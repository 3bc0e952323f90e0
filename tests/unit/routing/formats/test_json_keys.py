"""JSON documents whose values know their path."""

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.json_keys import Key, load


@pytest.mark.parametrize(
    ("text", "row", "cause"),
    [
        ('{"a": 1,\n "b": }', 2, "column 7"),
        ('{"a": NaN}', None, "NaN is not a number"),
        ('{"a": -Infinity}', None, "-Infinity is not a number"),
        ("[" * 100_000, None, "nested too deeply"),
        ('{"a": ' + "1" * 5000 + "}", None, "not JSON"),
    ],
)
def test_what_is_no_json(text: str, row: int | None, cause: str) -> None:
    """Is told with its line where Python knows it."""
    with pytest.raises(InputError, match=cause) as caught:
        load(text, "file.json")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row) == ("route-file-format", row)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": 1, "a": 2}', "a"),
        ('{"b": [{"c": 1}, {"a": 1, "a": 2}]}', "b[1].a"),
        ('{"a": {"b": 1, "b": 2}, "a": 3}', "a"),
    ],
)
def test_a_key_that_comes_twice(text: str, path: str) -> None:
    """Is told with its path; one in a value that is itself lost does not count."""
    with pytest.raises(InputError, match="comes twice in one object") as caught:
        load(text, "file.json")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == ("route-file-format", path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (r'{"a": [1, {"b": "x\ud800"}]}', "a[1].b"),
        (r'{"a": ["\uDFFFx"]}', "a[0]"),
        (r'{"a": {"\ud83d": [1]}}', "a"),
        (r'{"\udc00": 1}', None),
        (r'{"\udc00": 1, "\udc00": 1}', None),
    ],
)
def test_half_a_character(text: str, path: str | None) -> None:
    """Is told with its path, where the plan could not be written after the whole search."""
    with pytest.raises(InputError, match="half of a surrogate pair") as caught:
        load(text, "file.json")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == ("route-file-format", path)
    assert finding.cause.isascii()


def test_whole_characters_in_two_escapes() -> None:
    """Are texts as any, and a backslash is no escape of what stands behind it."""
    root = load(r'{"a": "\ud83d\ude9a", "b": "\\ud83d"}', "file.json")
    assert (root.need("a").text(), root.need("b").text()) == ("\U0001f69a", "\\ud83d")


def test_paths() -> None:
    """Lead to the value as a programmer would write it."""
    (item,) = load('{"a": [{"b": [1, 2]}]}', "f").items("a")
    assert item.need("b").array()[1] == Key("f", "a[0].b[1]", 2)
    assert item.get("c") is None
    assert item.items("c") == []
    with pytest.raises(InputError, match="has no c"):
        item.need("c")


@pytest.mark.parametrize("value", [True, "1", None, 0.5, [1], -1, 2**44, 1e300])
def test_whole_numbers(value: object) -> None:
    """Nothing else is taken for one: truth, text, nothing, fractions, or what is out of bounds."""
    with pytest.raises(InputError) as caught:
        Key("f", "a", value).whole()
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == ("route-file-number", "a")
    assert Key("f", "a", 3.0).whole() == 3


@pytest.mark.parametrize("value", [[1], [1, 2, 3], [2, 1], [0, "1"], 5, {"a": 1}])
def test_windows(value: object) -> None:
    """Two whole numbers in order."""
    assert Key("f", "a", [1, 2]).window() == (1, 2)
    with pytest.raises(InputError):
        Key("f", "a", value).window()


def test_ids() -> None:
    """Whole numbers or texts without blanks, which could not be told apart in lists."""
    assert [Key("f", "a", value).ident() for value in (7, "A-7")] == [7, "A-7"]
    for value in ("", "a b", 1.5, None):
        with pytest.raises(InputError):
            Key("f", "a", value).ident()


def test_keys_of_objects() -> None:
    """Unknown ones and those that cannot be held are told apart."""
    key = Key("f", "a", {"b": 1, "c": 2})
    assert key.object(("b", "c")) is key
    for known, unsupported, code in (
        (("b",), {}, "route-file-unknown-field"),
        (("b",), {"c": "no reason"}, "route-file-unsupported"),
    ):
        with pytest.raises(InputError) as caught:
            key.object(known, unsupported)
        (finding,) = caught.value.findings
        assert (finding.code, finding.place.column) == (code, "a.c")
    with pytest.raises(InputError, match="not an object"):
        Key("f", "a", [1]).object(())


def test_numbers_and_texts() -> None:
    """Within bounds, and in quotation marks."""
    assert Key("f", "a", 2).number(0, 5) == 2.0
    assert Key("f", "a", "x").text() == "x"
    for value, read in ((6, "number"), ("6", "number"), (True, "number"), (6, "text")):
        with pytest.raises(InputError):
            Key("f", "a", value).number(0, 5) if read == "number" else Key("f", "a", value).text()
