"""What is best, where the planner says it."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.routing.engines import solve
from optimizer.routing.engines.bounds import vehicles_first
from optimizer.routing.formats import Objective, RoutingFile, read_file
from optimizer.routing.formats.objective import aimed
from tests.helpers.routing_files import LILIM, PAIRS, RICH, SOLOMON, VROOM, VRP, parsed, parsed_json

#: Two clients on opposite sides of the depot, and any time for both.
APART = SOLOMON.replace(
    "    1      1         1         10         12         50          9",
    "    1      5         1         10         0         100          0\n"
    "    2     -5         1         10         0         100          0",
)


@pytest.mark.parametrize("text", [APART, VRP, PAIRS], ids=["Solomon", "VRPLIB", "pairs"])
def test_a_vehicle_less_is_worth_any_distance(tmp_path: Path, text: str) -> None:
    """Beyond whatever a plan can drive; vehicles and distance are told apart, and costs are those of the distance."""
    plain = parsed(tmp_path, text)
    file = aimed(plain, "vehicles", "problem.vrp")
    assert file.objective is Objective.VEHICLES_FIRST
    assert vehicles_first(file.problem)
    result = solve(file.problem, Params(iteration_limit=20, seed=1))
    assert result.solution is not None
    routes = result.solution.routes
    assert file.cost(result.solution, int(result.objective or 0)) == sum(route.distance for route in routes)
    assert [file.route_cost(route) for route in routes] == [route.distance for route in routes]
    vehicles = f"{len(routes)} vehicle{'s' * (len(routes) > 1)}, "
    assert file.progress(int(result.objective or 0)).startswith(vehicles)


def test_fewer_vehicles_though_they_drive_further(tmp_path: Path) -> None:
    """With windows that make the one vehicle zigzag, where two would not."""
    rows = [
        "0 0 0 0 0 900 0",
        "1 50 0 1 50 60 0",
        "2 -50 0 1 150 160 0",
        "3 50 1 1 250 260 0",
        "4 -50 1 1 350 360 0",
    ]
    text = "zigzag\nVEHICLE\nNUMBER CAPACITY\n2 9\nCUSTOMER\nCUST NO. X Y D R D S\n" + "\n".join(rows)
    file = parsed(tmp_path, text)
    for objective, vehicles in (("cost", 2), ("vehicles", 1)):
        found = solve(aimed(file, objective, "z").problem, Params(iteration_limit=50, seed=1)).solution
        assert found is not None
        assert len(found.routes) == vehicles


def test_cost_alone(tmp_path: Path) -> None:
    """Is what all formats but Li-Lim's and VROOM's have by themselves; a file is left as it is where it is so."""
    for text, objective in ((VRP, "cost"), (RICH, "cost"), (LILIM, "vehicles")):
        file = parsed(tmp_path, text)
        assert aimed(file, objective, "problem.vrp") is file
    file = aimed(parsed(tmp_path, LILIM), "cost", "problem.vrp")
    assert file.objective is Objective.COST
    assert not vehicles_first(file.problem)
    assert [kind.fixed_cost for kind in file.problem.vehicle_types] == [0]


def _of_vroom(folder: Path) -> RoutingFile:
    return parsed_json(folder, VROOM)


def _rich(folder: Path) -> RoutingFile:
    return parsed(folder, RICH)


def _with_prizes(folder: Path) -> RoutingFile:
    return parsed(folder, VRP.replace("DEPOT_SECTION", "PRIZE_SECTION\n1 0\n2 5\n3 0\nDEPOT_SECTION"))


def _far(folder: Path) -> RoutingFile:
    path = folder / "far.vrp"
    path.write_text(VRP.replace("2 3 4", "2 2e9 4").replace("3 -1 1", "3 -2e9 1"), encoding="utf-8")
    return read_file(path, "exact")


@pytest.mark.parametrize(
    ("file", "objective", "code"),
    [
        (_of_vroom, "cost", "route-file-contradiction"),
        (_of_vroom, "vehicles", "route-file-contradiction"),
        (_rich, "vehicles", "route-file-contradiction"),
        (_with_prizes, "vehicles", "route-file-contradiction"),
        (_far, "vehicles", "routing-costs-too-large"),
    ],
)
def test_what_cannot_be_aimed_at(tmp_path: Path, file: object, objective: str, code: str) -> None:
    """Other tasks first; fewest vehicles where they have prices or clients prizes, or ways are too long."""
    assert callable(file)
    with pytest.raises(InputError) as caught:
        aimed(file(tmp_path), objective, "problem.vrp")
    assert [(one.code, one.place.file) for one in caught.value.findings] == [(code, "problem.vrp")]
