"""A run that was stopped early compares, and recommends nothing."""

from optimizer.scenario.settings import Limits
from optimizer.store.incomplete import without_recommendation
from optimizer.strategy.comparison import compare
from tests.helpers.strategy import figures, outcome

COMPARED = compare([outcome("a", figures()), outcome("b", figures())], Limits(), "b")


def test_a_complete_comparison_stays_as_it_is() -> None:
    """Two of two."""
    assert COMPARED.recommended == "a"
    assert without_recommendation(COMPARED, 2) is COMPARED


def test_an_incomplete_comparison_loses_its_recommendation() -> None:
    """Two of six: the values stay, the advice goes, and the reason says so."""
    left = without_recommendation(COMPARED, 6)
    assert (left.recommended, left.saving) == ("", 0)
    assert left.reason == "2 of 6 strategies were evaluated, so none is recommended."
    assert left.strategies == COMPARED.strategies
