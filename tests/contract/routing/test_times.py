"""When routes begin."""

from optimizer.routing.problem import Client
from tests.helpers.routing import problem_of, tours, van
from tests.helpers.routing_engines import CROSS, EAST, solved


def test_van_that_leaves_late_does_not_pay_for_waiting(engine: str) -> None:
    """Leaving at 90 for a window at 100 takes 20, so the van is cheaper than one paid 2 by distance."""
    kinds = [van(cost_per_distance=0, cost_per_duration=1), van("other", cost_per_distance=2)]
    problem = problem_of(CROSS, [Client("a", EAST, windows=((100, 100),))], kinds)
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("van", "a")}, 20)
    assert solution.routes[0].start == 90
