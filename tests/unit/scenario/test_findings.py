"""Findings about many rows, and the words that go with them."""

import numpy as np
import pytest

from optimizer.scenario.findings import SHOWN_ROWS, at_rows, closest, did_you_mean, listing, sentences
from optimizer.scenario.sheet import TextSheet


def sheet(rows: int) -> TextSheet:
    return TextSheet("orders", "orders.csv", {}, np.arange(2, rows + 2))


def test_each_row_has_its_place_and_words() -> None:
    """Cause and action may depend on the row."""
    where = np.array([False, True, True])
    found = list(at_rows("x", sheet(3), "id", where, lambda row: f"cause {row}", lambda row: f"action {row}"))
    assert [str(finding) for finding in found] == [
        "x: orders.csv row 3, column id: cause 1. action 1",
        "x: orders.csv row 4, column id: cause 2. action 2",
    ]


@pytest.mark.parametrize(("more", "words"), [(1, "and 1 more row like"), (980, "and 980 more rows like")])
def test_many_rows_are_counted(more: int, words: str) -> None:
    """After twenty rows one finding counts the rest."""
    where = np.ones(SHOWN_ROWS + more, dtype=bool)
    found = list(at_rows("x", sheet(len(where)), "id", where, lambda _: "cause", "action"))
    assert len(found) == SHOWN_ROWS + 1
    assert found[-1].place.row is None
    assert found[-1].cause.startswith(words)
    assert found[-1].action == f"Correct all {SHOWN_ROWS + more} rows"


def test_exactly_twenty_rows_need_no_count() -> None:
    """No finding says "and 0 more"."""
    where = np.ones(SHOWN_ROWS, dtype=bool)
    assert len(list(at_rows("x", sheet(SHOWN_ROWS), "id", where, lambda _: "cause", "action"))) == SHOWN_ROWS


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("ordres", ["orders", "sites"], "orders"),
        ("123", ["0123x", "00123"], "00123"),
        ("w1", ["W2", "W1"], "W1"),
        ("xyz", ["orders"], None),
        ("a", [], None),
    ],
)
def test_the_name_that_was_meant(written: str, known: list[str], meant: str | None) -> None:
    """Zeros and case first, then likeness; nothing where nothing is like it."""
    assert closest(written, known) == meant


def test_suggestions_among_many_names_stay_quick() -> None:
    """Of many names only those that begin alike are compared."""
    names = [f"C{number:06d}" for number in range(5000)]
    assert closest("C0x01234", names) is not None
    assert closest("Q1234", names) is None


def test_did_you_mean_is_a_sentence_or_nothing() -> None:
    """It joins other sentences."""
    assert sentences(did_you_mean("vna", ["van"]), "Correct it") == "Did you mean 'van'? Correct it"
    assert sentences(did_you_mean("zzz", ["van"]), "Correct it") == "Correct it"


def test_long_listings_are_cut() -> None:
    """Five names and how many more."""
    assert listing("abcdefg") == "a, b, c, d, e and 2 more"
    assert listing("ab") == "a, b"
