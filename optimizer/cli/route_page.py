"""One page about a routing plan that opens offline: drawing, figures, routes, who is unserved and why."""

from html import escape
from importlib.resources import files

from optimizer.cli.route_drawing import colour, drawing
from optimizer.cli.route_result import outcome
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.report.counting import counted
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.timeline import Step, steps
from optimizer.routing.formats.units import in_cost_units, in_file_units
from optimizer.routing.solution import Solution

_STYLE = """
:root { --font: system-ui, -apple-system, "Segoe UI", "Malgun Gothic", "Noto Sans KR", sans-serif; }
main { padding-bottom: 40px; }
svg { display: block; width: 100%; height: auto; }
.route { fill: none; stroke-width: 1.4; stroke-linejoin: round; opacity: 0.85; }
.route:hover { stroke-width: 4; opacity: 1; }
.depot { fill: #22303c; stroke: #fff; stroke-width: 1.5; }
.other { fill: #fff; stroke: #8795a1; }
.unserved { fill: none; stroke: #c0271b; stroke-width: 2.4; }
.bar path { stroke: #5f6e7a; stroke-width: 2; }
.bar text { fill: #5f6e7a; font-size: 14px; }
.swatch { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; }
h2 { margin: 28px 0 8px; }
"""


def page(file: RoutingFile, result: Result[Solution], runtime_s: float) -> str:
    """Text of the page.

    Parameters
    ----------
    file, result
        What was asked and what came out, with a solution that the checker has accepted.
    runtime_s
        Wall-clock seconds of the command.
    """
    solution = result.solution or Solution(())
    name = escape(file.problem.name)
    css = (files("optimizer.report") / "assets" / "report.css").read_text(encoding="utf-8")
    drawn = drawing(file, result) or '<p class="none">The file has no coordinates, so nothing is drawn.</p>'
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}: routes</title>\n'
        f"<style>{css}{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{name}</h1>\n"
        f'<p class="sentence">{escape(_verdict(file, result))}</p>\n'
        f'<p class="how">{escape(_origin(file, result, runtime_s))}</p>\n'
        f'<figure class="card">{drawn}</figure>\n'
        f"<h2>Routes</h2>\n{_route_table(file, solution)}\n"
        f"<h2>Unserved</h2>\n{_unserved_table(result)}\n</main>\n</body>\n</html>\n"
    )


def _verdict(file: RoutingFile, result: Result[Solution]) -> str:
    left = counted(len(result.unserved), "client")
    checked = "The independent check found no violation."
    if result.status is Status.INFEASIBLE:
        checked = (
            "Required clients are left out; of all other rules the independent check found none violated."
        )
    return f"{str(result.status).replace('_', ' ').capitalize()}: {outcome(file, result)}, {left} unserved. {checked}"


def _origin(file: RoutingFile, result: Result[Solution], runtime_s: float) -> str:
    clients = counted(len(file.problem.clients), "client")
    search = f"{result.engine} {result.engine_version}, seed {result.seed}"
    return (
        f"{clients}. Objective: {file.objective}. Found by {search}, "
        f"{counted(result.iterations, 'iteration')} in {runtime_s:.1f} s. Times, distances and costs are in the "
        "units of the file."
    )


def _route_table(file: RoutingFile, solution: Solution) -> str:
    rows = []
    for number, (route, vehicle) in enumerate(zip(solution.routes, file.vehicles(solution), strict=True)):
        walked = steps(file, route)
        distance = walked[-1].distance
        figures = [
            len(route.visits),
            in_file_units(file, route.start),
            in_file_units(file, route.end),
            in_file_units(file, walked[-1].duration),
            "" if distance is None else in_file_units(file, distance),
            in_cost_units(file, file.route_cost(route)),
        ]
        most = [max(loads) for loads in zip(*(step.load for step in walked), strict=True)]
        cells = [
            f'<td class="t"><span class="swatch" style="background:{colour(number)}"></span>{number + 1}</td>',
            *(f'<td class="t">{escape(one)}</td>' for one in (vehicle, route.vehicle_type)),
            *(f'<td class="n">{_shown(one)}</td>' for one in figures),
            f'<td class="n">{" / ".join(f"{one:,}" for one in most)}</td>',
            f'<td class="long">{escape(" ".join(_stop(step) for step in walked[1:-1]))}</td>',
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = (
        "Route",
        "Vehicle",
        "Type",
        "Clients",
        "Start",
        "End",
        "Travel time",
        "Distance",
        "Cost",
        "Most load",
    )
    return _table((*heads, "Stops"), rows, range(3, 10))


def _stop(step: Step) -> str:
    return step.name if step.kind == "client" else f"[{step.name if step.kind == 'reload' else step.kind}]"


def _unserved_table(result: Result[Solution]) -> str:
    rows = [
        f'<tr><td class="t">{escape(one.id)}</td><td class="t">{escape(one.reason)}</td>'
        f"<td>{escape(one.detail)}</td><td>{escape(one.fix)}</td></tr>"
        for one in result.unserved
    ]
    return _table(("Client", "Reason", "Detail", "What would serve it"), rows, ())


def _table(heads: tuple[str, ...], rows: list[str], numbers: "range | tuple[int, ...]") -> str:
    if not rows:
        return '<p class="none">None.</p>'
    head = "".join(
        f'<th scope="col"{" class=n" if at in numbers else ""}>{one}</th>' for at, one in enumerate(heads)
    )
    return (
        f'<div class="box"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
