"""Every feature of a problem, by every engine that has it; the others are passed over by name."""

import pytest

from optimizer.core.errors import InputError
from optimizer.core.status import Status
from optimizer.routing.engines import Capability, engine_names, features, solve
from optimizer.routing.engines import engine as registered
from optimizer.routing.engines.feature_table import EXAMPLES
from optimizer.routing.problem import Client, Group, Shipment
from optimizer.routing.schedule import timed_solution
from tests.contract.routing import (
    cases_costs,
    cases_places,
    cases_plans,
    cases_ties,
    cases_times,
    cases_trips,
)
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_engines import (
    CROSS,
    EAST,
    FAR_EAST,
    PARAMS,
    WEST,
    Case,
    case,
    having,
    lacking,
    solved,
)


def _subjects(*tables: dict[Capability, list[Case]]) -> list[tuple[Capability, Case]]:
    return [(subject, one) for table in tables for subject, cases in table.items() for one in cases]


#: Features that every engine has, each with a case that is about it; then those that some lack perhaps.
COMMON = _subjects(cases_costs.CASES, cases_places.CASES, cases_times.CASES)
OTHER = _subjects(cases_trips.CASES, cases_ties.CASES, cases_plans.CASES)
CASES = [one for _, one in OTHER]


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for _, one in COMMON])
def test_optimum_by_every_engine(engine: str, one: Case) -> None:
    """Every engine finds the optimum that is known by hand."""
    check_optimum(engine, one)


@having(CASES)
def test_optimum(engine: str, one: Case) -> None:
    """The engine finds the optimum that is known by hand."""
    check_optimum(engine, one)


def check_optimum(engine: str, one: Case) -> None:
    solution, cost = solved(one.problem, engine)
    assert cost == one.cost
    assert one.tours is None or tours(solution) == one.tours


@lacking(CASES)
def test_lacking_engine_is_passed_over(engine: str, one: Case) -> None:
    """An engine that lacks a feature refuses by its name."""
    features = registered(engine).missing(one.problem)
    with pytest.raises(InputError, match=f"{engine} lacks {', '.join(sorted(features))}") as refusal:
        solve(one.problem, PARAMS, engine)
    assert refusal.value.findings[0].code == "engine-lacks-feature"


@pytest.mark.parametrize("capability", Capability)
def test_every_feature_has_a_case(capability: Capability) -> None:
    """Each feature is the subject of cases, and at least one of their problems uses it."""
    problems = [one.problem for subject, one in (*COMMON, *OTHER) if subject is capability]
    assert any(capability in features(problem) for problem in problems)


def test_every_feature_has_an_engine() -> None:
    """Nothing that a problem may say is beyond all of them."""
    had = {
        one for one in Capability for name in engine_names() if not registered(name).missing(EXAMPLES[one])
    }
    assert had == set(Capability)


#: Of two shipments the van has the way for the shorter one.
ONE_OF_TWO = case(
    "one-shipment-of-two",
    problem_of(
        line(0, 10, 20, -10, -25),
        [Client("p1", 1), Client("d1", 2), Client("p2", 3), Client("d2", 4)],
        [van(max_distance=60)],
        shipments=(Shipment("p1", "d1"), Shipment("p2", "d2")),
    ),
    40,
)


#: The van has the way for two clients in the west, or for a parcel in the east.
GROUP_OR_TWO = case(
    "group-or-two-clients",
    problem_of(
        CROSS,
        [
            Client("home", FAR_EAST, required=False, prize=9),
            Client("locker", EAST, required=False, prize=5),
            Client("b", WEST),
            Client("c", WEST),
        ],
        [van(max_distance=39)],
        groups=(Group("parcel", ("home", "locker")),),
    ),
    20 + 9,
)


LEFT_OUT = {"one-shipment-of-two": {"p2", "d2"}, "group-or-two-clients": {"home", "locker"}}


@having([ONE_OF_TWO, GROUP_OR_TWO])
def test_leaving_out_as_few_as_possible(engine: str, one: Case) -> None:
    """Shipments are left out as a whole, a required group counts as one client, and each has its reason."""
    result = solve(one.problem, PARAMS, engine)
    assert result.status is Status.INFEASIBLE
    assert result.solution is not None
    assert set(result.solution.unserved) == LEFT_OUT[one.name]
    assert result.objective == one.cost
    assert {unserved.id for unserved in result.unserved} == LEFT_OUT[one.name]


#: The dear van is to begin with b, who is out of reach, and then with a, whom nobody would visit else.
LOST_BEGINNING = case(
    "beginning-less-one-out-of-reach",
    problem_of(
        CROSS,
        [Client("a", EAST, required=False), Client("b", FAR_EAST, windows=((0, 5),)), Client("c", EAST)],
        [van("dear", cost_per_distance=2, prefix=("b", "a")), van("cheap")],
    ),
    40,
    ("dear", "a", "c"),
)


@having([LOST_BEGINNING])
def test_rest_of_a_beginning_is_kept(engine: str, one: Case) -> None:
    """Who cannot be served leaves what is fixed of a route; the others still are its beginning."""
    result = solve(one.problem, PARAMS, engine, start=timed_solution(one.problem, [("cheap", ["a", "c"])]))
    assert (result.status, result.objective) == (Status.INFEASIBLE, one.cost)
    assert result.solution is not None
    assert tours(result.solution) == {("dear", "a", "c")}
    assert [(left.id, left.reason) for left in result.unserved] == [("b", "client-window-unreachable")]


#: Yesterday's plan, of which some clients and vehicles are gone and others new.
EVERYTHING = problem_of(
    line(0, 10, 20, 30, 40, -10, -20),
    [
        Client("p", 1),
        Client("d", 2),
        Client("home", 3, required=False),
        Client("locker", 4, required=False),
        Client("a", 5, delivery=(60,)),
        Client("b", 6, delivery=(60,)),
    ],
    [van(count=2)],
    shipments=(Shipment("p", "d", (1,)),),
    groups=(Group("parcel", ("home", "locker")),),
)


@having([case("everything", EVERYTHING, 60 + 20 + 40)])
def test_start_may_lack_half_of_what_is_tied(engine: str, one: Case) -> None:
    """A start of which clients were taken away or added since is taken over as far as it goes."""
    start = solve(one.problem, PARAMS, engine).solution
    assert start is not None
    for gone in ({"p"}, {"home"}, {"a", "locker"}):
        problem = one.problem.without(gone)
        assert solve(problem, PARAMS, engine, start=start).status is Status.FEASIBLE
        smaller = solve(problem, PARAMS, engine).solution
        again = solve(one.problem, PARAMS, engine, start=smaller)
        assert (again.status, again.objective) == (Status.FEASIBLE, one.cost)
