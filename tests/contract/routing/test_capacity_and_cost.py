"""One capacity and the money of one vehicle type, which every problem has."""

from optimizer.routing.problem import Client
from tests.helpers.routing import problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, solved


def test_capacity(engine: str) -> None:
    """Two clients that fill a van each need two vans (40), though one tour would be 20 shorter."""
    clients = [Client("a", EAST, delivery=(60,)), Client("b", EAST, delivery=(60,))]
    assert solved(problem_of(CROSS, clients, [van(count=2)]), engine)[1] == 40


def test_large_money_in_fine_units_is_no_excuse(engine: str) -> None:
    """One kilogram too much is not bought off by saving a fixed cost of a thousand million."""
    clients = [Client(f"c{n}", EAST, delivery=(51,)) for n in range(4)]
    problem = problem_of(CROSS, clients, [van(count=4, fixed_cost=10**9, cost_per_distance=10**4)])
    assert solved(problem, engine)[1] == 4 * (10**9 + 20 * 10**4)


def test_required_client_with_prize_is_served(engine: str) -> None:
    """A required client is served whatever it costs, and its prize is no cost."""
    assert solved(problem_of(CROSS, [Client("a", EAST, prize=3)]), engine)[1] == 20
