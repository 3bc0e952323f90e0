"""The largest price of excess outweighs any single gain, and never overflows."""

import pytest

from optimizer.routing.engines.bounds import mean_leg_cost
from optimizer.routing.engines.pyvrp_data import translate, with_prizes
from optimizer.routing.engines.pyvrp_prices import Prices
from optimizer.routing.problem import Client, Problem, VehicleType
from tests.helpers.routing import line, problem_of, van


@pytest.mark.parametrize(
    ("fixed_cost", "prize", "least"), [(0, 0, 10**5), (10**8, 0, 10**8), (0, 10**9, 10**9)]
)
def test_excess_costs_more_than_any_single_gain(fixed_cost: int, prize: int, least: int) -> None:
    """One unit of excess outweighs fixed costs and prizes, and sums of excess stay within int64."""
    clients = [Client("a", 1, required=False, prize=prize), Client("b", 1)]
    problem = problem_of(line(0, 10), clients, [van(fixed_cost=fixed_cost)])
    translation = translate(problem)
    price = Prices(problem, translation).largest(translation.data)
    assert price >= least
    assert price * (translation.horizon + 1) * len(clients) < 2**62


def test_prizes_of_required_clients_raise_it() -> None:
    """The same prices serve the data in which required clients have prizes."""
    problem = problem_of(line(0, 10), [Client("a", 1)])
    translation = translate(problem)
    prices = Prices(problem, translation)
    assert prices.largest(with_prizes(translation, 10**9)) == 2 * 10**9
    assert prices.largest(translation.data) == 10**5


def test_each_matrix_is_gone_through_once_per_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of types that pay the same on the same ways one stands for all, and the dearest leg counts."""
    asked: list[str] = []

    def counted(problem: Problem, kind: VehicleType) -> float:
        asked.append(kind.id)
        return mean_leg_cost(problem, kind)

    monkeypatch.setattr("optimizer.routing.engines.pyvrp_prices.mean_leg_cost", counted)
    kinds = [van(f"v{n}", capacity=(n,), cost_per_distance=1 + 10**6 * (n == 7)) for n in range(1, 9)]
    problem = problem_of(line(0, 10), [Client("a", 1)], kinds)
    translation = translate(problem)
    assert Prices(problem, translation).largest(translation.data) == 200 * (10**6 + 1) * 5
    assert len(asked) == 2
