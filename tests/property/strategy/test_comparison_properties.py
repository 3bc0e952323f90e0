import math

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import Comparison, compare, dominates
from optimizer.strategy.figures import Figures
from tests.helpers.strategy import figures, outcome

#: Few values each, so that ties and dominance are common.
FIGURES = st.builds(
    figures,
    st.integers(0, 5),
    st.one_of(st.none(), st.sampled_from([10.0, 20.0, 30.0])),
    st.sampled_from([0.8, 0.9, 1.0]),
)
LIMITS = st.builds(
    Limits,
    p95_hours=st.one_of(st.none(), st.sampled_from([10.0, 25.0])),
    fill_rate=st.one_of(st.none(), st.sampled_from([0.85, 1.0])),
)
SEVERAL = st.lists(FIGURES, min_size=1, max_size=6)


def _within(one: Figures, limits: Limits) -> bool:
    hours = math.inf if one.hours.p95 is None else one.hours.p95
    in_time = limits.p95_hours is None or hours <= limits.p95_hours
    return in_time and (limits.fill_rate is None or one.order_fill_rate >= limits.fill_rate)


def _compare(shown: list[Figures], limits: Limits) -> Comparison:
    return compare([outcome(f"s{number}", one) for number, one in enumerate(shown)], limits, "s0")


@settings(max_examples=200, deadline=None)
@given(FIGURES, FIGURES, FIGURES)
def test_dominance_is_a_strict_order(a: Figures, b: Figures, c: Figures) -> None:
    """Nothing dominates itself or what dominates it, and what dominates a dominator dominates its victims."""
    assert not dominates(a, a)
    assert not (dominates(a, b) and dominates(b, a))
    assert dominates(a, c) or not (dominates(a, b) and dominates(b, c))


@settings(max_examples=200, deadline=None)
@given(SEVERAL, LIMITS)
def test_the_recommended_is_the_cheapest_within_the_limits(shown: list[Figures], limits: Limits) -> None:
    """It keeps every limit and none that does is cheaper; nothing is recommended where none keeps them."""
    found = _compare(shown, limits)
    within = [one.total for one in shown if _within(one, limits)]
    if found.recommended:
        chosen = shown[int(found.recommended[1:])]
        assert _within(chosen, limits)
        assert chosen.total == min(within)
        assert found.saving == shown[0].total - chosen.total
    else:
        assert not within
        assert shown[int(found.best_fill[1:])].order_fill_rate == max(one.order_fill_rate for one in shown)


@settings(max_examples=200, deadline=None)
@given(SEVERAL, LIMITS)
def test_the_front_is_what_is_not_dominated(shown: list[Figures], limits: Limits) -> None:
    """By cost, then hours; cheapest and fastest are on it; who is dominated names who does, who is on it."""
    found = _compare(shown, limits)
    due = {f"s{n}" for n, one in enumerate(shown) if not any(dominates(other, one) for other in shown)}
    assert set(found.pareto) == due
    totals = [found.row(name).total for name in found.pareto]
    assert totals == sorted(totals)
    assert {found.cheapest, found.fastest} <= due
    for row in found.strategies:
        if row.dominated_by:
            assert dominates(shown[int(row.dominated_by[1:])], shown[int(row.strategy[1:])])


@settings(max_examples=50, deadline=None)
@given(SEVERAL, LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_strategies_changes_no_cost(shown: list[Figures], limits: Limits, rng: object) -> None:
    """In any order the recommended costs the same, and so does each way to win."""
    other = list(shown)
    rng.shuffle(other)  # type: ignore[attr-defined]
    first, second = _compare(shown, limits), _compare(other, limits)
    assert bool(first.recommended) == bool(second.recommended)
    if first.recommended:
        assert first.row(first.recommended).total == second.row(second.recommended).total
    assert sorted(row.to_win for row in first.strategies) == sorted(row.to_win for row in second.strategies)
