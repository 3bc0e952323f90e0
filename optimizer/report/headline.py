"""What to do, in one sentence with its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.report.comparing import bounded
from optimizer.report.counting import counted
from optimizer.report.formats import hours, share, with_currency
from optimizer.report.limits import lack_sentence, limits_sentence
from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import ComparedStrategy, Comparison
from optimizer.strategy.figures import Figures
from optimizer.strategy.outcome import Outcome


@dataclass(frozen=True)
class Asked:
    """What the planner asked for, and whether the answer is complete.

    Parameters
    ----------
    strategies
        Names of the strategies to be solved, in the order of the scenario.
    interrupted
        Whether the planner stopped the run: some may not be evaluated, others not searched to the end.
    """

    strategies: tuple[str, ...]
    interrupted: bool = False


@dataclass(frozen=True)
class Headline:
    """The recommendation, or what stands in its place.

    Parameters
    ----------
    strategy
        Recommended strategy; without one, the strategy the figures belong to.
    recommended
        Whether it is recommended.
    kind, title
        What the sentence is, and its subject: the recommended strategy, or why there is none.
    sentence, reason
        In words.
    total, saving
        Minor units; ``saving`` against the baseline, negative where it costs more. None without comparison or
        recommendation.
    saving_share
        Of the baseline's cost.
    p95_hours
        Infinite where more orders are unserved than it allows; None where no order counts.
    """

    strategy: str
    recommended: bool
    kind: str
    title: str
    sentence: str
    reason: str
    total: int
    saving: int | None
    saving_share: float | None
    p95_hours: float | None
    orders: int
    unserved_orders: int


@dataclass(frozen=True)
class _Words:
    """Name of the strategy that is spoken of, and what is said."""

    strategy: str
    kind: str
    title: str
    sentence: str
    reason: str
    recommended: bool = False
    caution: str = ""


def headline_of(
    outcomes: Sequence[Outcome], comparison: Comparison, limits: Limits, *, asked: Asked, currency: str
) -> Headline:
    """Say what to do.

    Parameters
    ----------
    outcomes, comparison
        What there is, at least one strategy.
    limits
        What a recommended strategy must keep.
    asked
        One strategy: its plan is summed up. Several: one is recommended, unless some were not evaluated.
    currency
        ISO 4217 code.
    """
    figures = {outcome.strategy: outcome.figures for outcome in outcomes}
    words = _words(figures, comparison, limits, asked, currency)
    row, own = comparison.row(words.strategy), figures[words.strategy]
    p95 = bounded(row.p95_hours, own.hours)
    share_saved = None if row.difference_share is None else -row.difference_share
    return Headline(
        strategy=words.strategy,
        recommended=words.recommended,
        kind=words.kind,
        title=words.title,
        sentence=f"{words.sentence} {_service(p95, row.unserved_orders, own.orders)}{words.caution}",
        reason=words.reason,
        total=row.total,
        saving=-row.difference if words.recommended else None,
        saving_share=share_saved if words.recommended else None,
        p95_hours=p95,
        orders=own.orders,
        unserved_orders=row.unserved_orders,
    )


def _words(
    figures: Mapping[str, Figures], comparison: Comparison, limits: Limits, asked: Asked, currency: str
) -> _Words:
    due = len(asked.strategies)
    if due == 1:
        return _single(comparison.strategies[0], currency, limits)
    if len(figures) < due:
        words = _incomplete(comparison, due, currency)
    elif comparison.recommended:
        words = _with_caution(_recommendation(comparison, currency), comparison, asked)
    else:
        words = _none_within(comparison, figures, limits, currency)
    if not asked.interrupted:
        return words
    evaluated = f"Interrupted: {len(figures):,} of {due:,} strategies evaluated."
    return replace(words, sentence=f"{evaluated} {words.sentence}")


def _recommendation(comparison: Comparison, currency: str) -> _Words:
    row, base = comparison.row(comparison.recommended), comparison.baseline
    cost = with_currency(row.total, currency)
    if row.strategy == base:
        sentence = f"Stay with {base} at {cost}: no other strategy within the limits costs less."
    elif not row.difference:
        sentence = f"Use {row.strategy}: it costs {cost}, as much as {base}."
    else:
        by = with_currency(abs(row.difference), currency)
        relative = "" if row.difference_share is None else f" ({share(abs(row.difference_share))})"
        word = "less" if row.difference < 0 else "more"
        sentence = f"Use {row.strategy}: {by}{relative} {word} than {base}, {cost} in all."
    within, count = sum(not one.limits_missed for one in comparison.strategies), len(comparison.strategies)
    if within == 1:
        reason = f"It is the only one of {count:,} strategies within the limits."
    elif within == count:
        reason = f"It is the cheapest of the {count:,} strategies; all are within the limits."
    else:
        reason = f"It is the cheapest of the {within:,} strategies within the limits, of {count:,} in all."
    return _Words(
        strategy=row.strategy,
        kind="Recommendation",
        title=row.strategy,
        sentence=sentence,
        reason=reason,
        recommended=True,
    )


def _with_caution(words: _Words, comparison: Comparison, asked: Asked) -> _Words:
    cut, count = len(comparison.provisional), len(comparison.strategies)
    if not cut:
        return words
    by = "interrupted" if asked.interrupted else "cut by the time limit"
    caution = f" Provisional: the search of {cut:,} of {count:,} strategies was {by}; more time may change the order."
    return replace(words, kind="Provisional recommendation", caution=caution)


def _none_within(
    comparison: Comparison, figures: Mapping[str, Figures], limits: Limits, currency: str
) -> _Words:
    row = comparison.row(comparison.best_fill)
    # the one that serves most and the one that is fastest come closest, each to a limit of its own
    fastest = [comparison.fastest] if figures[comparison.fastest].hours.p95 is not None else []
    lacks = (lack_sentence(name, figures[name], limits) for name in dict.fromkeys([row.strategy, *fastest]))
    return _Words(
        strategy=row.strategy,
        kind="No recommendation",
        title="No strategy keeps the limits",
        sentence=f"No strategy can be recommended. {row.strategy} costs {with_currency(row.total, currency)}.",
        reason=" ".join((comparison.reason, *lacks)),
    )


def _incomplete(comparison: Comparison, asked: int, currency: str) -> _Words:
    within = [row for row in comparison.strategies if not row.limits_missed]
    row = min(within or comparison.strategies, key=lambda one: one.total)
    named, cost = row.strategy, with_currency(row.total, currency)
    found = (
        f"Of these, {named} is the cheapest within the limits, at {cost}."
        if within
        else f"None of these keeps the limits; {named} is the cheapest, at {cost}."
    )
    return _Words(
        strategy=row.strategy,
        kind="No recommendation",
        title=f"{len(comparison.strategies):,} of {asked:,} strategies evaluated",
        sentence=f"None is recommended. {found}",
        reason="Each of the others may be cheaper or faster: compare again, to the end, for a recommendation.",
    )


def _single(row: ComparedStrategy, currency: str, limits: Limits) -> _Words:
    missed = "; ".join(row.limits_missed)
    kept = (
        limits_sentence(limits) if limits == Limits() else f"It keeps the limits. {limits_sentence(limits)}"
    )
    return _Words(
        strategy=row.strategy,
        kind="The plan",
        title=row.strategy,
        sentence=f"{row.strategy} costs {with_currency(row.total, currency)}.",
        reason=f"It misses limits of the scenario: {missed}." if missed else kept,
    )


def _service(p95: float | None, unserved: int, orders: int) -> str:
    left = (
        "every order is served"
        if not unserved
        else f"{unserved:,} of {counted(orders, 'order')} {'is' if unserved == 1 else 'are'} not served"
    )
    if p95 is None:
        return f"{left[0].upper()}{left[1:]}." if orders else "There are no orders."
    text = hours(p95)
    if text[0].isdigit():
        return f"95% of the orders are handed over within {text} hours; {left}."
    return f"The hours of the slowest 5% are {text}: {left}."
