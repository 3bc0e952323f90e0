"""The scenario's limits in words, and what a strategy lacks to keep them."""

import math

from optimizer.report.counting import counted
from optimizer.report.formats import share
from optimizer.scenario.settings import Limits
from optimizer.strategy.figures import Figures, Hours


def limits_sentence(limits: Limits) -> str:
    """Say what a recommended strategy must keep."""
    parts = []
    if limits.p95_hours is not None:
        parts.append(f"95% of the orders within {limits.p95_hours:g} hours")
    if limits.fill_rate is not None:
        part = "every order" if limits.fill_rate == 1 else f"at least {share(limits.fill_rate)} of the orders"
        parts.append(f"{part} served in full")
    return f"Limits: {', '.join(parts)}." if parts else "The scenario sets no limits."


def lack_sentence(strategy: str, figures: Figures, limits: Limits) -> str:
    """Say what a strategy needs to come within the limits, and which limits it would keep; empty if it keeps them.

    Parameters
    ----------
    strategy
        Its name.
    figures
        Of its plan.
    limits
        The scenario's.
    """
    lacks = [*_lacking_hours(figures.hours, limits), *_lacking_orders(figures, limits)]
    if not lacks:
        return ""
    needed, kept = zip(*lacks, strict=True)
    return f"{strategy} would need {' and '.join(needed)}; or {' and '.join(kept)} in scenario.yaml."


def _lacking_hours(hours: Hours, limits: Limits) -> list[tuple[str, str]]:
    if limits.p95_hours is None or not hours.orders:
        return []
    if hours.p95 is None:
        enough, whom = -(-95 * hours.orders // 100), counted(hours.orders, "order")
        needed = f"{enough:,} of its {whom} without a delivery window served in full for p95 to have an end"
        return [(needed, "no limits.p95_hours")]
    if hours.p95 <= limits.p95_hours:
        return []
    sooner, kept = (_up(value, 1) for value in (hours.p95 - limits.p95_hours, hours.p95))
    return [(f"95% of its orders {sooner:.1f} hours sooner", f"limits.p95_hours at {kept:.1f}")]


def _lacking_orders(figures: Figures, limits: Limits) -> list[tuple[str, str]]:
    if limits.fill_rate is None or figures.order_fill_rate >= limits.fill_rate:
        return []
    more = next(
        count
        for count in range(1, figures.orders - figures.orders_served + 1)
        if (figures.orders_served + count) / figures.orders >= limits.fill_rate
    )
    kept = -_up(-figures.order_fill_rate, 3)
    return [(f"{counted(more, 'more order')} served in full", f"limits.fill_rate at {kept:g}")]


def _up(value: float, digits: int) -> float:
    """Round up, but for what binary fractions add."""
    scale: int = 10**digits
    return math.ceil(round(value * scale, 6)) / scale
