"""Random single edits of a correct plan."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.strategy.check import check_plan
from optimizer.strategy.plan import Plan
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario
from tests.helpers.plans import hand_made_plan

SCENARIO = hand_made_scenario()
PLAN = hand_made_plan()
TABLES = tuple(field.name for field in fields(Plan) if field.name != "strategy")
#: Words about an unserved line, which no rule can judge.
WORDS = {"reason", "detail", "fix"}


def _values(table: str, name: str) -> list[Any]:
    """All values that occur in a column, and another one of their kind."""
    values = [getattr(row, name) for row in getattr(PLAN, table)]
    return [*dict.fromkeys(values), "X" if isinstance(values[0], str) else values[0] + 86400]


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, int, str, Any]:
    table = draw(st.sampled_from(TABLES))
    rows = getattr(PLAN, table)
    number = draw(st.integers(0, len(rows) - 1))
    names = [field.name for field in fields(rows[number]) if field.name not in WORDS]
    name = draw(st.sampled_from(names))
    old = getattr(rows[number], name)
    if isinstance(old, int):
        shift = st.one_of(st.integers(-3, 3), st.integers(-(10**6), 10**6), st.integers(-(10**18), 10**18))
        return table, number, name, old + draw(shift)
    return table, number, name, draw(st.sampled_from(_values(table, name)))


@settings(max_examples=300, deadline=None)
@given(_edits())
def test_any_change_of_a_single_field_is_caught(edit: tuple[str, int, str, Any]) -> None:
    """A quantity, an instant, an amount, an id: whatever is changed, some rule is broken, and nothing crashes."""
    table, number, name, value = edit
    rows = list(getattr(PLAN, table))
    assume(getattr(rows[number], name) != value)
    rows[number] = replace(rows[number], **{name: value})
    assert check_plan(SCENARIO, SITES_IN_USE, PLAN.replace(**{table: tuple(rows)}))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_row_left_out_or_repeated_is_caught(data: st.DataObject) -> None:
    """No row of a plan is without meaning, and none counts twice unnoticed."""
    table = data.draw(st.sampled_from(TABLES))
    rows = getattr(PLAN, table)
    number = data.draw(st.integers(0, len(rows) - 1))
    times = data.draw(st.sampled_from((0, 2)))
    changed = (*rows[:number], *rows[number : number + 1] * times, *rows[number + 1 :])
    assert check_plan(SCENARIO, SITES_IN_USE, PLAN.replace(**{table: changed}))


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(len(PLAN.cost_lines))), st.permutations(range(2)))
def test_the_order_of_rows_does_not_matter(lines: list[int], stops: list[int]) -> None:
    """A plan is what its rows say, in whatever order they are written."""
    plan = PLAN.replace(
        cost_lines=tuple(PLAN.cost_lines[at] for at in lines), stops=tuple(PLAN.stops[at] for at in stops)
    )
    assert check_plan(SCENARIO, SITES_IN_USE, plan) == ()
