"""What to do, in one sentence with its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.report.comparing import bounded
from optimizer.report.formats import hours, share, with_currency
from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import ComparedStrategy, Comparison
from optimizer.strategy.outcome import Outcome


@dataclass(frozen=True)
class Headline:
    """The recommendation, or what stands in its place.

    Parameters
    ----------
    strategy
        Recommended strategy; without one, the strategy the figures belong to.
    recommended
        Whether it is recommended.
    sentence, reason
        In words.
    total, saving
        Minor units; ``saving`` against the baseline, negative where it costs more. None without comparison.
    saving_share
        Of the baseline's cost.
    p95_hours
        Infinite where more orders are unserved than it allows; None where no order counts.
    """

    strategy: str
    recommended: bool
    sentence: str
    reason: str
    total: int
    saving: int | None
    saving_share: float | None
    p95_hours: float | None
    orders: int
    unserved_orders: int


def headline_of(
    outcomes: Sequence[Outcome], comparison: Comparison, limits: Limits, *, compared: bool, currency: str
) -> Headline:
    """Say what to do.

    Parameters
    ----------
    compared
        Whether there was anything to choose from; else the single plan is summed up.
    """
    name = (comparison.recommended or comparison.best_fill) if compared else outcomes[0].strategy
    row = comparison.row(name)
    figures = next(outcome.figures for outcome in outcomes if outcome.strategy == name)
    p95 = bounded(row.p95_hours, figures.hours)
    first, reason = _first_part(row, comparison, currency) if compared else _single(row, currency, limits)
    return Headline(
        strategy=name,
        recommended=compared and bool(comparison.recommended),
        sentence=f"{first} {_service(p95, row.unserved_orders, figures.orders)}",
        reason=reason,
        total=row.total,
        saving=-row.difference if compared else None,
        saving_share=None if row.difference_share is None or not compared else -row.difference_share,
        p95_hours=p95,
        orders=figures.orders,
        unserved_orders=row.unserved_orders,
    )


def limits_sentence(limits: Limits) -> str:
    """Say what a recommended strategy must keep."""
    parts = []
    if limits.p95_hours is not None:
        parts.append(f"95% of the orders within {limits.p95_hours:g} hours")
    if limits.fill_rate is not None:
        part = "every order" if limits.fill_rate == 1 else f"at least {share(limits.fill_rate)} of the orders"
        parts.append(f"{part} served in full")
    return f"Limits: {', '.join(parts)}." if parts else "The scenario sets no limits."


def _first_part(row: ComparedStrategy, comparison: Comparison, currency: str) -> tuple[str, str]:
    cost, base = with_currency(row.total, currency), comparison.baseline
    if not comparison.recommended:
        return f"No strategy can be recommended. {row.strategy} costs {cost}.", comparison.reason
    if row.strategy == base:
        return (
            f"Stay with {base} at {cost}: no other strategy within the limits costs less.",
            comparison.reason,
        )
    if not row.difference:
        return f"Use {row.strategy}: it costs {cost}, as much as {base}.", comparison.reason
    by = with_currency(abs(row.difference), currency)
    relative = "" if row.difference_share is None else f" ({share(abs(row.difference_share))})"
    word = "less" if row.difference < 0 else "more"
    return f"Use {row.strategy}: {by}{relative} {word} than {base}, {cost} in all.", comparison.reason


def _single(row: ComparedStrategy, currency: str, limits: Limits) -> tuple[str, str]:
    missed = "; ".join(row.limits_missed)
    kept = (
        limits_sentence(limits) if limits == Limits() else f"It keeps the limits. {limits_sentence(limits)}"
    )
    reason = f"It misses limits of the scenario: {missed}." if missed else kept
    return f"{row.strategy} costs {with_currency(row.total, currency)}.", reason


def _service(p95: float | None, unserved: int, orders: int) -> str:
    left = (
        "every order is served"
        if not unserved
        else f"{unserved:,} of {orders:,} orders {'is' if unserved == 1 else 'are'} not served"
    )
    if p95 is None:
        return f"{left[0].upper()}{left[1:]}." if orders else "There are no orders."
    text = hours(p95)
    if text[0].isdigit():
        return f"95% of the orders are handed over within {text} hours; {left}."
    return f"The hours of the slowest 5% are {text}: {left}."
