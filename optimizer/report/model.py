"""The report: everything that is shown, in plain values, whatever shows it.

Renderers read a :class:`Report` and compute nothing; every number in it is a figure, a cost line, a comparison's
value, or a sum of those.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.report.atlas import Atlas, Drawing, drawing_of
from optimizer.report.comparing import (
    bounded,
    comparison_table,
    component_table,
    figures_table,
    losing_table,
    standing,
)
from optimizer.report.counting import counted
from optimizer.report.details import cost_line_table, group_tables, reason_table, site_table, unserved_table
from optimizer.report.goods import Goods
from optimizer.report.headline import Asked, Headline, headline_of
from optimizer.report.limits import limits_sentence
from optimizer.report.tables import Table
from optimizer.report.transport import move_table, route_table
from optimizer.report.trust import gap_lines, round_table, run_table, stage_table, verdict, versions
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Settings
from optimizer.strategy.comparison import ComparedStrategy, Comparison, compare
from optimizer.strategy.outcome import Outcome


@dataclass(frozen=True)
class StrategyReport:
    """What is shown of one strategy.

    Parameters
    ----------
    total
        Minor units.
    components
        Minor units by name of the component.
    p95_hours
        Infinite where more orders are unserved than it allows; None where no order counts.
    standing
        ``recommended``, ``on the Pareto front`` or ``dominated by ...``.
    adopted_from
        Strategy whose plan it uses; empty for its own.
    notes
        What else must be known: limits missed, plan adopted, search stopped.
    reasons
        Why orders were not served.
    tables
        Its other tables, in the order shown.
    """

    name: str
    description: str
    total: int
    components: dict[str, int]
    p95_hours: float | None
    unserved_orders: int
    standing: str
    baseline: bool
    recommended: bool
    adopted_from: str
    notes: tuple[str, ...]
    verdict: str
    gaps: tuple[str, ...]
    reasons: Table
    tables: tuple[Table, ...]
    drawing: Drawing


@dataclass(frozen=True)
class Report:
    """A whole report.

    Parameters
    ----------
    horizon
        First day and number of days, in words.
    compared
        Whether strategies were compared, or a single one solved.
    baseline
        What the others are compared with; empty for a single one.
    stopped
        What a stopped run did not come to, in words; empty for a run that ended by itself.
    pareto
        Strategies on the front, cheapest first.
    rule, limits
        How the recommendation is found.
    comparison, components, figures
        All strategies side by side.
    to_win
        What the others would need; None where nothing was compared.
    trust
        Verdicts, gaps and rounds.
    seed, versions
        What makes the run repeatable.
    """

    scenario: str
    description: str
    currency: str
    zone: str
    horizon: str
    compared: bool
    baseline: str
    headline: Headline
    pareto: tuple[str, ...]
    rule: str
    limits: str
    stopped: str
    strategies: tuple[StrategyReport, ...]
    comparison: Table
    components: Table
    figures: Table
    to_win: Table | None
    trust: tuple[Table, ...]
    atlas: Atlas
    seed: int
    versions: tuple[tuple[str, str], ...]

    def strategy(self, name: str) -> StrategyReport:
        """Find a strategy by name."""
        return next(one for one in self.strategies if one.name == name)


def report_of(
    scenario: Scenario, outcomes: Sequence[Outcome], comparison: Comparison | None, asked: Asked
) -> Report:
    """Bring together what is to be shown.

    Parameters
    ----------
    scenario, outcomes
        As it was solved, and what came out, at least one.
    comparison, asked
        None when a single strategy was solved; what the planner asked for.
    """
    settings = scenario.settings
    goods, atlas, compared = Goods(scenario), Atlas.of(scenario), comparison is not None
    known = comparison or compare(outcomes, settings.limits, outcomes[0].strategy)
    complete = compared and len(outcomes) == len(asked.strategies)
    strategies = (_strategy_report(goods, atlas, outcome, known, compared=compared) for outcome in outcomes)
    return Report(
        scenario=settings.name,
        description=settings.description,
        currency=settings.currency,
        zone=settings.zone,
        horizon=f"{counted(settings.horizon.days, 'day')} from {settings.horizon.start}",
        compared=compared,
        baseline=known.baseline if compared else "",
        headline=headline_of(outcomes, known, settings.limits, asked=asked, currency=settings.currency),
        pareto=known.pareto,
        rule=f"Recommended is {known.rule}.",
        limits=limits_sentence(settings.limits),
        stopped=_stopped(asked, known, _baseline(settings)),
        strategies=tuple(strategies),
        comparison=comparison_table(outcomes, known, compared=compared),
        components=component_table(outcomes),
        figures=figures_table(outcomes, settings.currency),
        to_win=losing_table(outcomes, known, settings.currency) if complete else None,
        trust=(run_table(outcomes), stage_table(outcomes), round_table(outcomes)),
        atlas=atlas,
        seed=settings.solve.seed,
        versions=versions(),
    )


def _strategy_report(
    goods: Goods, atlas: Atlas, outcome: Outcome, comparison: Comparison, *, compared: bool
) -> StrategyReport:
    settings, plan, row = goods.scenario.settings, outcome.plan, comparison.row(outcome.strategy)
    chosen = settings.strategies.get(outcome.strategy)
    return StrategyReport(
        name=outcome.strategy,
        description=chosen.description if chosen else "",
        total=row.total,
        components=dict(outcome.figures.components),
        p95_hours=bounded(row.p95_hours, outcome.figures.hours),
        unserved_orders=row.unserved_orders,
        standing=standing(row, comparison) if compared else "",
        baseline=compared and outcome.strategy == _baseline(settings),
        recommended=compared and outcome.strategy == comparison.recommended,
        adopted_from=outcome.adopted_from,
        notes=_notes(outcome, row),
        verdict=verdict(outcome),
        gaps=gap_lines(outcome, settings.currency),
        reasons=reason_table(plan),
        tables=(
            *group_tables(goods, outcome),
            site_table(goods, outcome),
            route_table(goods, plan),
            move_table(goods, plan),
            unserved_table(plan),
            cost_line_table(plan),
        ),
        drawing=drawing_of(goods, atlas, plan),
    )


def _baseline(settings: Settings) -> str:
    """Name the strategy that the others are compared with, be it evaluated or not."""
    return settings.baseline or next(iter(settings.strategies))


def _stopped(asked: Asked, comparison: Comparison, baseline: str) -> str:
    evaluated = [row.strategy for row in comparison.strategies]
    missing = [name for name in asked.strategies if name not in evaluated]
    if not missing:
        return ""
    instead = (
        f" Differences are to {comparison.baseline}, since the baseline, {baseline}, is one of these."
        if baseline in missing and len(evaluated) > 1
        else ""
    )
    return f"Not evaluated, since the run was stopped: {', '.join(missing)}.{instead}"


def _notes(outcome: Outcome, row: ComparedStrategy) -> tuple[str, ...]:
    notes = [f"misses a limit: {missed}" for missed in row.limits_missed]
    if row.adopted_from:
        notes.append(
            f"uses the plan of {row.adopted_from}, which it includes and which is cheaper than its own"
        )
    if outcome.status == "time_limit":
        notes.append(
            "the search was stopped by the time limit or an interrupt; the best plan so far is shown"
        )
    return tuple(notes)
