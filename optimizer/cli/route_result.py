"""What ``route`` says when it is done."""

from typing import TYPE_CHECKING, Any

import typer

from optimizer.cli.frame import emit_json, say
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from optimizer.core.result import Result
    from optimizer.routing.problem import Problem
    from optimizer.routing.solution import Solution


def show_result(
    problem: "Problem", result: "Result[Solution]", runtime_s: float, *, as_json: bool, quiet: bool
) -> None:
    """Print a document for machines, or for people the outcome and, unless quiet, the routes.

    Parameters
    ----------
    problem, result
        What was asked and what came out, which the checker has accepted: the engines give nothing else.
    runtime_s
        Wall-clock seconds of the command.
    """
    document = _document(problem, result, runtime_s)
    if as_json:
        emit_json(document)
        return
    cost = "none" if document["cost"] is None else f"{document['cost']:g}"
    routes = counted(len(document["routes"]), "route")
    checked = "no plan" if result.solution is None else "checked"
    typer.echo(
        f"{problem.name}: {result.status}, cost {cost}, {routes}, {len(result.unserved):,} unserved, {checked}"
    )
    for number, route in enumerate(document["routes"], 1):
        say(f"  {number:3d}: {' '.join(route)}", quiet=quiet)
    for one in result.unserved:
        typer.echo(f"  unserved {one.id}: {one.reason}: {one.detail}. To fix: {one.fix}")
    iterations = counted(result.iterations, "iteration")
    say(f"{document['engine']}, seed {result.seed}, {iterations}", quiet=quiet)


def _document(problem: "Problem", result: "Result[Solution]", runtime_s: float) -> dict[str, Any]:
    from optimizer.routing.formats.sol import cost_text

    cost = None if result.objective is None else float(cost_text(int(result.objective), problem))
    routes = result.solution.routes if result.solution else ()
    visits = [[visit.client for visit in route.visits] for route in routes]
    return {
        "name": problem.name,
        "clients": len(problem.clients),
        "status": str(result.status),
        "engine": f"{result.engine} {result.engine_version}",
        "seed": result.seed,
        "cost": cost,
        "routes": visits,
        "unserved": [
            {"client": one.id, "reason": one.reason, "detail": one.detail, "fix": one.fix}
            for one in result.unserved
        ],
        "checked": None
        if result.solution is None
        else {"routes": len(routes), "visits": sum(map(len, visits))},
        "iterations": result.iterations,
        "runtime_s": round(runtime_s, 3),
    }
