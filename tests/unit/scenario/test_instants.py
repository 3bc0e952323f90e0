"""Dates and instants as planners write them."""

import numpy as np
import pytest

from optimizer.scenario.clock import LocalClock
from optimizer.scenario.instants import parse_dates, parse_instants

BERLIN = LocalClock("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02T09:30", "2026-03-02T08:30"),
        ("2026-03-02 09:30", "2026-03-02T08:30"),
        ("2026-03-02 9:30", "2026-03-02T08:30"),
        ("2026-03-02T09:30:15", "2026-03-02T08:30:15"),
        ("2026-03-02T09:30:15.250", "2026-03-02T08:30:15.25"),
        ("2026-07-02T09:30", "2026-07-02T07:30"),
        ("2026-03-02T09:30Z", "2026-03-02T09:30"),
        ("2026-03-02t09:30z", "2026-03-02T09:30"),
        ("2026-03-02T09:30+09:00", "2026-03-02T00:30"),
        ("2026-03-02 09:30:00 +0900", "2026-03-02T00:30"),
        ("2026-10-25T02:30+02:00", "2026-10-25T00:30"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30"),
    ],
)
def test_instants(text: str, utc: str) -> None:
    """Without an offset an instant is local; with one it is not, even when the clocks change."""
    values, problems = parse_instants([text], BERLIN)
    assert problems == {}
    assert values[0] == np.datetime64(utc, "ns")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("2026-03-29T02:30", "unclear-instant", "is skipped"),
        ("2026-10-25T02:30", "unclear-instant", "comes twice"),
        ("2026-03-02", "bad-instant", "has no time of day"),
        ("2026-13-02T09:30", "bad-instant", "is not a date"),
        ("2026-03-02T25:30", "bad-instant", "is not a date"),
        ("9999-03-02T09:30", "bad-instant", "is not a date"),
        ("02.03.2026 09:30", "bad-instant", "is not a date"),
        ("1772443800", "bad-instant", "is not a date"),
        ("tomorrow", "bad-instant", "is not a date"),
    ],
)
def test_texts_that_are_no_instants(text: str, code: str, words: str) -> None:
    """Each is refused in words, at its own position among good ones."""
    values, problems = parse_instants(["2026-03-02T09:30", text], BERLIN)
    assert list(problems) == [1]
    assert problems[1].code == code
    assert words in problems[1].cause
    assert np.isnat(values[1])
    assert not np.isnat(values[0])


@pytest.mark.parametrize("text", ["2026-03-02", "2026-03-02T00:00", "2026-03-02 00:00:00.000000000"])
def test_dates(text: str) -> None:
    """A date may carry a midnight, as Parquet and spreadsheets write it."""
    values, problems = parse_dates([text])
    assert problems == {}
    assert values[0] == np.datetime64("2026-03-02", "ns")


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-3-2", "02/03/2026", "0026-03-02", "9999-12-31", "x", "2026-03-02T10:00"]
)
def test_texts_that_are_no_dates(text: str) -> None:
    """Each is refused, and told how to write it."""
    values, problems = parse_dates([text])
    assert problems[0].code == "bad-date"
    assert "YYYY-MM-DD" in problems[0].action
    assert np.isnat(values[0])
