"""The checker names every rule about times that an edited plan breaks: loading, breaks, traffic, overtime."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing.check import check, cost
from optimizer.routing.problem import Break, Client, Depot, Matrix, Problem, Traffic
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Rest, Solution, Stop, Visit
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30)


def rules(problem: Problem, solution: Solution) -> set[str]:
    """Names of the rules broken."""
    return {violation.rule for violation in check(problem, solution)}


def edited(plan: Solution, **changes: Any) -> Solution:  # noqa: ANN401
    """Return the plan with its only route edited."""
    return replace(plan, routes=(replace(plan.routes[0], **changes),))


LOADED = problem_of(
    ROAD,
    [Client("a", 1, release_s=20), Client("b", 2, release_s=90)],
    [van(reload_depots=("D",))],
    [Depot("D", 0, (0, 140), service_s=7)],
)
LOADED_PLAN = timed_solution(LOADED, [("van", ["a", LoadAt("D"), "b"])])


def test_loading_takes_its_time_before_each_trip() -> None:
    """The route begins with loading, and a trip leaves once it is loaded and its goods are released."""
    assert check(LOADED, LOADED_PLAN) == ()
    route = LOADED_PLAN.routes[0]
    assert (route.start, route.visits[0].arrival) == (56, 73)
    assert (route.reloads[0].arrival, route.reloads[0].start, route.reloads[0].departure) == (83, 83, 90)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"depots": (Depot("D", 0, (0, 140), service_s=6),)}, "travel-time"),
        ({"depots": (Depot("D", 0, (0, 140), service_s=6),)}, "loading-time"),
        ({"depots": (Depot("D", 0, (0, 82), service_s=7),)}, "depot-window"),
        ({"clients": (replace(LOADED.clients[0], release_s=64), LOADED.clients[1])}, "release-time"),
        ({"clients": (LOADED.clients[0], replace(LOADED.clients[1], release_s=91))}, "release-time"),
    ],
)
def test_loading_for_a_harder_problem_is_refused(changes: dict[str, Any], rule: str) -> None:
    """Loading that takes longer, a depot that closes before it, and goods that are ready later are named."""
    assert rule in rules(LOADED.replace(**changes), LOADED_PLAN)


def test_reload_that_begins_before_it_is_reached_is_refused() -> None:
    """Loading again begins on arrival at the earliest."""
    reload = replace(LOADED_PLAN.routes[0].reloads[0], start=82, departure=89)
    assert "loading-time" in rules(LOADED, edited(LOADED_PLAN, reloads=(reload,)))


def test_overtime_is_charged_beyond_its_threshold() -> None:
    """Each unit of duration beyond the threshold costs more, and a route that hides it is refused."""
    kind = van(overtime_after=25, cost_per_overtime=3, cost_per_duration=1)
    problem = problem_of(ROAD, [Client("a", 1, service_s=10)], [kind])
    plan = timed_solution(problem, [("van", ["a"])])
    assert cost(problem, plan) == 20 + 30 + 3 * 5
    assert check(problem, plan) == ()
    assert rules(problem, edited(plan, cost=50)) == {"route-cost"}


LUNCH, TEA = Break("lunch", 10, (30, 40)), Break("tea", 5, (60, 70))
RESTED = problem_of(
    ROAD,
    [Client("a", 1, windows=((0, 20),), service_s=3), Client("b", 3, windows=((60, 80),), service_s=30)],
    [van(breaks=(LUNCH, TEA), shift=(0, 500))],
)
RESTED_PLAN = timed_solution(RESTED, [("van", ["a", "b"])])
(AT_LUNCH, AT_TEA) = RESTED_PLAN.routes[0].rests


def test_breaks_are_taken_between_stops() -> None:
    """A plan with a rest after one client and one before the next holds."""
    assert check(RESTED, RESTED_PLAN) == ()
    assert [(rest.break_id, rest.position) for rest in (AT_LUNCH, AT_TEA)] == [("lunch", 1), ("tea", 1)]
    assert RESTED_PLAN.routes[0].visits[1].start == AT_TEA.end


@pytest.mark.parametrize(
    ("rests", "rule"),
    [
        ((AT_LUNCH,), "break-required"),
        ((AT_TEA,), "break-required"),
        ((replace(AT_LUNCH, end=AT_LUNCH.end - 1), AT_TEA), "break-duration"),
        ((replace(AT_LUNCH, start=29, end=39), AT_TEA), "break-window"),
        ((replace(AT_LUNCH, start=41, end=51), AT_TEA), "break-window"),
        ((AT_LUNCH, replace(AT_TEA, start=AT_TEA.start + 8, end=AT_TEA.end + 8)), "break-place"),
        ((replace(AT_LUNCH, position=2), AT_TEA), "position"),
        ((replace(AT_LUNCH, position=0), AT_TEA), "break-place"),
        ((AT_LUNCH, replace(AT_TEA, position=2)), "break-place"),
        ((AT_LUNCH, replace(AT_TEA, start=35, end=40)), "break-place"),
        ((replace(AT_LUNCH, break_id="tea"), AT_TEA), "break-order"),
        ((replace(AT_LUNCH, break_id="tea"), replace(AT_TEA, break_id="lunch")), "break-order"),
        ((replace(AT_LUNCH, break_id="nap"), AT_TEA), "unknown-id"),
        ((AT_LUNCH, AT_TEA, Rest("tea", 3, 200, 205)), "position"),
    ],
)
def test_edited_rests_are_refused(rests: tuple[Rest, ...], rule: str) -> None:
    """A rest that is missing, too short, out of its window, order or place, or during service, is named."""
    assert rule in rules(RESTED, edited(RESTED_PLAN, rests=rests))


@pytest.mark.parametrize(
    ("window", "due"), [((0, 0), False), ((0, 1), True), ((0, 19), True), ((0, 20), False)]
)
def test_break_is_due_on_a_route_under_way_when_its_window_ends(window: tuple[int, int], due: bool) -> None:
    """A route of 0 to 20 needs a rest only if the window ends within."""
    problem = problem_of(ROAD, [Client("a", 1, windows=((0, 10),))], [van()])
    plan = edited(timed_solution(problem, [("van", ["a"])]), start=0, end=20)
    kind = van(breaks=(Break("rest", 5, window),))
    broken = rules(problem.replace(vehicle_types=(kind,)), plan)
    assert ("break-required" in broken) is due


def test_rest_delays_the_leg_it_comes_before() -> None:
    """An arrival that forgets the rest before the leg is refused."""
    kind = van(breaks=(Break("rest", 10, (0, 15)),))
    problem = problem_of(ROAD, [Client("a", 1, windows=((0, 30),), service_s=100)], [kind])
    plan = timed_solution(problem, [("van", ["a"])])
    (rest,) = plan.routes[0].rests
    visit = plan.routes[0].visits[0]
    assert check(problem, plan) == ()
    assert (rest.end, visit.arrival) == (visit.arrival - 10, visit.start)
    early = replace(visit, arrival=visit.arrival - 1)
    assert "travel-time" in rules(problem, edited(plan, visits=(early,)))


def test_nobody_rests_while_driving() -> None:
    """A rest between leaving one stop and reaching the next is refused."""
    kind = van(breaks=(Break("rest", 4, (0, 15)),))
    problem = problem_of(ROAD, [Client("a", 1, service_s=20)], [kind])
    visit = Visit("a", 10, 10, 30)
    resting = edited(timed_solution(problem, [("van", ["a"])]), start=0, end=40, visits=(visit,))
    assert "travel-time" in rules(problem, edited(resting, rests=(Rest("rest", 0, 5, 9),)))
    arrived = replace(visit, start=14, departure=34)
    assert (
        rules(problem, edited(resting, end=44, visits=(arrived,), rests=(Rest("rest", 0, 10, 14),))) == set()
    )


def test_rests_around_a_reload() -> None:
    """At a depot a driver may rest before loading and between loading and leaving, not while loading."""
    rests = Break("one", 4, (20, 24)), Break("two", 4, (30, 34))
    problem = problem_of(
        ROAD,
        [Client("a", 1), Client("b", 1, windows=((48, 50),))],
        [van(breaks=rests, reload_depots=("D",), shift=(0, 500))],
        [Depot("D", 0, service_s=2)],
    )
    order: list[Stop] = ["a", LoadAt("D"), "b"]
    route = timed_solution(problem, [("van", order)]).routes[0]
    reload = replace(route.reloads[0], arrival=22, start=28, departure=30)
    first, second = Rest("one", 1, 24, 28), Rest("two", 1, 34, 38)
    visits = Visit("a", 12, 12, 12), Visit("b", 48, 48, 48)
    around = replace(route, start=0, end=58, visits=visits, reloads=(reload,), rests=(first, second))
    assert check(problem, Solution((around,))) == ()
    during = replace(around, rests=(first, replace(second, start=29, end=33)))
    assert "break-place" in rules(problem, Solution((during,)))


TRAFFIC = Traffic((0, 20, 40), (1000, 500, 1000))
JAMMED = problem_of(
    Matrix(ROAD.distance, ROAD.duration, TRAFFIC),
    [Client("a", 1, windows=((0, 12),)), Client("b", 3)],
    [van()],
)
JAMMED_PLAN = timed_solution(JAMMED, [("van", ["a", "b"])])


def test_traffic_stretches_the_legs_it_meets() -> None:
    """From 10 the next 20 take 10 in free traffic until the jam, and then 20 at half the rate."""
    assert check(JAMMED, JAMMED_PLAN) == ()
    assert [visit.arrival for visit in JAMMED_PLAN.routes[0].visits] == [10, 40]
    assert JAMMED_PLAN.routes[0].end == 70


@pytest.mark.parametrize(
    "traffic",
    [
        None,
        Traffic((0, 20, 40), (1000, 530, 1000)),
        Traffic((0, 19, 40), (1000, 500, 1000)),
        Traffic((0, 20, 40), (1000, 500, 999)),
        Traffic((0, 3), (1000, 999)),
    ],
)
def test_plan_for_other_traffic_is_refused(traffic: Traffic | None) -> None:
    """Times that held under one traffic do not hold under another."""
    problem = JAMMED.replace(matrices={"default": Matrix(ROAD.distance, ROAD.duration, traffic)})
    assert "travel-time" in rules(problem, JAMMED_PLAN)


def test_traffic_and_rests_go_together() -> None:
    """A rest taken before a jam moves the leg into it, and the checker follows."""
    problem = JAMMED.replace(vehicle_types=(van(breaks=(Break("rest", 4, (0, 16)),)),))
    plan = timed_solution(problem, [("van", ["a", "b"])])
    assert check(problem, plan) == ()
    assert rules(problem, edited(plan, rests=())) >= {"break-required"}
