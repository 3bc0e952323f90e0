"""``.sol`` files, out and in."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile, sol
from optimizer.routing.formats.routing_file import EarlierRoute
from optimizer.routing.problem import UNLIMITED
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Route, Solution, Stop, Visit
from tests.helpers.routing_files import RICH, SOLOMON, VRP, parsed


def _plan(file: RoutingFile, *tours: tuple[str, tuple[Stop, ...]]) -> Solution:
    routes = [schedule(file.problem, kind, stops) for kind, stops in tours]
    assert None not in routes
    return Solution(tuple(route for route in routes if route is not None))


def test_costs_are_in_file_units(tmp_path: Path) -> None:
    """A Solomon cost of 28 tenths is written 2.8."""
    route = Route("vehicle", "0", "0", (Visit("1", 0, 0, 0),), 0, UNLIMITED, 28, 28)
    assert sol.write(parsed(tmp_path, SOLOMON), Solution((route,)), 28) == "Route #1: 1\nCost 2.8\n"


def test_where_vehicles_differ_route_k_is_vehicle_k(tmp_path: Path) -> None:
    """One that stays has an empty route, so that the plan is read back as it was; a reload is its depot's number."""
    file = parsed(tmp_path, RICH)
    stops = ("2", LoadAt("depot2"), "3")
    plan = _plan(file, ("vehicle3", ("5",)), ("vehicle1", stops))
    text = sol.write(file, plan, 99)
    assert text == "Route #1: 2 1 3\nRoute #2:\nRoute #3: 5\nCost 99\n"
    assert sol.read_tours(file, text, "x").routes == (
        EarlierRoute("vehicle1", stops),
        EarlierRoute("vehicle3", ("5",)),
    )


def test_the_number_of_a_route_is_that_of_its_vehicle(tmp_path: Path) -> None:
    """However many routes stand before it; there is no vehicle 0, and none beyond the last."""
    file = parsed(tmp_path, RICH)
    assert sol.read_tours(file, "Route #3: 5\nRoute #1: 2\n", "x").routes == (
        EarlierRoute("vehicle3", ("5",)),
        EarlierRoute("vehicle1", ("2",)),
    )
    for number in ("0", "4", "9" * 5000):
        with pytest.raises(InputError, match="there are 3 vehicles") as caught:
            sol.read_tours(file, f"Route #1: 2\nRoute #{number}: 5\n", "old.sol")
        assert caught.value.findings[0].place.row == 2


def test_more_vehicles_than_fit_into_a_list(tmp_path: Path) -> None:
    """Are a number: alike vehicles are not written down one by one."""
    file = parsed(tmp_path, VRP.replace("CAPACITY", "VEHICLES : 1000000000000\nCAPACITY"))
    assert sol.read_tours(file, "Route #7: 1 2\n", "x").routes == (EarlierRoute("vehicle1", ("1", "2")),)


def test_clients_that_are_gone_are_left_out(tmp_path: Path) -> None:
    """And a route of which none is left; what else the file says is not looked at."""
    text = "Route #1: 7 8\nRoute #2 : 2 9\nroute 3: 1\nCost 5\nOptimal: True\n"
    assert sol.read_tours(parsed(tmp_path, VRP), text.replace("route 3: 1\n", ""), "x").routes == (
        EarlierRoute("vehicle1", ("2",)),
    )


def test_a_plan_without_routes(tmp_path: Path) -> None:
    """Of a day on which nobody could be served is a plan all the same: its cost says that it is one."""
    for text in (VRP, RICH):
        file = parsed(tmp_path, text)
        assert sol.read_tours(file, sol.write(file, Solution(()), 0), "old.sol").routes == ()


@pytest.mark.parametrize(
    ("text", "row", "cause"),
    [
        ("Costs of today\n", None, "no routes"),
        ("Route #1:\n", None, "none of the problem's clients"),
        ("Route #1: 8 9\n", None, "none of the problem's clients"),
        ("Route #1: 1 2\nRoute #2: 1\n", 2, "visited twice"),
        ("Route #1: 1 2\nRoute #2: 7 depot\n", 2, "'depot' is no client"),
        ("Route #1: 1,2\n", 1, "'1,2' is no client"),
        ("Route #1: 1\nRoute #2:\nRoute #3: 2\n", 3, "there are 2 vehicles"),
        ("Route #1: 1\nRoute #01: 2\n", 2, "another route 1"),
    ],
)
def test_what_is_no_plan_of_the_problem(tmp_path: Path, text: str, row: int | None, cause: str) -> None:
    """Nothing in it, somebody else's, one client twice, or more routes than vehicles."""
    with pytest.raises(InputError, match=cause) as caught:
        sol.read_tours(parsed(tmp_path, VRP), text, "old.sol")
    assert caught.value.findings[0].place.row == row
