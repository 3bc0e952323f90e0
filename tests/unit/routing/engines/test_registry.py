"""Engines are found by name, and refuse by name what they lack."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.routing.engines import Capability, engine, engine_names, register, solve
from optimizer.routing.engines.registry import FEW, LONG, SMALL, VARIETY_FROM, VARIETY_TO, WINDOWS_S, choose
from optimizer.routing.matrix import PlanarMatrix
from optimizer.routing.problem import Backhauls, Client, Problem, Shipment
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_spread import square

SIMPLE = problem_of(line(0, 10), [Client("a", 1)])
BALANCED = SIMPLE.replace(longest_route_cost=1)


def test_auto_prefers_what_suits_the_problem() -> None:
    """Small problems and short searches have another first engine than large problems."""
    large = square(VARIETY_FROM - 1)
    names = [choose(one, "auto", Params(time_limit_s=9.0)).name for one in (SIMPLE, square(SMALL - 1), large)]
    assert names == ["decomposed", "decomposed", "sisr"]
    assert choose(large, "auto", Params(iteration_limit=9)).name == "decomposed"


def test_auto_prefers_the_search_for_fewest_vehicles_also_for_small_problems() -> None:
    """Where their fixed cost outweighs all the rest, and time is limited."""
    plain = square(SMALL - 1)
    for fixed, params, name in (
        (10**9, Params(time_limit_s=9.0), "sisr"),
        (10**9, Params(time_limit_s=9.0, iteration_limit=9), "decomposed"),
        (10**9, Params(), "decomposed"),
        (1, Params(time_limit_s=9.0), "decomposed"),
    ):
        kinds = tuple(replace(kind, fixed_cost=fixed) for kind in plain.vehicle_types)
        assert choose(plain.replace(vehicle_types=kinds), "auto", params).name == name


def test_auto_prefers_a_population_for_few_clients_with_windows() -> None:
    """On single trips of vehicles that cost nothing by themselves, with time enough; never in pairs."""
    open_late: tuple[tuple[int, int], ...] = ((5, 10**6),)

    def chosen(clients: int, seconds: float = 9.0, fixed: int = 0, **changes: Any) -> str:  # noqa: ANN401
        problem = square(clients)
        timed = (replace(problem.clients[0], windows=open_late), *problem.clients[1:])
        kind = van(count=clients, fixed_cost=fixed, reload_depots=changes.pop("reloads", ()))
        plain = problem.replace(clients=timed, vehicle_types=(kind,), **changes)
        return choose(plain, "auto", Params(time_limit_s=seconds)).name

    assert chosen(10) == chosen(VARIETY_FROM - 1) == chosen(100, 100 * WINDOWS_S) == "genetic"
    assert chosen(100, 99 * WINDOWS_S) == chosen(VARIETY_FROM) == chosen(100, reloads=("D",)) == "sisr"
    assert chosen(100, fixed=1) == "sisr"
    ends = tuple(replace(one, delivery=()) for one in square(10).clients[1:3])
    pairs = (Shipment(ends[0].id, ends[1].id, (1,)),)
    mixed = square(10).replace(
        clients=(square(10).clients[0], *ends, *square(10).clients[3:]), shipments=pairs
    )
    windowed = (replace(mixed.clients[0], windows=open_late), *mixed.clients[1:])
    assert choose(mixed.replace(clients=windowed), "auto", Params(time_limit_s=9.0)).name == "decomposed"


def test_auto_prefers_several_searches_for_small_problems_and_long_routes() -> None:
    """Those of some hundred clients, with many on a route within windows, with a choice; not with reloads."""

    def chosen(clients: int, per_route: int, reloads: tuple[str, ...] = (), **changes: Any) -> str:  # noqa: ANN401
        problem = square(clients)
        most = max(client.delivery[0] for client in problem.clients)
        served = tuple(replace(client, delivery=(most,), **changes) for client in problem.clients)
        kind = van(count=clients, capacity=(most * per_route,), reload_depots=reloads)
        plain = problem.replace(clients=served, vehicle_types=(kind,))
        return choose(plain, "auto", Params(time_limit_s=9.0)).name

    windows: dict[str, Any] = {"windows": ((0, 10**6),)}
    assert chosen(VARIETY_FROM, 10) == chosen(FEW - 1, 10) == "portfolio"
    assert chosen(VARIETY_FROM, LONG, **windows) == chosen(FEW, LONG + 1, **windows) == "portfolio"
    assert chosen(FEW, LONG + 1) == chosen(VARIETY_FROM, LONG - 1, **windows) == "sisr"
    assert chosen(FEW - 1, 10, required=False, prize=1, **windows) == "portfolio"
    assert chosen(FEW, LONG + 1, required=False, prize=1, **windows) == "sisr"
    assert chosen(VARIETY_FROM, 10, ("D",)) == chosen(VARIETY_FROM - 1, 10, required=False, prize=1) == "sisr"
    assert chosen(FEW, 10, required=False, prize=10**9, **windows) == "sisr"
    assert (
        choose(square(FEW).replace(backhauls=Backhauls.LAST), "auto", Params(time_limit_s=9.0)).name
        == "portfolio"
    )


def test_auto_hands_no_matrix_of_very_many_places_to_pyvrp() -> None:
    """Beyond so many clients, or where ways are computed when looked at, ``sisr`` comes first."""
    first, *others = (Client(f"c{number}", 1, delivery=(1,)) for number in range(VARIETY_TO + 1))
    kinds = [van(count=9, capacity=(1000,))]
    road = problem_of(line(0, 10), others, kinds, backhauls=Backhauls.LAST)
    points = np.array([[0.0, 0.0], [0.0, 10.0]])
    computed = PlanarMatrix(points, lambda straight: straight.astype(np.int64))

    def chosen(problem: Problem) -> str:
        return choose(problem, "auto", Params(time_limit_s=9.0)).name

    assert chosen(road) == "portfolio"
    assert chosen(road.replace(clients=(first, *others))) == "sisr"
    assert chosen(road.replace(matrices={"default": computed})) == "sisr"


def test_auto_takes_the_first_that_lacks_nothing() -> None:
    """``auto`` passes over engines that lack a feature."""
    assert engine("pyvrp").missing(BALANCED)
    able = [name for name in engine_names() if not engine(name).missing(BALANCED)]
    assert choose(BALANCED, "auto", Params()).name == able[0]
    assert solve(BALANCED, Params(iteration_limit=5)).engine == able[0]


def test_named_engine_refuses_what_it_lacks() -> None:
    """A named engine never drops a constraint: it refuses with a code and the missing capability."""
    assert engine("pyvrp").missing(BALANCED) == {Capability.BALANCE}
    with pytest.raises(InputError, match="pyvrp lacks cost of the longest route") as refusal:
        solve(BALANCED, Params(), "pyvrp")
    assert refusal.value.findings[0].code == "engine-lacks-feature"


def test_unknown_engine_is_refused() -> None:
    """An engine that does not exist is refused with the names of those that do."""
    with pytest.raises(InputError, match=f"Name one of {', '.join(engine_names())}, auto") as refusal:
        engine("cplex")
    assert refusal.value.findings[0].code == "engine-unknown"


class Unable:
    """An engine that lacks everything."""

    name = "unable"
    version = "0"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Lack everything."""
        del problem
        return frozenset(Capability)

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Is never asked."""
        msg = "an engine that lacks a feature was asked"
        raise AssertionError(msg)


ENGINE = Unable()


def test_registered_engine_is_found_and_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registered engine joins the others; all that lack a feature are named together."""
    monkeypatch.setattr("optimizer.routing.engines.registry._MODULES", {})
    register("unable", __name__)
    assert engine_names() == ("unable",)
    assert engine("unable").name == "unable"
    with pytest.raises(InputError, match=r"unable lacks .*vehicle shifts"):
        choose(SIMPLE, "auto", Params())


def test_engines_are_imported_when_asked_for() -> None:
    """Importing the package imports neither solver library."""
    script = "import sys, optimizer.routing.engines as e; print({'pyvrp', 'ortools'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
