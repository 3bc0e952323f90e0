"""What every routing engine must do: one small case per feature, its optimum known by hand.

Each case names a cost that differs from what an engine would find that ignored the feature.
"""

from typing import Any

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing import reasons
from optimizer.routing.engines import engine as registered
from optimizer.routing.engines import engine_names, solve
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, tours, van

PARAMS = Params(iteration_limit=60)
#: Places 0 to 4: the depot, 10 and 20 to the east, 10 and 20 to the west.
CROSS = line(0, 10, 20, -10, -20)
#: The same road at half the speed, so that distances and durations differ.
SLOW = line(0, 10, 20, -10, -20, pace=2)
EAST, FAR_EAST, WEST = 1, 2, 3


@pytest.fixture(params=engine_names())
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


def solved(problem: Problem, engine: str, **options: Any) -> tuple[Solution, int]:  # noqa: ANN401
    """Return the solution and its cost, which must serve everyone required."""
    result = solve(problem, options.pop("params", PARAMS), engine, **options)
    assert result.status is Status.FEASIBLE
    assert result.solution is not None
    assert result.objective is not None
    return result.solution, int(result.objective)


def test_capacity(engine: str) -> None:
    """Two clients that fill a van each need two vans (40), though one tour would be 20 shorter."""
    clients = [Client("a", EAST, delivery=(60,)), Client("b", EAST, delivery=(60,))]
    assert solved(problem_of(CROSS, clients, [van(count=2)]), engine)[1] == 40


@pytest.mark.parametrize("scarce", [0, 1])
def test_every_measure_has_its_capacity(engine: str, scarce: int) -> None:
    """The capacity of each measure holds, whichever is scarce."""
    capacity = tuple(1 if index == scarce else 9 for index in range(2))
    clients = [Client("a", EAST, delivery=(1, 1)), Client("b", EAST, delivery=(1, 1))]
    problem = problem_of(CROSS, clients, [van(count=2, capacity=capacity)], measures=("kg", "m3"))
    assert solved(problem, engine)[1] == 40


@pytest.mark.parametrize(
    ("per_distance", "per_duration", "order", "cost"),
    [(1, 0, ("a", "b"), 6), (0, 1, ("b", "a"), 9), (20, 1, ("a", "b"), 270), (1, 20, ("b", "a"), 240)],
)
def test_distance_and_duration_cost(
    engine: str, per_distance: int, per_duration: int, order: tuple[str, str], cost: int
) -> None:
    """The short way round is slow and the fast way long: each price takes its own way."""
    distance = np.array([[0, 2, 20], [20, 0, 2], [2, 20, 0]])
    duration = np.array([[0, 50, 3], [3, 0, 50], [50, 3, 0]])
    problem = problem_of(
        Matrix(distance, duration),
        [Client("a", 1), Client("b", 2)],
        [van(cost_per_distance=per_distance, cost_per_duration=per_duration)],
    )
    solution, found = solved(problem, engine)
    assert tours(solution) == {("van", *order)}
    assert found == cost


def test_fixed_cost(engine: str) -> None:
    """A fixed cost per vehicle makes one tour of 40 cheaper than two of 20."""
    clients = [Client("a", EAST), Client("b", WEST)]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=5)]), engine)[1] == 45


def test_fixed_cost_per_vehicle_type(engine: str) -> None:
    """The type with the fixed cost is used for the far client only."""
    kinds = [van("own", fixed_cost=50), van("hired", cost_per_distance=3)]
    near, far = Client("a", 1), Client("b", 2)
    assert solved(problem_of(line(0, 10, 50), [near], kinds), engine)[1] == 60
    assert solved(problem_of(line(0, 10, 50), [far], kinds), engine)[1] == 150


def test_vehicle_count(engine: str) -> None:
    """With one cheap vehicle the second client needs the dear one."""
    kinds = [van("cheap", capacity=(1,)), van("dear", capacity=(1,), cost_per_distance=3)]
    clients = [Client("a", EAST, delivery=(1,)), Client("b", EAST, delivery=(1,))]
    assert solved(problem_of(CROSS, clients, kinds), engine)[1] == 20 + 60


def test_several_depots(engine: str) -> None:
    """Each client is served from its own end of the road."""
    problem = problem_of(
        line(0, 100, 10, 90),
        [Client("a", 2), Client("b", 3)],
        [van("north"), van("south", start_depot="E")],
        [Depot("D", 0), Depot("E", 1)],
    )
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("north", "a"), ("south", "b")}, 40)


def test_route_that_ends_at_another_depot(engine: str) -> None:
    """The way back is not driven, and the unused vehicle's way from depot to depot costs nothing."""
    problem = problem_of(
        line(0, 100, 90),
        [Client("a", 2)],
        [van(count=2, end_depot="E", cost_per_duration=1)],
        [Depot("D", 0), Depot("E", 1)],
    )
    assert solved(problem, engine)[1] == 200


@pytest.mark.parametrize(
    "limit",
    [
        {"shift": (0, 79)},
        {"shift": (30, 109)},
        {"max_distance": 39},
        {"max_duration": 79},
    ],
)
def test_limits_of_a_route(engine: str, limit: dict[str, Any]) -> None:
    """A tour of 40 is beyond the cheap vehicle's limit; two clients out of reach go by the dear one."""
    kinds = [van("cheap", **limit), van("dear", cost_per_distance=3)]
    client = Client("a", FAR_EAST)
    solution, cost = solved(problem_of(SLOW, [client], kinds), engine)
    assert (tours(solution), cost) == ({("dear", "a")}, 120)


def test_depot_that_no_vehicle_uses(engine: str) -> None:
    """A depot without vehicles is not one more place to visit."""
    depots = [Depot("unused", FAR_EAST), Depot("D", 0), Depot("closed", WEST, (3, 3))]
    clients = [Client("a", EAST), Client("b", WEST)]
    assert solved(problem_of(CROSS, clients, [van(), van("x", count=0)], depots), engine)[1] == 40


@pytest.mark.parametrize("limit", [{"shift": (0, 80)}, {"max_distance": 40}, {"max_duration": 80}])
def test_limits_of_a_route_are_inclusive(engine: str, limit: dict[str, Any]) -> None:
    """A tour of exactly the limit is allowed."""
    kinds = [van("cheap", **limit), van("dear", cost_per_distance=3)]
    assert solved(problem_of(SLOW, [Client("a", FAR_EAST)], kinds), engine)[1] == 40


@pytest.mark.parametrize("limit", ["shift", "max_duration"])
def test_two_clients_do_not_fit_into_one_shift(engine: str, limit: str) -> None:
    """A tour to both would take 46 with service; with 45 at most, two vans go (2 x 5 more fixed cost)."""
    clients = [Client("a", EAST, service_s=3), Client("b", WEST, service_s=3)]
    bound = {"shift": (0, 45)} if limit == "shift" else {"max_duration": 45}
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=5, **bound)]), engine)[1] == 50


def test_max_distance_of_one_tour(engine: str) -> None:
    """A tour to both would be 40 long; with 39 at most, two vans go."""
    clients = [Client("a", EAST), Client("b", WEST)]
    problem = problem_of(SLOW, clients, [van(count=2, fixed_cost=5, max_distance=39)])
    assert solved(problem, engine)[1] == 50


def test_time_windows(engine: str) -> None:
    """Windows force the van to cross the depot twice: 80 instead of 60."""
    clients = [
        Client("a", EAST, windows=((0, 10),)),
        Client("b", FAR_EAST, windows=((100, 200),)),
        Client("c", WEST, windows=((50, 60),)),
    ]
    solution, cost = solved(problem_of(CROSS, clients), engine)
    assert (tours(solution), cost) == ({("van", "a", "c", "b")}, 80)


def test_service_duration(engine: str) -> None:
    """Service at the first client leaves no time for the second: two vans."""
    clients = [
        Client("a", EAST, windows=((0, 12),), service_s=20),
        Client("b", WEST, windows=((0, 32),)),
    ]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=7)]), engine)[1] == 54


def test_release_time(engine: str) -> None:
    """Goods that are ready at 50 cannot travel with those due by 30: two vans."""
    clients = [Client("a", EAST, windows=((0, 30),)), Client("b", FAR_EAST, release_s=50)]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=7)]), engine)[1] == 74


TWICE_OPEN = problem_of(
    CROSS,
    [Client("a", EAST, windows=((0, 5), (100, 110))), Client("b", WEST, windows=((35, 60),))],
    [van(count=2, fixed_cost=7, cost_per_distance=0, cost_per_duration=1)],
)


@pytest.mark.parametrize(
    "able", [name for name in engine_names() if not registered(name).missing(TWICE_OPEN)]
)
def test_several_time_windows(able: str) -> None:
    """Between its two windows the client is closed: one van would take 60, two take 20 each."""
    assert solved(TWICE_OPEN, able)[1] == 54


def test_waiting_costs_as_duration(engine: str) -> None:
    """Waiting between two windows would cost 60 more than a second van does."""
    clients = [Client("a", EAST, windows=((0, 10),)), Client("b", FAR_EAST, windows=((100, 200),))]
    kind = van(count=2, fixed_cost=10, cost_per_distance=0, cost_per_duration=1)
    assert solved(problem_of(CROSS, clients, [kind]), engine)[1] == 20 + 40 + 20


def test_van_that_leaves_late_does_not_pay_for_waiting(engine: str) -> None:
    """Leaving at 90 for a window at 100 takes 20, so the van is cheaper than one paid 2 by distance."""
    kinds = [van(cost_per_distance=0, cost_per_duration=1), van("other", cost_per_distance=2)]
    problem = problem_of(CROSS, [Client("a", EAST, windows=((100, 100),))], kinds)
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("van", "a")}, 20)
    assert solution.routes[0].start == 90


@pytest.mark.parametrize(("prize", "cost", "visited"), [(19, 19, 0), (21, 20, 1)])
def test_optional_client(engine: str, prize: int, cost: int, visited: int) -> None:
    """An optional client is visited only for a prize above its cost of 20."""
    solution, found = solved(problem_of(CROSS, [Client("a", EAST, required=False, prize=prize)]), engine)
    assert (found, len(solution.routes)) == (cost, visited)


def test_required_client_with_prize_is_served(engine: str) -> None:
    """A required client is served whatever it costs, and its prize is no cost."""
    assert solved(problem_of(CROSS, [Client("a", EAST, prize=3)]), engine)[1] == 20


def test_collections_fill_the_vehicle(engine: str) -> None:
    """Two collections that fill a van each need two vans."""
    clients = [Client("a", EAST, pickup=(60,)), Client("b", EAST, pickup=(60,))]
    assert solved(problem_of(CROSS, clients, [van(count=2)]), engine)[1] == 40


def test_delivery_makes_room_for_collection(engine: str) -> None:
    """A full load is delivered before a full load is collected, though that way is longer."""
    ways = np.array([[0, 10, 1], [1, 0, 10], [10, 1, 0]])
    clients = [Client("a", 1, delivery=(100,)), Client("b", 2, pickup=(100,))]
    solution, cost = solved(problem_of(Matrix(ways, ways), clients), engine)
    assert (tours(solution), cost) == ({("van", "a", "b")}, 30)


def test_delivery_and_collection_at_one_client(engine: str) -> None:
    """A client may receive a full load and hand over another."""
    client = Client("a", EAST, delivery=(100,), pickup=(100,))
    assert solved(problem_of(CROSS, [client]), engine)[1] == 20


def test_vehicles_allowed(engine: str) -> None:
    """Of two clients at one place, the one that the cheap type may not visit takes the dear one."""
    kinds = [van("cheap"), van("dear", cost_per_distance=3)]
    clients = [Client("a", EAST, vehicle_types=frozenset({"cheap"})), Client("b", EAST)]
    assert solved(problem_of(CROSS, clients, kinds), engine)[1] == 20
    clients = [Client("a", EAST, vehicle_types=frozenset({"dear"})), Client("b", FAR_EAST)]
    solution, cost = solved(problem_of(CROSS, clients, kinds), engine)
    assert (tours(solution), cost) == ({("dear", "a"), ("cheap", "b")}, 100)


def test_two_permissions_at_one_place(engine: str) -> None:
    """Clients at the same place are restricted separately."""
    kinds = [van("x"), van("y")]
    clients = [Client(name, EAST, vehicle_types=frozenset({name})) for name in ("x", "y")]
    assert tours(solved(problem_of(CROSS, clients, kinds), engine)[0]) == {("x", "x"), ("y", "y")}


@pytest.mark.parametrize(("price", "kind", "cost"), [(1, "bike", 10), (3, "van", 20)])
def test_matrix_per_profile(engine: str, price: int, kind: str, cost: int) -> None:
    """The bike takes the path of 5, the van the road of 10; the price of the path decides."""
    kinds = [van(), van("bike", profile="path", cost_per_distance=price)]
    matrices = {"default": line(0, 10), "path": line(0, 5)}
    solution, found = solved(problem_of(matrices, [Client("a", 1)], kinds), engine)
    assert (tours(solution), found) == ({(kind, "a")}, cost)


def test_travel_time_per_profile(engine: str) -> None:
    """The slow bike cannot hold the window that the van holds."""
    kinds = [van(cost_per_distance=9), van("bike", profile="path")]
    matrices = {"default": line(0, 10), "path": line(0, 10, pace=3)}
    clients = [Client("a", 1, windows=((0, 20),))]
    assert tours(solved(problem_of(matrices, clients, kinds), engine)[0]) == {("van", "a")}


@pytest.mark.parametrize("price", [1, 10**6])
def test_blocked_pair(engine: str, price: int) -> None:
    """Clients with no way between them need two tours, however finely costs are counted."""
    ways = np.array([[0, 10, 10], [10, 0, UNLIMITED], [10, UNLIMITED, 0]])
    clients = [Client("a", 1), Client("b", 2)]
    kind = van(count=2, fixed_cost=7 * price, cost_per_distance=price)
    assert solved(problem_of(Matrix(ways, ways), clients, [kind]), engine)[1] == 54 * price


def test_blocked_direction(engine: str) -> None:
    """A one-way street forces the longer way round."""
    ways = np.array([[0, 1, 10], [10, 0, UNLIMITED], [1, 10, 0]])
    solution, cost = solved(problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)]), engine)
    assert (tours(solution), cost) == ({("van", "b", "a")}, 30)


@pytest.mark.parametrize("window", [(50, 900), (0, 15)])
def test_depot_windows(engine: str, window: tuple[int, int]) -> None:
    """The near depot opens too late or closes too early; the far one serves the client."""
    problem = problem_of(
        line(0, 40, 10),
        [Client("a", 2, windows=((0, 55),))],
        [van(), van("far", start_depot="E")],
        [Depot("D", 0, window), Depot("E", 1)],
    )
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("far", "a")}, 60)


@pytest.mark.parametrize(
    "useless",
    [
        {"shift": (900, 950)},
        {"shift": (600, 950), "end_depot": "E"},
        {"max_distance": 19, "end_depot": "E"},
        {"max_duration": 19, "end_depot": "E"},
        {"count": 0},
    ],
)
def test_vehicle_that_can_never_drive_is_no_obstacle(engine: str, useless: dict[str, Any]) -> None:
    """A vehicle that can never leave its depot, or never reach its last one, stays unused."""
    depots = [Depot("D", 0, (0, 500)), Depot("E", FAR_EAST)]
    problem = problem_of(CROSS, [Client("a", EAST)], [van(), van("useless", **useless)], depots)
    assert tours(solved(problem, engine)[0]) == {("van", "a")}


def test_large_money_in_fine_units_is_no_excuse(engine: str) -> None:
    """One kilogram too much is not bought off by saving a fixed cost of a thousand million."""
    clients = [Client(f"c{n}", EAST, delivery=(51,)) for n in range(4)]
    problem = problem_of(CROSS, clients, [van(count=4, fixed_cost=10**9, cost_per_distance=10**4)])
    assert solved(problem, engine)[1] == 4 * (10**9 + 20 * 10**4)


def test_leaving_out_as_few_as_possible(engine: str) -> None:
    """A van for 2 carries the two far clients of 1 rather than the near one of 2, and says what is missing."""
    clients = [Client("big", EAST, delivery=(2,)), Client("x", FAR_EAST, delivery=(1,))]
    clients.append(Client("y", 4, delivery=(1,)))
    result: Result[Solution] = solve(problem_of(CROSS, clients, [van(capacity=(2,))]), PARAMS, engine)
    assert result.status is Status.INFEASIBLE
    assert result.solution is not None
    assert result.solution.unserved == ("big",)
    assert result.objective == 80
    assert [(one.id, one.reason) for one in result.unserved] == [("big", reasons.NO_VEHICLE_LEFT)]


def test_client_that_nobody_can_serve_does_not_stop_the_others(engine: str) -> None:
    """A client beyond every capacity is left out with its reason, the rest is served at least cost."""
    clients = [Client("huge", EAST, delivery=(101,)), Client("a", EAST), Client("b", WEST)]
    result = solve(problem_of(CROSS, clients), PARAMS, engine)
    assert (result.status, result.objective) == (Status.INFEASIBLE, 40)
    assert [(one.id, one.reason) for one in result.unserved] == [("huge", reasons.CAPACITY)]


@pytest.mark.parametrize(
    ("clients", "count", "status", "cost"),
    [
        ([], 1, Status.OPTIMAL, 0),
        ([], 0, Status.OPTIMAL, 0),
        ([Client("a", EAST)], 1, Status.FEASIBLE, 20),
        ([Client("a", EAST)], 0, Status.INFEASIBLE, 0),
        ([Client("a", EAST, required=False, prize=9)], 0, Status.OPTIMAL, 9),
    ],
)
def test_smallest_problems(engine: str, clients: list[Client], count: int, status: Status, cost: int) -> None:
    """Without clients, without vehicles, and with one of each, there is an answer."""
    result = solve(problem_of(CROSS, clients, [van(count=count)]), PARAMS, engine)
    assert (result.status, result.objective) == (status, cost)
    assert len(result.unserved) == (len(clients) if count == 0 else 0)


def spread(count: int, seed: int = 1) -> Problem:
    """Return a problem of clients spread over a square, three to a van."""
    places = np.random.default_rng(seed).integers(0, 1000, (count + 1, 2))
    distance = np.abs(places[:, None] - places[None]).sum(axis=2)
    clients = [Client(f"c{n}", n, delivery=(30,)) for n in range(1, count + 1)]
    return problem_of(Matrix(distance, distance), clients, [van(count=count)])


def test_same_seed_same_plan(engine: str) -> None:
    """With an iteration limit the same inputs give the same plan."""
    problem = spread(15)
    plans = {solve(problem, Params(iteration_limit=40, seed=3), engine).solution for _ in range(2)}
    assert len(plans) == 1


def test_start_is_never_made_worse(engine: str) -> None:
    """From a good start even a search without iterations returns a plan at most as dear."""
    problem = spread(15)
    good = solve(problem, Params(iteration_limit=100), engine)
    again = solve(problem, Params(iteration_limit=0), engine, start=good.solution)
    assert good.objective is not None
    assert again.objective is not None
    assert again.objective <= good.objective


def test_start_may_be_of_another_problem(engine: str) -> None:
    """Clients, vehicles and routes of the start that the problem does not know are ignored."""
    start = solve(spread(6), PARAMS, engine).solution
    assert start is not None
    problem = spread(4).replace(vehicle_types=(van(count=2),))
    for strange in (start, Solution(start.routes[:1] * 2)):
        assert solve(problem, PARAMS, engine, start=strange).status is Status.FEASIBLE


class Impatient:
    """Cancels at the first question, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float | None]] = []

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember stage and best."""
        del message, fraction
        self.told.append((stage, best))

    def cancelled(self) -> bool:
        """Return True."""
        return True


def test_cancelled_search_returns_what_it_has(engine: str) -> None:
    """A cancelled search returns a checked plan soon, marked as cut short."""
    listener = Impatient()
    result = solve(spread(15), Params(), engine, progress=listener)
    assert result.status in {Status.TIME_LIMIT, Status.INFEASIBLE}
    assert result.solution is not None
    assert listener.told[0][0] == "routing"


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_time_limit(engine: str, seconds: float) -> None:
    """When time is up there is a checked plan, marked as cut short unless it lacks someone."""
    result = solve(spread(15), Params(time_limit_s=seconds), engine)
    assert result.status in {Status.TIME_LIMIT, Status.INFEASIBLE}
    assert result.solution is not None


def test_progress_hears_of_the_best_cost(engine: str) -> None:
    """The listener is told costs of plans, the least of which is no less than the result's."""

    class Listener(Impatient):
        def cancelled(self) -> bool:
            return False

    listener = Listener()
    result = solve(spread(8), Params(iteration_limit=201), engine, progress=listener)
    costs = [best for _, best in listener.told if best is not None]
    assert costs
    assert result.objective is not None
    assert min(costs) >= result.objective


def test_progress_hears_no_cost_of_partial_plans(engine: str) -> None:
    """While a required client is left out there is no cost to tell."""

    class Listener(Impatient):
        def cancelled(self) -> bool:
            return False

    listener = Listener()
    problem = spread(8).replace(vehicle_types=(van(count=2),))
    result = solve(problem, Params(iteration_limit=120), engine, progress=listener)
    assert result.status is Status.INFEASIBLE
    assert {best for _, best in listener.told} == {None}


def test_result_says_what_made_it(engine: str) -> None:
    """A result carries its stage, engine, version, seed and iterations."""
    result = solve(spread(5), Params(iteration_limit=20, seed=9), engine)
    assert (result.stage, result.engine, result.seed) == ("routing", engine, 9)
    assert result.engine_version[0].isdigit()
    assert 0 < result.iterations <= 21
