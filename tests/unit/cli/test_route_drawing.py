"""Routes drawn to scale."""

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from optimizer.cli.route_drawing import colour, drawing
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.formats import RoutingFile
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import Solution
from tests.helpers.routing_files import EXPLICIT, VROOM, VRP, parsed, parsed_json


def _drawn(file: RoutingFile, *stops: str, left: tuple[str, ...] = (), crossed: tuple[str, ...] = ()) -> str:
    route = schedule(file.problem, file.problem.vehicle_types[0].id, stops)
    assert route is not None
    return drawing(file, result_of(Solution((route,), left), crossed))


def result_of(solution: Solution, unserved: tuple[str, ...]) -> Result[Solution]:
    """Give a result that holds the solution."""
    lost = tuple(Unserved("client", one, "client-capacity", "", "") for one in unserved)
    return Result("routing", Status.FEASIBLE, "pyvrp", "1", 0, 0, 0, 1, solution=solution, unserved=lost)


def _line(svg: str) -> list[tuple[float, float]]:
    found = re.search(r'class="route"[^>]* d="M([^"]+)"', svg)
    assert found is not None
    return [(float(x), float(y)) for x, y in (pair.split() for pair in found[1].split("L"))]


def test_a_route_is_to_scale(tmp_path: Path) -> None:
    """(0, 0), (3, 4), (-1, 1): lengths of 5, 5 and the root of 2 on paper too, north up."""
    svg = _drawn(parsed(tmp_path, VRP), "1", "2")
    line = _line(svg)
    lengths = [math.dist(one, other) for one, other in pairwise(line)]
    unit = lengths[0] / 5
    assert lengths == pytest.approx([5 * unit, 5 * unit, 2**0.5 * unit], abs=0.2)
    assert line[1][1] < line[0][1]
    assert svg.count('class="depot"') == 1
    assert svg.count("<circle") == 2
    bar = re.search(r"H([\d.]+)\"/><text[^>]*>([\d.]+) units", svg)
    assert bar is not None
    assert (float(bar[1]) - 24) / float(bar[2]) == pytest.approx(unit, rel=0.01)


def test_whom_nobody_visits_is_crossed(tmp_path: Path) -> None:
    """And not a dot in the colour of a route."""
    svg = _drawn(parsed(tmp_path, VRP), "1", left=("2",), crossed=("2",))
    assert svg.count('class="unserved"') == 1
    assert svg.count("<circle") == 1


def test_an_alternative_that_is_not_needed_is_not_crossed(tmp_path: Path) -> None:
    """Another client of its group is visited: it stands empty, and its title says so."""
    svg = _drawn(parsed(tmp_path, VRP), "1", left=("2",))
    assert "unserved" not in svg
    assert "<circle cx=" in svg
    assert 'class="other"><title>2: another of its group is visited' in svg


def test_longitude_is_shortened(tmp_path: Path) -> None:
    """At 60 degrees north a degree of longitude is half one of latitude; lengths are in kilometres."""
    document = {
        "vehicles": [{"id": 1, "start": [10.0, 59.5], "end": [10.0, 59.5]}],
        "jobs": [{"id": 1, "location": [12.0, 59.5]}, {"id": 2, "location": [10.0, 60.5]}],
    }
    svg = _drawn(parsed_json(tmp_path, document, 50), "1", "2")
    (x0, y0), (x1, y1), (x2, y2), _ = _line(svg)
    assert y0 == y1
    assert x0 == x2
    assert (x1 - x0) / (y0 - y2) == pytest.approx(2 * math.cos(math.radians(179.5 / 3)), rel=0.01)
    assert " km</text>" in svg


def test_places_that_are_unknown_are_not_drawn(tmp_path: Path) -> None:
    """Nor is anything where all are."""
    assert _drawn(parsed(tmp_path, EXPLICIT), "1") == ""
    svg = _drawn(parsed_json(tmp_path, VROOM), "2", "1")
    assert len(_line(svg)) == 3


def test_all_at_one_place(tmp_path: Path) -> None:
    """There is no scale to keep, and no division by nothing."""
    text = VRP.replace("2 3 4", "2 0 0").replace("3 -1 1", "3 0 0")
    svg = _drawn(parsed(tmp_path, text), "1")
    assert all(np.isfinite(value) for point in _line(svg) for value in point)


def test_names_are_escaped(tmp_path: Path) -> None:
    """An id is text, whatever it looks like."""
    document = {
        "vehicles": [{"id": "<v>", "start": [0, 0]}],
        "jobs": [{"id": "<b>&", "location": [1, 1]}],
    }
    svg = _drawn(parsed_json(tmp_path, document, 50), "<b>&")
    assert "&lt;b&gt;&amp;" in svg
    assert "<b>" not in svg


def test_colours_of_neighbours_differ() -> None:
    """Each is written as six digits; the first twelve are all different."""
    colours = [colour(number) for number in range(12)]
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in colours)
    assert len(set(colours)) == 12
