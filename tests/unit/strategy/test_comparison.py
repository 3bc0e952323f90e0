import pytest

from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import Comparison, compare, dominates
from optimizer.strategy.figures import Figures
from tests.helpers.strategy import figures, outcome

NO_LIMITS = Limits()


def _compare(limits: Limits = NO_LIMITS, baseline: str = "a", **shown: Figures) -> Comparison:
    return compare([outcome(name, one) for name, one in shown.items()], limits, baseline)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((100, 24.0), (110, 24.0), True),
        ((100, 23.0), (100, 24.0), True),
        ((100, 24.0), (100, 24.0), False),
        ((100, 25.0), (110, 24.0), False),
        ((110, 24.0), (100, 24.0), False),
        ((100, 24.0), (100, None), True),
        ((100, None), (110, None), True),
    ],
)
def test_to_dominate_is_to_be_no_worse_and_somewhere_better(
    a: tuple[int, float | None], b: tuple[int, float | None], expected: bool
) -> None:
    """Cost and p95 hours count; unbounded hours are later than any."""
    assert dominates(figures(*a), figures(*b)) is expected


def test_the_front_holds_what_nothing_dominates_by_cost() -> None:
    """Of four strategies the slow dear one is dominated by the cheapest that beats it."""
    found = _compare(a=figures(120, 30.0), b=figures(100, 30.0), c=figures(90, 30.0), d=figures(130, 10.0))
    assert found.pareto == ("c", "d")
    assert [row.dominated_by for row in found.strategies] == ["c", "c", "", ""]
    assert (found.cheapest, found.fastest) == ("c", "d")


def test_the_cheapest_within_both_limits_is_recommended() -> None:
    """The cheapest is too slow, the next serves too few, so the third is recommended, with its saving."""
    found = _compare(
        Limits(p95_hours=36, fill_rate=0.95),
        a=figures(1000, 30.0),
        b=figures(500, 37.0),
        c=figures(600, 30.0, 0.94),
        d=figures(800, 36.0, 0.95),
    )
    assert found.recommended == "d"
    assert found.saving == 200
    assert found.row("b").limits_missed == ("p95 37.0 h is above 36 h",)
    assert found.row("c").limits_missed == ("fill rate 94.0% is below 95.0%",)
    assert found.reason == "d is the cheapest of the 2 strategies (of 4) within the limits."


def test_who_alone_is_within_the_limits_is_recommended_as_such() -> None:
    """One is no comparison of strategies within the limits."""
    found = _compare(Limits(fill_rate=0.95), a=figures(10, 5.0, 0.5), b=figures(20, 5.0))
    assert found.reason == "b is the only strategy (of 2) within the limits."


def test_of_equal_costs_the_faster_is_recommended_and_then_the_first() -> None:
    """Ties go to the faster strategy, and to the first named among equals."""
    assert _compare(a=figures(100, 30.0), b=figures(100, 20.0)).recommended == "b"
    assert _compare(a=figures(100, 20.0), b=figures(100, 20.0)).recommended == "a"


def test_without_a_strategy_within_the_limits_none_is_recommended() -> None:
    """The one that serves most is named with what it misses, and no saving is claimed."""
    found = _compare(Limits(fill_rate=1), a=figures(10, 5.0, 0.5), b=figures(20, 5.0, 0.8))
    assert (found.recommended, found.best_fill, found.saving) == ("", "b", 0)
    assert found.reason == (
        "No strategy is within the limits. b serves most orders: fill rate 80.0% is below 100.0%."
    )


def test_unbounded_hours_are_above_any_limit() -> None:
    """With more than 5 % of the orders unserved there is no p95, so no limit on it is kept."""
    found = _compare(Limits(p95_hours=1000), a=figures(10, None, 0.9))
    assert found.row("a").limits_missed == ("p95 unbounded is above 1000 h",)


def test_each_strategy_is_held_against_the_baseline() -> None:
    """Difference in won and as a share; what a loser's cost must fall by to be the cheapest."""
    found = _compare(baseline="b", a=figures(150), b=figures(200), c=figures(100))
    rows = {row.strategy: row for row in found.strategies}
    assert found.baseline == "b"
    assert (rows["a"].difference, rows["a"].difference_share) == (-50, -0.25)
    assert [row.to_win for row in found.strategies] == [50, 100, 0]
    assert found.saving == 100


def test_a_baseline_that_was_not_evaluated_is_replaced_by_the_first() -> None:
    """With ``--strategies`` leaving the baseline out, the first named stands for it."""
    assert _compare(baseline="z", a=figures(150), b=figures(200)).baseline == "a"


def test_a_baseline_that_costs_nothing_has_no_shares() -> None:
    """No share of zero is shown."""
    assert _compare(a=figures(0), b=figures(5)).row("b").difference_share is None


def test_hours_are_compared_over_the_orders_both_serve() -> None:
    """O2 is served by the strategy alone and O3 by the baseline alone; O1 and O4 count for both."""
    base = outcome("a", figures(), {"O1": 10.0, "O3": 90.0, "O4": 20.0})
    other = outcome("b", figures(), {"O1": 4.0, "O2": 1.0, "O4": 8.0})
    row = compare([base, other], NO_LIMITS, "a").row("b")
    assert (row.common_orders, row.common_hours, row.common_baseline_hours) == (2, 6.0, 15.0)
    none = compare([base, outcome("c", figures())], NO_LIMITS, "a").row("c")
    assert (none.common_orders, none.common_hours, none.common_baseline_hours) == (0, None, None)


def test_planning_is_held_against_the_naive_plan() -> None:
    """A plan at 900 of a naive 1000 saves a tenth; without a naive plan nothing is claimed."""
    found = compare(
        [outcome("a", figures(900), naive_total=1000), outcome("b", figures(900))], NO_LIMITS, "a"
    )
    assert found.row("a").naive_share == pytest.approx(0.1)
    assert found.row("b").naive_share is None


def test_a_comparison_becomes_plain_values() -> None:
    """What JSON gets holds every strategy with its figures, and the rule."""
    plain = _compare(a=figures(100), b=figures(90)).as_dict()
    assert plain["strategies"][1]["total"] == 90
    assert (
        plain["rule"] == "the cheapest strategy within the scenario's limits on p95 hours and order fill rate"
    )
