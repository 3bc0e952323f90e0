"""Routes step by step."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.formats.timeline import Step, steps
from optimizer.routing.problem import Break, Client, Depot, Matrix, Problem, Shipment, Traffic, VehicleType
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Rest, Route, Stop, Visit
from tests.helpers.routing_files import PAIRS, parsed

#: Places 10 apart on a line.
_LINE = np.abs(np.subtract.outer(np.arange(4), np.arange(4))) * 10


def _file(
    *clients: Client, traffic: Traffic | None = None, depot_service: int = 0, **kind: object
) -> RoutingFile:
    problem = Problem(
        depots=(Depot("D", 0, service_s=depot_service),),
        clients=clients,
        vehicle_types=(
            replace(VehicleType("van", 1, (9,), "D", reload_depots=("D",), cost_per_duration=1), **kind),  # type: ignore[arg-type]
        ),
        matrices={"default": Matrix(_LINE, _LINE, traffic)},
    )
    return RoutingFile(problem)


def _walk(file: RoutingFile, *stops: Stop) -> list[Step]:
    route = schedule(file.problem, "van", stops)
    assert route is not None
    return steps(file, route)


def _times(walked: list[Step]) -> list[tuple[str, int, int, int]]:
    return [(step.kind, step.arrival, step.start, step.departure) for step in walked]


def test_loads_waiting_and_travel() -> None:
    """From loading at the depot, through a wait for a window, home with what was collected."""
    file = _file(
        Client("a", 1, delivery=(3,), service_s=5),
        Client("b", 3, pickup=(2,), windows=((100, 200),)),
        depot_service=4,
    )
    walked = _walk(file, "a", "b")
    assert [(step.name, step.load) for step in walked] == [("D", (3,)), ("a", (0,)), ("b", (2,)), ("D", (2,))]
    assert [step.duration for step in walked] == [0, 10, 30, 60]
    assert [step.distance for step in walked] == [0, 10, 30, 60]
    assert walked[2].start == 100
    assert walked[0].departure - walked[0].start == 4
    assert walked[3].arrival == 130


def test_a_reload() -> None:
    """The second trip's goods come on board at the depot, what was collected goes off."""
    file = _file(
        Client("a", 1, delivery=(3,)),
        Client("b", 1, pickup=(4,)),
        Client("c", 2, delivery=(7,)),
        depot_service=5,
    )
    walked = _walk(file, "a", "b", LoadAt("D"), "c")
    assert [step.kind for step in walked] == ["start", "client", "client", "reload", "client", "end"]
    assert [step.load for step in walked] == [(3,), (0,), (4,), (7,), (0,), (0,)]
    assert walked[3].departure - walked[3].start == 5
    assert walked[-1].distance == 60


def test_shipments_are_on_board_between_their_ends(tmp_path: Path) -> None:
    """And nowhere else."""
    file = parsed(tmp_path, PAIRS)
    route = schedule(file.problem, "vehicle1", ["1", "3", "2", "5", "4"])
    assert route is not None
    assert file.problem.shipments[0] == Shipment("1", "2", (3,))
    assert [step.load for step in steps(file, route)] == [(2,), (5,), (9,), (6,), (4,), (0,), (0,)]


def test_a_rest_before_leaving_and_one_on_arrival() -> None:
    """The first is taken where the vehicle is, the second where it is going; travel is counted once."""
    breaks = (Break("early", 5, (20, 20)), Break("late", 7, (60, 70)))
    file = _file(Client("a", 1), Client("b", 3, windows=((90, 100),)), breaks=breaks)
    visits = (Visit("a", 10, 10, 10), Visit("b", 45, 90, 90))
    rests = (Rest("early", 1, 20, 25), Rest("late", 1, 60, 67))
    walked = steps(file, Route("van", "D", "D", visits, 0, 120, 60, 0, rests=rests))
    assert [(step.name, step.location) for step in walked] == [
        ("D", 0),
        ("a", 1),
        ("early", 1),
        ("late", 3),
        ("b", 3),
        ("D", 0),
    ]
    assert [step.duration for step in walked] == [0, 10, 10, 30, 30, 60]
    assert [step.start - step.arrival for step in walked] == [0, 0, 10, 15, 23, 0]


def test_a_rest_after_the_last_client() -> None:
    """On the way home it is taken at the client's, or at the depot once that is reached."""
    file = _file(Client("a", 1))
    for start, place in ((10, 1), (25, 0)):
        route = Route(
            "van", "D", "D", (Visit("a", 10, 10, 10),), 0, 30, 20, 0, rests=(Rest("x", 1, start, start + 5),)
        )
        walked = steps(file, route)
        assert (walked[2].kind, walked[2].location, walked[-1].duration) == ("break", place, 20)


def test_an_end_anywhere() -> None:
    """Is where the last client is."""
    walked = _walk(_file(Client("a", 2), open_end=True), "a")
    assert (walked[-1].kind, walked[-1].name, walked[-1].location) == ("end", "", 2)
    assert walked[-1].duration == 20


def test_a_start_anywhere() -> None:
    """Is where the first client is; the way there, from a row of no place, is none."""
    ways = np.pad(_LINE, (0, 1))
    problem = Problem(
        depots=(Depot("D", 0), Depot("anywhere", 4)),
        clients=(Client("a", 2),),
        vehicle_types=(VehicleType("van", 1, (9,), "anywhere", end_depot="D"),),
        matrices={"default": Matrix(ways, ways)},
    )
    walked = _walk(RoutingFile(problem, anywhere=4), "a")
    assert [step.location for step in walked] == [2, 2, 0]
    assert [step.duration for step in walked] == [0, 0, 20]


def test_travel_in_traffic() -> None:
    """At half the speed it takes twice as long; the distance stays."""
    walked = _walk(_file(Client("a", 2), traffic=Traffic((0,), (500,))), "a")
    assert (walked[1].duration, walked[1].distance) == (40, 20)


def test_unknown_distances() -> None:
    """Are none."""
    problem = _file(Client("a", 2)).problem
    route = schedule(problem, "van", ["a"])
    assert route is not None
    assert [step.distance for step in steps(RoutingFile(problem, distances={"default": None}), route)] == [
        None
    ] * 3
