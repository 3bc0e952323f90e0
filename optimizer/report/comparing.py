"""Strategies side by side: the comparison, what a loser lacks, components and figures."""

import math
from collections.abc import Sequence
from operator import attrgetter

from optimizer.core.cost import Component
from optimizer.report.formats import with_currency
from optimizer.report.labels import COMPONENTS, FIGURES, component_label
from optimizer.report.tables import Cell, Column, Kind, Table
from optimizer.strategy.comparison import ComparedStrategy, Comparison
from optimizer.strategy.figures import Figures, Hours
from optimizer.strategy.outcome import Outcome

_COMPARISON = (
    Column("strategy", "Strategy"),
    Column("total", "Cost", Kind.MONEY),
    Column("difference_share", "vs baseline", Kind.CHANGE),
    Column("difference", "vs baseline, money", Kind.MONEY_CHANGE),
    Column("cost_per_order", "Per order", Kind.MONEY),
    Column("p95_hours", "p95 hours", Kind.HOURS),
    Column("mean_hours", "Mean hours", Kind.HOURS),
    Column("order_fill_rate", "Fill rate", Kind.SHARE),
    Column("on_time_rate", "On time", Kind.SHARE),
    Column("unserved_orders", "Unserved", Kind.COUNT),
    Column("standing", "Standing"),
    Column("naive_total", "Naive cost", Kind.MONEY),
    Column("naive_share", "Planning saves", Kind.SHARE),
    Column("limits_missed", "Limits missed"),
    Column("adopted_from", "Adopted from"),
)
_LOSING = (
    Column("strategy", "Strategy"),
    Column("to_win", "Cost must fall by", Kind.MONEY),
    Column("to_win_share", "of its cost", Kind.SHARE),
    Column("dearer", "Where it costs more than the cheapest"),
    Column("limits", "Limits it must keep"),
    Column("common_orders", "Orders both serve", Kind.COUNT),
    Column("common_hours", "Mean hours on those", Kind.HOURS),
    Column("common_baseline_hours", "Baseline's hours on those", Kind.HOURS),
)
_DEARER_SHOWN = 3
_HOURS_NOTE = (
    "p95 hours: 95 of 100 orders are handed over within so many hours after the order; it is unbounded if more than "
    "5 of 100 are not served. The mean is over the orders that are served, so that one that "
    "leaves out slow orders looks faster. Orders with a delivery window are measured "
    "against that instead."
)
_NAIVE_NOTE = (
    "Naive cost is what the same strategy would cost if orders were served as people do it by hand, each in turn from "
    "the nearest site with stock; planning saves the share shown."
)


def bounded(value: float | None, hours: Hours) -> float | None:
    """Tell hours that are infinite from hours that do not exist: None is infinite where orders count."""
    return math.inf if value is None and hours.orders else value


def standing(row: ComparedStrategy, comparison: Comparison) -> str:
    """Place of a strategy between cost and delivery time, in words."""
    if row.strategy == comparison.recommended:
        return "recommended"
    return f"dominated by {row.dominated_by}" if row.dominated_by else "on the Pareto front"


def comparison_table(outcomes: Sequence[Outcome], comparison: Comparison, *, compared: bool) -> Table:
    """All strategies, one per row; a single one is not said to be compared."""
    hours = {outcome.strategy: outcome.figures.hours for outcome in outcomes}

    def row(one: ComparedStrategy) -> tuple[Cell, ...]:
        changed = {
            "p95_hours": bounded(one.p95_hours, hours[one.strategy]),
            "standing": standing(one, comparison),
            "naive_share": one.naive_share,
            "limits_missed": "; ".join(one.limits_missed),
        }
        return tuple(
            changed[column.key] if column.key in changed else getattr(one, column.key)
            for column in _COMPARISON
        )

    return Table(
        key="comparison",
        title="All strategies",
        note=(
            f"One row per strategy; differences are to {comparison.baseline}. {_HOURS_NOTE} A strategy "
            "is dominated if another one costs no more and is no slower, and better in one of the two. "
            f"{_NAIVE_NOTE} Adopted from: a cheaper strategy that this one includes, whose plan it uses."
            if compared
            else f"{_HOURS_NOTE} {_NAIVE_NOTE}"
        ),
        columns=_COMPARISON,
        rows=tuple(row(one) for one in comparison.strategies),
    )


def losing_table(outcomes: Sequence[Outcome], comparison: Comparison, currency: str) -> Table:
    """List what every strategy but the recommended one would need."""
    components = {outcome.strategy: outcome.figures.components for outcome in outcomes}
    cheapest = components[comparison.cheapest]
    rows = tuple(
        (
            one.strategy,
            one.to_win,
            one.to_win / one.total if one.total else None,
            _dearer(components[one.strategy], cheapest, currency),
            "; ".join(one.limits_missed),
            one.common_orders,
            one.common_hours,
            one.common_baseline_hours,
        )
        for one in comparison.strategies
        if one.strategy != comparison.recommended
    )
    return Table(
        key="to_win",
        title="What it would take for the others to win",
        note=(
            f"By how much its cost would have to fall to that of {comparison.cheapest}, the cheapest, and where it "
            "spends more than that one. A strategy that misses a limit must also come within it. The hours are "
            "those of orders that both the strategy and the baseline serve in full, so that neither looks faster "
            "by not serving."
        ),
        columns=_LOSING,
        rows=rows,
    )


def component_table(outcomes: Sequence[Outcome]) -> Table:
    """Cost per component, one column per strategy, with the totals."""
    used = [
        component
        for component in Component
        if any(outcome.figures.components.get(component) for outcome in outcomes)
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            COMPONENTS[component][0],
            *(outcome.figures.components.get(component, 0) for outcome in outcomes),
            COMPONENTS[component][1],
        )
        for component in used
    ]
    rows.append(("Total", *(outcome.figures.total for outcome in outcomes), ""))
    return Table(
        key="components",
        title="Cost by component",
        note="The same as in the chart, in figures. Every amount is the sum of the cost lines of its kind.",
        columns=(
            Column("component", "Component"),
            *(Column(f"cost:{outcome.strategy}", outcome.strategy, Kind.MONEY) for outcome in outcomes),
            Column("meaning", "What it pays for"),
        ),
        rows=tuple(rows),
        total=True,
    )


def figures_table(outcomes: Sequence[Outcome], currency: str) -> Table:
    """Every figure, one column per strategy."""
    return Table(
        key="figures",
        title="All figures",
        note="Service, delivery time, vans and stock of every strategy. The last column says what a figure counts.",
        columns=(
            Column("figure", "Figure"),
            *(Column(f"value:{outcome.strategy}", outcome.strategy, Kind.NUMBER) for outcome in outcomes),
            Column("meaning", "What it counts"),
        ),
        rows=tuple(
            (
                f"{label}, {currency}" if kind in (Kind.MONEY, Kind.AMOUNT) else label,
                *(_figure(outcome.figures, field) for outcome in outcomes),
                meaning,
            )
            for field, label, kind, meaning in FIGURES
        ),
        row_kinds=tuple(kind for _, _, kind, _ in FIGURES),
    )


def _figure(figures: Figures, field: str) -> Cell:
    value: int | float | None = attrgetter(field)(figures)
    return bounded(value, figures.hours) if field.startswith("hours.") else value


def _dearer(own: dict[str, int], cheapest: dict[str, int], currency: str) -> str:
    more = {name: amount - cheapest.get(name, 0) for name, amount in own.items()}
    largest = sorted((name for name in more if more[name] > 0), key=lambda name: (-more[name], name))
    return "; ".join(
        f"{component_label(name)} +{with_currency(more[name], currency)}" for name in largest[:_DEARER_SHOWN]
    )
