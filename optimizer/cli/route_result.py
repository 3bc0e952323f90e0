"""What ``route`` says when it is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from optimizer.cli.frame import emit_json, say, show_findings
from optimizer.core.errors import Finding
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from optimizer.core.result import Result
    from optimizer.routing.formats import RoutingFile
    from optimizer.routing.formats.out import EarlierPlan
    from optimizer.routing.solution import Solution


def show_result(
    file: "RoutingFile",
    result: "Result[Solution]",
    runtime_s: float,
    start: "EarlierPlan | None" = None,
    unwritten: Sequence[Finding] = (),
    *,
    as_json: bool,
    quiet: bool,
    aside: bool = False,
) -> None:
    """Print a document for machines, or for people the outcome and, unless quiet, the routes.

    Parameters
    ----------
    file, result
        What was asked and what came out, which the checker has accepted: the engines give nothing else.
    runtime_s
        Wall-clock seconds of the command.
    start
        The earlier plan that the planner named.
    unwritten
        Why files that the planner asked for could not be written.
    as_json, quiet
        As asked for.
    aside
        Whether all of it goes to standard error, since standard output is the plan's.
    """
    document = _document(file, result, runtime_s)
    document["start"] = None if start is None else {"used": start.used, "visits": start.visits}
    if as_json:
        told = {"errors": len(unwritten), "findings": [one.as_dict() for one in unwritten]}
        emit_json({**document, **told} if unwritten else document)
        return
    checked = "no plan" if result.solution is None else "checked"
    typer.echo(
        f"{file.problem.name}: {result.status}, {outcome(file, result)}, "
        f"{len(result.unserved):,} unserved, {checked}",
        err=aside,
    )
    for number, route in enumerate(document["routes"], 1):
        which = f", vehicle {route['vehicle']}" if len(file.problem.vehicle_types) > 1 else ""
        stops = (one["client"] if "client" in one else f"[{one['reload']}]" for one in route["stops"])
        say(f"  {number:3d}{which}: {' '.join(stops)}", quiet=quiet)
    for one in result.unserved:
        typer.echo(f"  unserved {one.id}: {one.reason}: {one.detail}. To fix: {one.fix}", err=aside)
    if start is not None:
        used = f"{start.used:,} of {counted(start.visits, 'visit')} of the start plan"
        say(f"{used} {'was' if start.visits == 1 else 'were'} used", quiet=quiet)
    iterations = counted(result.iterations, "iteration")
    say(f"{document['engine']}, seed {result.seed}, {iterations}", quiet=quiet)
    if unwritten:
        show_findings(unwritten, as_json=False)


def outcome(file: "RoutingFile", result: "Result[Solution]") -> str:
    """Say what a plan is worth, in the order in which the file's objective looks at it."""
    routes = 0 if result.solution is None else len(result.solution.routes)
    cost = _cost(file, result)
    shown = "none" if cost is None else f"{cost:.12g}"
    if file.vehicles_first:
        # the last word of "vehicles, then distance"
        return f"{counted(routes, 'vehicle')}, {file.objective.rsplit(maxsplit=1)[-1]} {shown}"
    return f"cost {shown}, {counted(routes, 'route')}"


def _cost(file: "RoutingFile", result: "Result[Solution]") -> float | None:
    from optimizer.routing.formats.units import in_cost_units

    if result.solution is None or result.objective is None:
        return None
    return float(in_cost_units(file, file.cost(result.solution, int(result.objective))))


def _document(file: "RoutingFile", result: "Result[Solution]", runtime_s: float) -> dict[str, Any]:
    solution = result.solution
    routes = solution.routes if solution else ()
    visits = sum(len(route.visits) for route in routes)
    return {
        "name": file.problem.name,
        "clients": len(file.problem.clients),
        "status": str(result.status),
        "engine": f"{result.engine} {result.engine_version}",
        "seed": result.seed,
        "objective": str(file.objective),
        "cost": _cost(file, result),
        "vehicles": len(routes),
        "routes": [] if solution is None else _routes(file, solution),
        "unserved": [
            {"client": one.id, "reason": one.reason, "detail": one.detail, "fix": one.fix}
            for one in result.unserved
        ],
        "checked": None if solution is None else {"routes": len(routes), "visits": visits},
        "iterations": result.iterations,
        "runtime_s": round(runtime_s, 3),
    }


def _routes(file: "RoutingFile", solution: "Solution") -> list[dict[str, Any]]:
    """Say who drives, and where in order: to clients, and to depots to load again."""
    from optimizer.routing.schedule import stops_of

    return [
        {
            "vehicle": vehicle,
            "vehicle_type": route.vehicle_type,
            "stops": [
                {"client": stop} if isinstance(stop, str) else {"reload": stop.depot}
                for stop in stops_of(route)
            ],
        }
        for route, vehicle in zip(solution.routes, file.vehicles(solution), strict=True)
    ]
