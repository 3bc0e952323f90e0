"""What a routing file says beyond its problem."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from optimizer.routing.formats.routing_file import Objective, RoutingFile, Task, cost_text
from optimizer.routing.problem import Scale
from optimizer.routing.solution import Route, Solution
from tests.helpers.routing_files import LILIM, RICH, SOLOMON, VRP, parsed


def _route(kind: str, cost: int = 0) -> Route:
    return Route(kind, "0", "0", (), 0, 0, 0, cost)


def test_vehicles_of_routes(tmp_path: Path) -> None:
    """Each route has the next vehicle of its type; where all are alike they are numbered."""
    rich = parsed(tmp_path, RICH)
    routes = tuple(_route(kind) for kind in ("vehicle3", "vehicle1", "vehicle1"))
    assert rich.vehicles(Solution(routes)) == ("3", "1", "2")
    assert parsed(tmp_path, VRP).vehicles(Solution((_route("vehicle1"),) * 2)) == ("1", "2")


def test_costs_in_the_files_own_terms(tmp_path: Path) -> None:
    """Vehicles that come first cost nothing by themselves; prices of the file do."""
    file = parsed(tmp_path, LILIM)
    fixed = file.problem.vehicle_types[0].fixed_cost
    plan = Solution((_route("vehicle", fixed + 700), _route("vehicle", fixed + 90)))
    assert file.cost(plan, 2 * fixed + 790) == 790
    assert file.route_cost(plan.routes[0]) == 700
    assert file.progress(2 * fixed + 790) == "2 vehicles, 0.790"
    plain = parsed(tmp_path, VRP)
    assert plain.cost(plan, 55) == 55
    assert plain.progress(55) == "55"


def test_what_is_due_beside_the_routes(tmp_path: Path) -> None:
    """Belongs to the cost of a plan, and prizes that put tasks first do not."""
    vehicles = replace(parsed(tmp_path, LILIM), objective=Objective.VEHICLES_THEN_COST)
    fixed = vehicles.problem.vehicle_types[0].fixed_cost
    assert vehicles.cost(Solution((_route("vehicle", fixed + 700),)), fixed + 700 + 30) == 730
    tasks = RoutingFile(parsed(tmp_path, RICH).problem, objective=Objective.TASKS_FIRST)
    assert [client.prize for client in tasks.problem.clients if client.id in ("3", "5")] == [30, 11]
    assert tasks.cost(Solution((_route("vehicle1", 9),), ("3", "5")), 9 + 7 + 30 + 11) == 16


def test_tasks_left_out_show_no_sum_of_prizes(tmp_path: Path) -> None:
    """While the search runs; a plan with all tasks shows its cost."""
    problem = parsed(tmp_path, RICH).problem
    file = RoutingFile(problem, objective=Objective.TASKS_FIRST)
    assert (file.progress(10), file.progress(11)) == ("10", "some tasks left out")


def test_places_and_names(tmp_path: Path) -> None:
    """Unknown coordinates are none, not NaN; a client of another format is a job of its own id."""
    problem = parsed(tmp_path, VRP).problem
    file = RoutingFile(problem, np.array([[1.0, 2.0], [np.nan, np.nan], [0.0, 0.0]]))
    assert [file.point(row) for row in range(3)] == [(1.0, 2.0), None, (0.0, 0.0)]
    assert RoutingFile(problem).point(0) is None
    assert file.task("2") == Task("job", "2")
    assert file.named == 1
    assert RoutingFile(problem, amounts=0).named == 0


def test_distances_to_report(tmp_path: Path) -> None:
    """Are the problem's unless the file says otherwise, or does not know them."""
    problem = parsed(tmp_path, VRP).problem
    known = RoutingFile(problem).distance("default")
    assert known is problem.matrices["default"].distance
    assert RoutingFile(problem, distances={"default": None}).distance("default") is None


def test_costs_in_file_units(tmp_path: Path) -> None:
    """Tenths of Solomon's files have one decimal; halves, thirds and eighteenths as many as they need."""
    assert cost_text(28, parsed(tmp_path, SOLOMON).problem) == "2.8"
    problem = parsed(tmp_path, VRP).problem
    assert cost_text(28, problem) == "28"
    for cost, factor, text in (
        (5401, 2, "2700.5"),
        (5400, 2, "2700"),
        (0, 2, "0"),
        (7, 3, "2.333333"),
        (1, 18, "0.055556"),
        (1, 16, "0.0625"),
    ):
        assert cost_text(cost, problem.replace(scale=Scale(cost_per_minor_unit=factor))) == text
