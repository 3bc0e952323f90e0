"""What rules cost, and what still comes before cost."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from optimizer.routing.engines.bounds import selective, vehicles_first
from optimizer.routing.formats.objective import aimed
from optimizer.routing.formats.routing_file import Objective
from optimizer.routing.formats.rules_file.models import Balance, Keep, Overtime, Rules, Vehicle
from optimizer.routing.formats.rules_file.prices import RulePrices, in_finer_units, overtimes, still_first
from optimizer.routing.formats.vroom_prices import TIME_AND_DISTANCE
from optimizer.routing.problem import Problem, Scale, Stability
from tests.helpers.routing_files import LILIM, RICH, VROOM, VRP, parsed, parsed_json

#: Each client is a trip of its own, all of which one vehicle makes.
LOADING_AGAIN = VRP.replace("CAPACITY : 10", "VEHICLES : 2\nCAPACITY : 7").replace(
    "DEPOT_SECTION", "VEHICLES_RELOAD_DEPOT_SECTION\n1 1\n2 1\nDEPOT_SECTION"
)


def ways_and_back(problem: Problem) -> Iterator[int]:
    """Yield the way from the depot to each client and back."""
    ways = problem.matrices["default"].distance
    return (int(ways[0, one.location] + ways[one.location, 0]) for one in problem.clients)


def _rules(price: float) -> Rules:
    return Rules(
        balance=Balance(cost_per_distance_of_longest_route=price),
        keep=Keep(cost_per_changed_vehicle=price, cost_per_time_moved=price),
        overtime=Overtime(after=1, cost_per_time=price),
        vehicles={"1": Vehicle(overtime=Overtime(after=1, cost_per_time=2 * price))},
    )


@pytest.mark.parametrize(
    ("scale", "price", "finer", "once", "per_unit"),
    [
        (Scale(), 3, 1, 3, 3),
        (Scale(), 0.25, 4, 1, 1),
        (Scale("units", "units", 10, 10), 3, 1, 30, 3),
        (Scale("units", "units", 10, 10), 0.5, 2, 10, 1),
        # a price by the hour of 20 is one of 1/180 by the second
        (Scale("m", "s", 1, 180), 0.005, 10, 9, 9),
    ],
)
def test_prices_are_whole_in_units_that_are_fine_enough(
    scale: Scale, price: float, finer: int, once: int, per_unit: int
) -> None:
    """No finer than needed."""
    prices = RulePrices.of(_rules(price), scale)
    assert prices.finer == finer
    assert prices.once(price) == once
    assert prices.per_time(price) == prices.per_distance(price) == per_unit


def test_the_longest_route_where_distances_are_costs(tmp_path: Path) -> None:
    """Vehicles that pay for time and distance count in cost units already, so that their price is none of those."""
    scale = Scale("m", "s", 1, 180, {"car": TIME_AND_DISTANCE})
    prices = RulePrices.of(_rules(2), scale)
    assert (prices.once(2), prices.per_distance(2)) == (360, 2)


def test_all_overtimes() -> None:
    """That of all, and those of single vehicles."""
    found = {path: one.cost_per_time for path, one in overtimes(_rules(3)).items()}
    assert found == {("overtime",): 3, ("vehicles", "1", "overtime"): 6}
    assert overtimes(Rules()) == {}


def test_finer_units(tmp_path: Path) -> None:
    """All that a problem pays is the same in the file's own units."""
    before = parsed(tmp_path, RICH)
    after = in_finer_units(before, 4)
    assert after.problem.scale.cost_per_minor_unit == 4
    for name in ("fixed_cost", "cost_per_distance", "cost_per_duration"):
        pairs = zip(before.problem.vehicle_types, after.problem.vehicle_types, strict=True)
        assert all(4 * getattr(old, name) == getattr(new, name) for old, new in pairs)
    prizes = [4 * client.prize for client in before.problem.clients]
    assert [client.prize for client in after.problem.clients] == prizes
    assert any(prizes)
    assert in_finer_units(before, 1) is before
    tasks = parsed_json(tmp_path, VROOM)
    assert in_finer_units(tasks, 4).outweighs == 4 * tasks.outweighs
    with pytest.raises(OverflowError):
        in_finer_units(before, 2**42)
    dear = replace(before.problem.vehicle_types[0], fixed_cost=0, cost_per_distance=2**40)
    with pytest.raises(OverflowError):
        in_finer_units(
            replace(before, problem=before.problem.replace(clients=(), groups=(), vehicle_types=(dear,))), 16
        )


def test_where_cost_is_all_there_is(tmp_path: Path) -> None:
    """Nothing needs to come before it."""
    file = parsed(tmp_path, VRP)
    assert still_first(file) is file


def test_tasks_come_before_everything_that_rules_cost(tmp_path: Path) -> None:
    """Each prize grows as its weight demands, by more than overtime, balance and changes can come to."""
    stability = Stability({"1": ("vehicle7", 50), "3": ("vehicle8", 90)}, 700, 3, 10)
    before = parsed_json(tmp_path, VROOM)
    kinds = (replace(one, cost_per_overtime=11, overtime_after=100) for one in before.problem.vehicle_types)
    ruled = before.problem.replace(stability=stability, longest_route_cost=5, vehicle_types=tuple(kinds))
    after = still_first(replace(before, problem=ruled))
    weights = [Fraction(one.prize, before.outweighs) for one in before.problem.clients]
    assert [Fraction(one.prize, after.outweighs) for one in after.problem.clients] == weights
    # both vehicles may be away for 1000, and one of them everywhere
    longest = 5 * (100 + 220 + 310 + 300 + 400)
    assert after.outweighs - before.outweighs >= longest + 2 * 700 + 2 * 11 * 900
    assert after.objective is Objective.TASKS_FIRST
    assert not selective(after.problem)
    assert still_first(before) is before


@pytest.mark.parametrize("text", [LILIM, LOADING_AGAIN], ids=["Li-Lim", "reloads"])
def test_vehicles_come_before_everything_that_rules_cost(tmp_path: Path, text: str) -> None:
    """The fixed cost grows so that engines see it; the objective says that distance is not all that comes second."""
    before = aimed(parsed(tmp_path, text), "vehicles", "problem.vrp")
    after = still_first(replace(before, problem=before.problem.replace(longest_route_cost=2)))
    (old,), (new,) = before.problem.vehicle_types, after.problem.vehicle_types
    assert new.fixed_cost - old.fixed_cost >= 2 * sum(ways_and_back(after.problem))
    assert vehicles_first(after.problem)
    assert (after.objective, after.vehicles_first) == (Objective.VEHICLES_THEN_COST, True)


def test_prices_beyond_whole_numbers(tmp_path: Path) -> None:
    """Are refused, where tasks could no longer come first."""
    file = parsed_json(tmp_path, VROOM)
    with pytest.raises(OverflowError, match="counted exactly"):
        still_first(replace(file, problem=file.problem.replace(longest_route_cost=2**42)))
