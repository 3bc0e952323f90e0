"""The largest price of excess outweighs any single gain, and never overflows."""

import pytest

from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.engines.pyvrp_prices import largest_price
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of, van


@pytest.mark.parametrize(
    ("fixed_cost", "prize", "least"), [(0, 0, 10**5), (10**8, 0, 10**8), (0, 10**9, 10**9)]
)
def test_excess_costs_more_than_any_single_gain(fixed_cost: int, prize: int, least: int) -> None:
    """One unit of excess outweighs fixed costs and prizes, and sums of excess stay within int64."""
    clients = [Client("a", 1, required=False, prize=prize), Client("b", 1)]
    problem = problem_of(line(0, 10), clients, [van(fixed_cost=fixed_cost)])
    translation = translate(problem)
    price = largest_price(problem, translation, translation.data)
    assert price >= least
    assert price * (translation.horizon + 1) * len(clients) < 2**62
