"""Strategies side by side: differences, dominance, Pareto front, recommendation."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from optimizer.core.status import Status
from optimizer.scenario.settings import Limits
from optimizer.strategy.figures import Figures
from optimizer.strategy.outcome import Outcome

RULE = "the cheapest strategy within the scenario's limits on p95 hours and order fill rate"


@dataclass(frozen=True)
class ComparedStrategy:
    """One strategy against the baseline.

    Parameters
    ----------
    difference
        Its total less the baseline's, minor units; ``difference_share`` relative to the baseline's.
    dominated_by
        A strategy that costs no more and delivers no later (p95 hours), one of them strictly; empty if none.
    limits_missed
        The limits it misses, in words.
    common_orders, common_hours, common_baseline_hours
        Orders both it and the baseline serve in full, and their mean hours under each.
    to_win
        What its total would have to fall by, in minor units, to be the cheapest strategy.
    naive_total, naive_share
        Cost of the naive plan of the same strategy, and what planning saves of it.
    """

    strategy: str
    total: int
    cost_per_order: float
    p95_hours: float | None
    mean_hours: float | None
    order_fill_rate: float
    on_time_rate: float
    unserved_orders: int
    difference: int
    difference_share: float | None
    dominated_by: str
    limits_missed: tuple[str, ...]
    common_orders: int
    common_hours: float | None
    common_baseline_hours: float | None
    to_win: int
    naive_total: int
    naive_share: float | None
    adopted_from: str


@dataclass(frozen=True)
class Comparison:
    """All strategies of a scenario, in the order the planner wrote them.

    ``recommended`` is empty when no strategy is within the limits; ``best_fill`` then names the one that
    serves most. ``saving`` is the recommended strategy's saving against the baseline in minor units. ``provisional``
    names the strategies whose search was cut short, so that more time may change the order.
    """

    baseline: str
    rule: str
    strategies: tuple[ComparedStrategy, ...]
    pareto: tuple[str, ...]
    cheapest: str
    fastest: str
    recommended: str
    best_fill: str
    saving: int
    reason: str
    provisional: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def row(self, strategy: str) -> ComparedStrategy:
        """Find the row of a strategy."""
        return next(row for row in self.strategies if row.strategy == strategy)


def compare(outcomes: Sequence[Outcome], limits: Limits, baseline: str) -> Comparison:
    """Compare the outcomes of strategies that were given the same orders.

    Parameters
    ----------
    outcomes
        At least one, the baseline among them or not evaluated (then the first one stands for it).
    limits
        What a recommended strategy must keep.
    baseline
        Name of the strategy the others are compared with.
    """
    by_name = {outcome.strategy: outcome for outcome in outcomes}
    base = by_name.get(baseline, outcomes[0])
    least = min(outcome.figures.total for outcome in outcomes)
    rows = tuple(_row(outcome, base, outcomes, least, limits) for outcome in outcomes)
    pareto = sorted((row for row in rows if not row.dominated_by), key=_cost_then_hours)
    cheapest = min(rows, key=_cost_then_hours)
    fastest = min(rows, key=lambda row: (_hours(row.p95_hours), row.total))
    within = [row for row in rows if not row.limits_missed]
    chosen = min(within, key=_cost_then_hours) if within else None
    best_fill = max(rows, key=lambda row: (row.order_fill_rate, -row.total))
    return Comparison(
        baseline=base.strategy,
        rule=RULE,
        strategies=rows,
        pareto=tuple(row.strategy for row in pareto),
        cheapest=cheapest.strategy,
        fastest=fastest.strategy,
        recommended=chosen.strategy if chosen else "",
        best_fill=best_fill.strategy,
        saving=-chosen.difference if chosen else 0,
        reason=_reason(chosen, best_fill, len(within), len(rows)),
        provisional=tuple(outcome.strategy for outcome in outcomes if outcome.status == Status.TIME_LIMIT),
    )


def dominates(a: Figures, b: Figures) -> bool:
    """Whether ``a`` costs no more and delivers no later than ``b``, and one of them strictly."""
    a_hours, b_hours = _hours(a.hours.p95), _hours(b.hours.p95)
    no_worse = a.total <= b.total and a_hours <= b_hours
    return no_worse and (a.total < b.total or a_hours < b_hours)


def _row(
    outcome: Outcome,
    base: Outcome,
    outcomes: Sequence[Outcome],
    least: int,
    limits: Limits,
) -> ComparedStrategy:
    figures = outcome.figures
    difference = figures.total - base.figures.total
    dominating = [other for other in outcomes if dominates(other.figures, figures)]
    mine, theirs = outcome.hours, base.hours
    common = mine.keys() & theirs.keys()
    return ComparedStrategy(
        strategy=outcome.strategy,
        total=figures.total,
        cost_per_order=figures.cost_per_order,
        p95_hours=figures.hours.p95,
        mean_hours=figures.hours.mean,
        order_fill_rate=figures.order_fill_rate,
        on_time_rate=figures.on_time_rate,
        unserved_orders=figures.orders - figures.orders_served,
        difference=difference,
        difference_share=difference / base.figures.total if base.figures.total else None,
        dominated_by=min(dominating, key=lambda other: other.figures.total).strategy if dominating else "",
        limits_missed=_limits_missed(figures, limits),
        common_orders=len(common),
        common_hours=math.fsum(mine[order] for order in common) / len(common) if common else None,
        common_baseline_hours=math.fsum(theirs[order] for order in common) / len(common) if common else None,
        to_win=figures.total - least,
        naive_total=outcome.naive_total,
        naive_share=1 - figures.total / outcome.naive_total if outcome.naive_total else None,
        adopted_from=outcome.adopted_from,
    )


def _limits_missed(figures: Figures, limits: Limits) -> tuple[str, ...]:
    missed = []
    if limits.p95_hours is not None and _hours(figures.hours.p95) > limits.p95_hours:
        shown = "unbounded" if figures.hours.p95 is None else f"{figures.hours.p95:.1f} h"
        missed.append(f"p95 {shown} is above {limits.p95_hours:g} h")
    if limits.fill_rate is not None and figures.order_fill_rate < limits.fill_rate:
        missed.append(f"fill rate {figures.order_fill_rate:.1%} is below {limits.fill_rate:.1%}")
    return tuple(missed)


def _hours(value: float | None) -> float:
    return math.inf if value is None else value


def _cost_then_hours(row: ComparedStrategy) -> tuple[int, float]:
    return row.total, _hours(row.p95_hours)


def _reason(chosen: ComparedStrategy | None, best_fill: ComparedStrategy, within: int, count: int) -> str:
    if chosen is None:
        missed = "; ".join(best_fill.limits_missed)
        return f"No strategy is within the limits. {best_fill.strategy} serves most orders: {missed}."
    if within == 1:
        return f"{chosen.strategy} is the only strategy (of {count}) within the limits."
    return f"{chosen.strategy} is the cheapest of the {within} strategies (of {count}) within the limits."
