"""What keeps a vehicle from serving a client alone is measured, and the change by that amount cures it."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing import reasons
from optimizer.routing.problem import (
    UNLIMITED,
    Backhauls,
    Break,
    Client,
    Depot,
    Matrix,
    Problem,
    Shipment,
    Traffic,
)
from optimizer.routing.shortfalls import shortfalls
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_cures import cured

ROAD = line(0, 10, 20)


def lacking(problem: Problem, *clients: str) -> list[tuple[str, int]]:
    """Reasons and amounts of the only vehicle type for the clients."""
    known = [problem.client_by_id[client] for client in clients]
    return [(one.reason, one.amount) for one in shortfalls(problem, problem.vehicle_types[0], *known)]


@pytest.mark.parametrize(
    ("kind", "client", "reason", "cured"),
    [
        ({}, {"windows": ((0, 20),)}, (reasons.WINDOW_UNREACHABLE, 4), {"windows": ((0, 24),)}),
        ({}, {"service_s": 31}, (reasons.SHIFT_TOO_SHORT, 5), {"service_s": 26}),
        ({"max_duration": 49}, {"service_s": 6}, (reasons.MAX_DURATION, 1), {"service_s": 5}),
        ({"open_end": True}, {"service_s": 47}, (reasons.SHIFT_TOO_SHORT, 1), {"service_s": 46}),
        ({"max_distance": 39}, {}, (reasons.MAX_DISTANCE, 1), None),
        ({"max_distance": 20, "open_end": True}, {}, None, {}),
        ({}, {"release_s": 20, "windows": ((0, 39),)}, (reasons.WINDOW_UNREACHABLE, 1), {"release_s": 19}),
    ],
)
def test_loading_and_open_ends_count(
    kind: dict[str, Any], client: dict[str, Any], reason: tuple[str, int] | None, cured: dict[str, Any] | None
) -> None:
    """Loading delays every route by 4, and an open route needs no way back."""
    depots = [Depot("D", 0, service_s=4)]
    problem = problem_of(ROAD, [Client("a", 2, **client)], [van(shift=(0, 70), **kind)], depots)
    assert lacking(problem, "a") == ([] if reason is None else [reason])
    if cured is not None:
        well = problem.replace(clients=(replace(problem.clients[0], **cured),))
        assert lacking(well, "a") == []


@pytest.mark.parametrize(
    ("kind", "client", "told"),
    [
        ({}, {"windows": ((0, 30),)}, "let its window end 13 s later"),
        ({"shift": (0, 50)}, {}, "let the shift of van and the opening of its depots end 13 s later"),
        ({"max_duration": 42, "shift": (0, 70)}, {}, "raise the maximum duration of van by 13 s"),
        ({"max_duration": 40}, {}, None),
    ],
)
def test_traffic_is_named_where_it_is_the_cause(
    kind: dict[str, Any], client: dict[str, Any], told: str | None
) -> None:
    """A jam from 5 to 35 makes late what would be in time, unless the vehicle may leave after it."""
    jam = Matrix(ROAD.distance, ROAD.duration, Traffic((0, 5, 35), (1000, 250, 1000)))
    problem = problem_of(jam, [Client("a", 2, **client)], [van(**kind)])
    found = shortfalls(problem, problem.vehicle_types[0], problem.clients[0])
    assert [(one.reason, one.fix) for one in found] == ([] if told is None else [(reasons.TRAFFIC, told)])
    assert lacking(problem.in_free_traffic, "a") == []


def test_traffic_is_not_named_where_free_traffic_is_no_cure() -> None:
    """What fails in free traffic too keeps its own reason."""
    jam = Matrix(ROAD.distance, ROAD.duration, Traffic((0, 5, 35), (1000, 250, 1000)))
    problem = problem_of(jam, [Client("a", 2, windows=((0, 19),))])
    assert lacking(problem, "a") == [(reasons.WINDOW_UNREACHABLE, 24)]


LUNCH = Break("lunch", 10, (15, 20))


@pytest.mark.parametrize(
    ("kind", "client", "amount", "fix"),
    [
        ({"shift": (0, 45)}, {}, 5, "let the shift of van end 5 s later"),
        (
            {"max_duration": 43, "shift": (0, 100)},
            {"windows": ((20, 30),)},
            7,
            "raise the maximum duration of van by 7 s",
        ),
        ({"shift": (0, 500)}, {"windows": ((0, 21),), "service_s": 3}, 9, "let its window end 9 s later"),
        (
            {"shift": (0, 45)},
            {"windows": ((0, 21),), "service_s": 3},
            1,
            "drop or move 1 break of van (lunch)",
        ),
    ],
)
def test_breaks_are_named_where_they_are_the_cause(
    kind: dict[str, Any], client: dict[str, Any], amount: int, fix: str
) -> None:
    """A driver who could do it without a rest needs so much more shift, duration or window with it."""
    problem = problem_of(ROAD, [Client("a", 2, **client)], [van(breaks=(LUNCH,), **kind)])
    found = shortfalls(problem, problem.vehicle_types[0], problem.clients[0])
    assert [(one.reason, one.amount, one.fix) for one in found] == [(reasons.BREAKS, amount, fix)]
    rested = problem.replace(vehicle_types=(van(**kind),))
    assert lacking(rested, "a") == []


def both_ways_shut(open_ways: int = 0) -> Matrix:
    """Return a road on which nobody reaches place 2, nor comes back unless the way back is open."""
    ways = ROAD.duration.copy()
    ways[0, 2] = UNLIMITED
    ways[2, 0] = open_ways or UNLIMITED
    return Matrix(ways, ways)


@pytest.mark.parametrize(
    ("matrix", "kind", "client", "changes"),
    [
        (
            ROAD,
            {"max_duration": 30},
            {"windows": ((0, 10),)},
            ["let its window end 10 s later", "raise the maximum duration of van by 10 s"],
        ),
        (
            ROAD,
            {"max_duration": 30, "shift": (5, 40)},
            {},
            [
                "let the shift of van and the opening of its depots end 5 s later",
                "raise the maximum duration of van by 10 s",
            ],
        ),
        (
            both_ways_shut(),
            {"capacity": (3,)},
            {"delivery": (5,)},
            [
                "give the way from depot D to client a a distance and a duration for van",
                "give the way from client a to depot D a distance and a duration for van",
                "raise the load capacity of van by 2",
            ],
        ),
        (
            both_ways_shut(20),
            {"max_duration": 10, "max_distance": 15},
            {},
            [
                "give the way from depot D to client a a distance and a duration for van",
                "let routes of van be 5 m longer",
                "raise the maximum duration of van by 10 s",
            ],
        ),
        (
            ROAD,
            {"breaks": (LUNCH,)},
            {"windows": ((0, 15),), "service_s": 3},
            ["let its window end 5 s later", "further let its window end 10 s later"],
        ),
        (
            ROAD,
            {"breaks": (LUNCH,), "max_duration": 30},
            {"windows": ((20, 30),)},
            [
                "raise the maximum duration of van by 10 s",
                "further let its window end 10 s later",
            ],
        ),
    ],
)
def test_every_change_is_named_and_all_of_them_are_enough(
    matrix: Matrix, kind: dict[str, Any], client: dict[str, Any], changes: list[str]
) -> None:
    """What is lacking once the other changes are made is lacking too; with all of them the client can be served."""
    problem = problem_of(matrix, [Client("a", 2, **client)], [van(**kind)])
    found = shortfalls(problem, problem.vehicle_types[0], problem.clients[0])
    assert [one.fix for one in found] == changes
    well = cured(problem, " and ".join(changes), "a")
    assert lacking(well, "a") == []
    for number in range(len(changes)):
        fewer = [one for other, one in enumerate(changes) if other != number]
        assert lacking(cured(problem, " and ".join(fewer), "a"), "a") != []


def test_fewest_breaks_are_dropped() -> None:
    """Where only without a break the client can be served, the breaks that are in the way are named."""
    breaks = tuple(
        Break(name, 90, (opens, opens + 1)) for name, opens in (("tea", 5), ("nap", 12), ("late", 99))
    )
    kind = van(breaks=breaks, shift=(0, 45), max_duration=45)
    problem = problem_of(ROAD, [Client("a", 2, windows=((20, 21),))], [kind])
    (found,) = shortfalls(problem, kind, problem.clients[0])
    assert (found.amount, found.fix) == (2, "drop or move 2 breaks of van (tea, nap)")
    assert lacking(cured(problem, found.fix, "a"), "a") == []


def test_each_end_of_a_shipment_has_its_own_delay_by_breaks() -> None:
    """A rest before the first end delays both; each window is told by how much it is missed, and that is enough."""
    clients = [Client("a", 1, windows=((0, 21),), service_s=3), Client("b", 2, windows=((0, 34),))]
    van_with_break = van(breaks=(Break("lunch", 10, (9, 12)),), shift=(0, 500))
    problem = problem_of(ROAD, clients, [van_with_break], shipments=(Shipment("a", "b"),))
    tight = [replace(clients[0], windows=((0, 15),)), replace(clients[1], windows=((0, 30),))]
    sick = problem.replace(clients=tuple(tight))
    (found,) = shortfalls(sick, van_with_break, *tight)
    assert found.fix == "let the window of a end 5 s later and let the window of b end 3 s later"
    assert lacking(problem, "a", "b") == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"amount": (101,)}, [(reasons.CAPACITY, 1)]),
        ({"kind": {"max_distance": 39}}, [(reasons.MAX_DISTANCE, 1)]),
        ({"kind": {"shift": (0, 45)}}, [(reasons.SHIFT_TOO_SHORT, 1)]),
        ({"until": 11}, [(reasons.WINDOW_UNREACHABLE, 12)]),
    ],
)
def test_shipment_is_measured_from_end_to_end(changes: dict[str, Any], found: list[tuple[str, int]]) -> None:
    """Capacity, distance and times of a shipment are those of the way over both of its ends."""
    clients = [
        Client("a", 1, service_s=3),
        Client("b", 2, service_s=3, windows=((0, changes.get("until", 100)),)),
    ]
    problem = problem_of(
        ROAD,
        clients,
        [van(**changes.get("kind", {}))],
        shipments=(Shipment("a", "b", changes.get("amount", (100,))),),
    )
    assert lacking(problem, "a", "b") == found


def test_trip_that_only_collects_is_named() -> None:
    """Where a trip must deliver first, a collection alone is no route."""
    problem = problem_of(ROAD, [Client("a", 1, pickup=(1,))], backhauls=Backhauls.LAST_AFTER_DELIVERY)
    assert lacking(problem, "a") == [(reasons.BACKHAUL_ORDER, 1)]
    assert lacking(problem.replace(backhauls=Backhauls.LAST), "a") == []
