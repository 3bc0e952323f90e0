"""Gaps where a client cannot fit are told without timing a route, and those left out are none where it does."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing.gaps import Gaps
from optimizer.routing.limits import Limit
from optimizer.routing.problem import Backhauls, Break, Client, Depot, Matrix, Shipment, Traffic
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Stop
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30)
PLACED = [
    Client("a", 1, delivery=(60,), windows=((10, 15),)),
    Client("b", 2, pickup=(70,), windows=((30, 35),), service_s=5),
]


def positions(kind: dict[str, Any], client: Client) -> list[int]:
    """Return before how many stops a client may fit on a route to a and b."""
    problem = problem_of(ROAD, PLACED, [van(**kind)], [Depot("D", 0, (0, 200))])
    gaps = Gaps(problem, timed_solution(problem, [("van", ["a", "b"])]))
    return [gaps.all[number].position for number in gaps.for_client(client).first]


@pytest.mark.parametrize(
    ("kind", "client", "left"),
    [
        ({}, {}, [0, 1, 2]),
        ({}, {"delivery": (40,)}, [0, 1]),
        ({}, {"pickup": (40,)}, []),
        ({}, {"pickup": (30,)}, [0, 1, 2]),
        ({}, {"skills": frozenset({"cold"})}, []),
        ({}, {"location": 3}, [2]),
        ({}, {"location": 2, "windows": ((0, 25),)}, [1]),
        ({}, {"location": 3, "windows": ((60, 65), (80, 90))}, [2]),
        ({}, {"location": 3, "windows": ((180, 190),)}, []),
        ({}, {"location": 3, "release_s": 50}, [2]),
        ({"max_distance": 59}, {"location": 3}, []),
        ({"max_duration": 50}, {"service_s": 6}, []),
        ({"shift": (0, 59)}, {"service_s": 5}, [0, 1]),
    ],
)
def test_what_rules_a_gap_out(kind: dict[str, Any], client: dict[str, Any], left: list[int]) -> None:
    """Room, skill, reach, windows, release, distance, duration and shift each leave some gaps."""
    assert positions(kind, replace(Client("x", 1), **client)) == left


@pytest.mark.parametrize(
    ("kind", "client", "missed"),
    [
        ({}, {}, {}),
        ({}, {"delivery": (41,)}, {"load": [(0, 1), (1, 1), (2, 11)]}),
        ({}, {"pickup": (40,)}, {"load": [(0, 10), (1, 10), (2, 10)]}),
        ({}, {"delivery": (42,), "pickup": (31,)}, {"load": [(0, 2), (1, 2), (2, 12)]}),
        ({}, {"location": 3, "windows": ((40, 41),)}, {Limit.WINDOW: [(2, 4)]}),
        ({"max_distance": 59}, {"location": 3}, {Limit.DISTANCE: [(2, 1)]}),
        ({"max_duration": 50}, {"service_s": 6}, {Limit.DURATION: [(1, 1), (2, 1)]}),
        ({"shift": (0, 55)}, {"location": 1, "service_s": 5}, {Limit.END: [(2, 5)]}),
        ({"shift": (0, 55), "max_distance": 59}, {"location": 3}, {}),
        ({}, {"delivery": (41,), "skills": frozenset({"cold"})}, {}),
    ],
)
def test_gaps_that_are_short_of_one_limit(
    kind: dict[str, Any], client: dict[str, Any], missed: dict[Limit | str, list[tuple[int, int]]]
) -> None:
    """Are told with the least by which it must be raised, smallest first; not those short of two or of a skill."""
    problem = problem_of(ROAD, PLACED, [van(**kind)], [Depot("D", 0, (0, 200))])
    gaps = Gaps(problem, timed_solution(problem, [("van", ["a", "b"])]))
    found = {
        one.limit: [
            (gaps.all[gap].position, amount) for gap, amount in zip(one.gaps, one.amounts, strict=True)
        ]
        for one in gaps.misses([replace(Client("x", 1), **client)])
    }
    assert {limit: pairs for limit, pairs in found.items() if pairs} == missed


def test_breaks_and_traffic_rule_nothing_out_that_their_absence_would_allow() -> None:
    """Times are those of a driver without breaks in the fastest traffic."""
    client = Client("x", 2, windows=((0, 25),))
    problem = problem_of(ROAD, PLACED, [van(breaks=(Break("rest", 1, (0, 90)),))])
    plan = timed_solution(problem, [("van", ["a", "b"])])
    assert Gaps(problem, plan).for_client(client).first.tolist() == [1]
    jam = Matrix(ROAD.distance, ROAD.duration, Traffic((0, 900), (1000, 2000)))
    faster = Gaps(problem.replace(matrices={"default": jam}), plan).for_client(client)
    assert (faster.first.tolist(), faster.duration.tolist()) == ([0, 1], [35, 25])


def test_order_of_backhauls_rules_gaps_out() -> None:
    """Deliveries come before b is collected, collections after a, and never on a trip of their own."""
    kinds = [van(reload_depots=("D",)), van("spare")]
    problem = problem_of(ROAD, [replace(one, windows=()) for one in PLACED], kinds)
    plan = timed_solution(problem, [("van", ["a", "b"])])

    def left(rule: Backhauls, client: Client) -> list[tuple[int | None, int, int]]:
        gaps = Gaps(problem.replace(backhauls=rule), plan)
        found = [gaps.all[number] for number in gaps.for_client(client).first]
        return [(gap.route, len(gap.stops), gap.position) for gap in found]

    alone = [(0, 3, 0), (0, 3, 3), (None, 0, 0)]
    assert left(Backhauls.LAST, Client("x", 1, delivery=(1,))) == [(0, 2, 0), (0, 2, 1), *alone]
    collected = Client("x", 1, pickup=(1,))
    assert left(Backhauls.LAST, collected) == [(0, 2, 1), (0, 2, 2), *alone]
    assert left(Backhauls.LAST_AFTER_DELIVERY, collected) == [(0, 2, 1), (0, 2, 2)]


def test_one_more_trip_is_before_between_or_after_the_others() -> None:
    """A vehicle of two trips that may load twice has three places for another."""
    full = Client("x", 1, delivery=(100,), pickup=(100,))
    problem = problem_of(
        ROAD, [replace(one, windows=()) for one in PLACED], [van(reload_depots=("D",), max_reloads=2)]
    )
    plan = timed_solution(problem, [("van", ["a", LoadAt("D"), "b"])])
    gaps = Gaps(problem, plan)
    found = [gaps.all[number] for number in gaps.for_client(full).first]
    ids = [[stop.id if isinstance(stop, Client) else "D" for stop in gap.stops] for gap in found]
    assert [(stops, gap.position) for stops, gap in zip(ids, found, strict=True)] == [
        (["D", "a", "D", "b"], 0),
        (["a", "D", "D", "b"], 2),
        (["a", "D", "b", "D"], 4),
    ]
    tired = problem.replace(vehicle_types=(van(reload_depots=("D",), max_reloads=1),))
    assert len(Gaps(tired, plan).for_client(full).first) == 0


def test_ends_of_a_shipment_are_on_one_trip_with_room_between() -> None:
    """Goods of 40 are on board before a is served or after, not across a reload, and not with what b gives."""
    clients = [replace(one, windows=()) for one in PLACED]
    problem = problem_of(
        ROAD,
        [*clients, Client("p", 1), Client("q", 3)],
        [van(reload_depots=("D",), max_reloads=1)],
        shipments=(Shipment("p", "q", (40,)),),
    )
    cases: list[tuple[list[Stop], list[tuple[int, int]]]] = [
        (["a", "b"], [(0, 0), (0, 1), (1, 1), (3, 3), (4, 4)]),
        (["a", LoadAt("D"), "b"], [(0, 0), (0, 1), (1, 1), (2, 2)]),
    ]
    for stops, pairs in cases:
        gaps = Gaps(problem, timed_solution(problem, [("van", stops)]))
        fits = gaps.for_shipment(problem.clients[2], problem.clients[3], (40,))
        assert list(zip(fits.first.tolist(), fits.second.tolist(), strict=True)) == pairs


@pytest.mark.parametrize(
    ("kind", "amount", "ends", "missed"),
    [
        ({}, 45, {}, {("load", 0): [(2, 15)]}),
        ({"max_distance": 59}, 30, {"location": 3}, {(Limit.DISTANCE, 0): [(2, 1)]}),
        ({"max_duration": 50}, 30, {"service_s": 6}, {(Limit.DURATION, 0): [(2, 1)]}),
        ({}, 30, {"windows": ((0, 33),)}, {(Limit.WINDOW, 1): [(2, 12)]}),
        ({"shift": (0, 55)}, 30, {"service_s": 6}, {(Limit.END, 0): [(2, 6)]}),
        ({}, 30, {"skills": frozenset({"cold"})}, {}),
        ({}, 45, {"windows": ((0, 5),)}, {}),
    ],
)
def test_gaps_in_which_a_shipment_is_short_of_one_limit(
    kind: dict[str, Any], amount: int, ends: dict[str, Any], missed: dict[Any, list[tuple[int, int]]]
) -> None:
    """With both its ends one after the other; what is on board between them is all that matters of its goods."""
    clients = [*PLACED, Client("p", 2), replace(Client("q", 1), **ends)]
    problem = problem_of(
        ROAD, clients, [van(**kind)], [Depot("D", 0, (0, 200))], shipments=(Shipment("p", "q", (amount,)),)
    )
    gaps = Gaps(problem, timed_solution(problem, [("van", ["a", "b"])]))
    found = {
        (one.limit, one.whose): [
            (gaps.all[gap].position, amount) for gap, amount in zip(one.gaps, one.amounts, strict=True)
        ]
        for one in gaps.misses(problem.clients[2:])
    }
    assert {limit: pairs for limit, pairs in found.items() if pairs} == missed
