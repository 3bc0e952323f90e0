import pytest

from optimizer.report.counting import counted


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [
        (0, "route", "0 routes"),
        (1, "route", "1 route"),
        (2, "cost line", "2 cost lines"),
        (1200, "order", "1,200 orders"),
        (1, "strategy", "1 strategy"),
        (3, "strategy", "3 strategies"),
        (2, "day", "2 days"),
    ],
)
def test_numbers_agree_with_their_nouns(count: int, noun: str, words: str) -> None:
    """One is one, everything else is many."""
    assert counted(count, noun) == words
