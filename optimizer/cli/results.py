"""What ``solve`` and ``compare`` say when they are done."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from optimizer.cli.frame import emit_json, say
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from optimizer.report.headline import Asked
    from optimizer.report.model import Report
    from optimizer.strategy.outcome import Outcome
    from optimizer.strategy.plan import UnservedLine
    from optimizer.strategy.run import StrategiesRun


@dataclass(frozen=True)
class Results:
    """What came out.

    Parameters
    ----------
    target
        Folder of the run.
    asked
        What the planner asked for.
    found
        What was found.
    report
        The same as a report.
    """

    target: Path
    asked: "Asked"
    found: "StrategiesRun"
    report: "Report"


def show_results(results: Results, *, as_json: bool, quiet: bool) -> None:
    """Print a document for machines, or for people the headline and, unless quiet, the tables.

    Where the report is comes last on standard output.
    """
    if as_json:
        emit_json(_document(results))
        return
    if quiet:
        typer.echo(results.report.headline.sentence)
    else:
        from optimizer.report.terminal import show

        show(results.report)
    for outcome in results.found.outcomes:
        if not outcome.figures.orders_served:
            _tell_nobody_served(outcome, quiet=quiet)
    typer.echo(f"Report: {results.target / 'report.html'}")
    say(f"Check it again any time: optimizer check {shlex.quote(str(results.target))}", quiet=quiet)


def _document(results: Results) -> dict[str, Any]:
    from optimizer.core.units import minor_digits
    from optimizer.store.money import COMPARISON, FIGURES, TRUST, in_major

    found, digits = results.found, minor_digits(results.report.currency)
    evaluated = [outcome.strategy for outcome in found.outcomes]
    return {
        "run": str(results.target),
        "report": str(results.target / "report.html"),
        "currency": results.report.currency,
        "interrupted": results.asked.interrupted,
        "not_evaluated": [name for name in results.asked.strategies if name not in evaluated],
        "comparison": None
        if found.comparison is None
        else in_major(found.comparison.as_dict(), COMPARISON, digits),
        "strategies": {
            outcome.strategy: {
                "figures": in_major(outcome.figures.as_dict(), FIGURES, digits),
                "trust": in_major(outcome.trust(), TRUST, digits),
                "unserved": _reasons(outcome),
            }
            for outcome in found.outcomes
        },
    }


def _tell_nobody_served(outcome: "Outcome", *, quiet: bool) -> None:
    if quiet:  # the exit code needs its reason all the same
        say(f"{outcome.strategy} serves no order.")
        return
    typer.echo(f"{outcome.strategy} serves no order:")
    for one in _reasons(outcome):
        orders = counted(one["orders"], "order")
        typer.echo(f"  {orders}: {one['reason']}: {one['detail']}. To fix: {one['fix']}")


def _reasons(outcome: "Outcome") -> list[dict[str, Any]]:
    """Why orders are not served, most frequent first, each with the words of its first order."""
    first: dict[str, UnservedLine] = {}
    orders: dict[str, set[str]] = {}
    for line in outcome.plan.unserved:
        first.setdefault(line.reason, line)
        orders.setdefault(line.reason, set()).add(line.order)
    return [
        {"reason": reason, "orders": len(found), "detail": first[reason].detail, "fix": first[reason].fix}
        for reason, found in sorted(orders.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
