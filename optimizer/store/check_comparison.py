"""The comparison of a run, worked out again from what its files say of each strategy."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from optimizer.core.errors import Violation
from optimizer.core.status import Status
from optimizer.core.units import minor_digits
from optimizer.scenario.overrides import effective
from optimizer.scenario.scenario import Scenario
from optimizer.store.incomplete import without_recommendation
from optimizer.store.money import COMPARISON, in_major
from optimizer.strategy.check.context import build_context
from optimizer.strategy.comparison import compare
from optimizer.strategy.figures import Figures
from optimizer.strategy.outcome import Outcome
from optimizer.strategy.plan import Plan

RULE = "comparison"
_ABSENT = object()
#: Letters of a value that are shown.
_LONGEST = 100


@dataclass(frozen=True)
class Written:
    """What a run folder says of one strategy."""

    plan: Plan
    figures: Figures
    naive_total: int
    adopted_from: str
    status: Status


def check_comparison(scenario: Scenario, written: Sequence[Written], claimed: object) -> list[Violation]:
    """Compare the strategies again and hold every value against ``comparison.json``.

    Parameters
    ----------
    scenario
        The run's.
    written
        Its strategies in the order of the run.
    claimed
        Content of ``comparison.json``; None if there is no such file.

    Returns
    -------
    list[Violation]
        One per value that differs, under its path (``strategies.vans.total``). None for a run of one strategy,
        which has nothing to compare.
    """
    if len(written) < 2:
        return []
    if claimed is None:
        return [
            Violation(RULE, "comparison.json", f"is missing, though {len(written)} strategies were solved")
        ]
    outcomes = [_outcome(scenario, one) for one in written]
    baseline = scenario.settings.baseline or next(iter(scenario.settings.strategies))
    compared = compare(outcomes, scenario.settings.limits, baseline)
    complete = without_recommendation(compared, len(scenario.settings.strategies))
    due = in_major(complete.as_dict(), COMPARISON, minor_digits(scenario.settings.currency))
    # through JSON, so that tuples are lists as in the file
    return list(_differences("", claimed, json.loads(json.dumps(due))))


def _outcome(scenario: Scenario, written: Written) -> Outcome:
    return Outcome(
        strategy=written.plan.strategy,
        status=written.status,
        plan=written.plan,
        figures=written.figures,
        order_costs={},
        hours=_hours(scenario, written.plan),
        naive_total=written.naive_total,
        adopted_from=written.adopted_from,
    )


def _hours(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Hours from order to last hand-over of every order served in full."""
    orders = build_context(effective(scenario, plan.strategy), ()).orders
    units: dict[str, int] = {}
    for line in plan.lines:
        units[line.order] = units.get(line.order, 0) + line.quantity
    last: dict[str, int] = {}
    for shipment in plan.shipments:
        last[shipment.order] = max(last.get(shipment.order, shipment.handed_over_at), shipment.handed_over_at)
    return {
        name: (instant - orders[name].placed_at) / 3600
        for name, instant in last.items()
        if name in orders and units.get(name) == orders[name].units
    }


def _differences(path: str, claimed: Any, due: Any) -> Iterator[Violation]:  # noqa: ANN401 (JSON values)
    if isinstance(due, dict) and isinstance(claimed, dict):
        for name in {**due, **claimed}:
            yield from _differences(f"{path}.{name}", claimed.get(name, _ABSENT), due.get(name, _ABSENT))
    elif path == ".strategies" and _named(claimed):
        rows, rows_due = ({row["strategy"]: row for row in rows} for rows in (claimed, due))
        yield from _differences("strategies", rows, rows_due)
        if len(claimed) != len(due) or [*rows] != [*rows_due]:
            named = ", ".join(row["strategy"] for row in claimed) or "none"
            yield Violation(RULE, "strategies", f"the file has {named}; the run solved {', '.join(rows_due)}")
    elif not _same(claimed, due):
        subject = path.removeprefix(".") or "comparison.json"
        yield Violation(RULE, subject, f"the file has {_shown(claimed)}; recomputed: {_shown(due)}")


def _named(rows: object) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, dict) and isinstance(row.get("strategy"), str) for row in rows
    )


def _same(claimed: object, due: object) -> bool:
    numbers = [
        value for value in (claimed, due) if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if len(numbers) == 2 and any(isinstance(value, float) for value in numbers):
        # far less than a minor unit of any total; recomputed rates and hours err by less still
        return math.isclose(*numbers, rel_tol=1e-13, abs_tol=1e-12)
    return claimed == due


def _shown(value: object) -> str:
    if value is _ABSENT:
        return "nothing there"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
