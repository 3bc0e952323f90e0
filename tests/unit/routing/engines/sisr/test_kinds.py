"""Vehicle types as kernels read them."""

from typing import Any

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.memory import rows
from optimizer.routing.matrix import Matrix, Traffic
from optimizer.routing.problem import Break, Client, Depot, Stability, Window
from tests.helpers.routing import line, problem_of, van

BREAK = Break("noon", 5, (10, 20))
SLOW = Matrix(line(0, 10).distance, line(0, 10).duration, Traffic((0,), (500,)))


@pytest.mark.parametrize(
    ("vehicle", "windows", "changes", "clock"),
    [
        ({}, (), {}, col.TIMELESS),
        ({}, ((0, 9),), {}, col.BRISK),
        ({"shift": (0, 99)}, (), {}, col.BRISK),
        ({}, (), {"depots": (Depot("D", 0, (0, 99)),)}, col.BRISK),
        ({}, ((0, 9),), {"matrices": {"default": SLOW}}, col.DEADLINES),
        ({"cost_per_duration": 1}, ((0, 9),), {}, col.SPANS),
        ({"max_duration": 99}, (), {}, col.SPANS),
        ({"max_duration": 99}, ((0, 9), (20, 30)), {}, col.REPLAYED),
        ({"cost_per_duration": 1}, (), {"matrices": {"default": SLOW}}, col.REPLAYED),
        ({"breaks": (BREAK,)}, (), {}, col.REPLAYED),
        ({}, (), {"stability": Stability({}, shift_cost=1)}, col.REPLAYED),
    ],
)
def test_no_more_is_computed_than_the_features_ask_for(
    vehicle: dict[str, Any], windows: tuple[Window, ...], changes: dict[str, Any], clock: int
) -> None:
    """The way of keeping time is the cheapest that knows every feature."""
    problem = problem_of(line(0, 10), [Client("a", 1, windows=windows)], [van(**vehicle)]).replace(**changes)
    assert rows(translate(problem).fact, col.KIND_TABLE, col.KIND_COLUMNS)[0, col.CLOCK] == clock


def test_lists_of_a_vehicle_type() -> None:
    """Reload depots, breaks and traffic are found by their offsets."""
    kind = van(reload_depots=("E",), breaks=(BREAK,), max_reloads=2)
    problem = problem_of(SLOW, [Client("a", 1)], [kind], [Depot("D", 0), Depot("E", 1)])
    data = translate(problem)
    row = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[0]
    assert data.fact[row[col.RELOAD_AT] : row[col.RELOAD_END]].tolist() == [1]
    assert data.fact[row[col.BREAK_AT] : row[col.BREAK_END]].tolist() == [5, 10, 20]
    assert data.fact[row[col.TRAFFIC_AT] : row[col.TRAFFIC_END]].tolist() == [0, 500, 0]
    assert row[col.MAX_RELOADS] == 2


def test_families_differ_in_costs_capacity_and_clients_only() -> None:
    """Two vans share a family unless one is much larger; one that drives less, or is bound, has none."""
    kinds = [
        van("small", fixed_cost=5),
        van("large", capacity=(150,), skills=frozenset({"lift"})),
        van("other", max_distance=90),
        van("bound", prefix=("a",)),
    ]
    data = translate(problem_of(line(0, 10), [Client("a", 1)], kinds))
    assert rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[:, col.FAMILY].tolist() == [0, 0, -1, -1]
    kinds[1] = van("huge", capacity=(151,))
    data = translate(problem_of(line(0, 10), [Client("a", 1)], kinds))
    assert rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[:, col.FAMILY].tolist() == [-1, -1, -1, -1]


def test_bases_differ_in_depots_only() -> None:
    """Vans of several depots share a number if nothing else tells them apart."""
    kinds = [
        van("north"),
        van("south", start_depot="E", count=3),
        van("dear", start_depot="E", fixed_cost=1),
        van("bound", start_depot="E", prefix=("a",)),
        van("across", end_depot="E"),
    ]
    problem = problem_of(line(0, 10), [Client("a", 1)], kinds, [Depot("D", 0), Depot("E", 1)])
    table = rows(translate(problem).fact, col.KIND_TABLE, col.KIND_COLUMNS)
    assert table[:, col.BASES].tolist() == [0, 0, -1, -1, 0]
    assert table[:, col.FAMILY].tolist() == [-1, 1, 1, -1, -1]
