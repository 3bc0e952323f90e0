"""When plans are put together anew, and when they are not."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.assembly import Assembly
from optimizer.routing.engines.sisr.chains import copied, tours_of
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import table
from optimizer.routing.engines.sisr.recombine import LEAST_S, MOMENTS, ROUND, Recombination
from tests.helpers.routing_kernels import chain_of
from tests.helpers.routing_spread import square


class Iterations:
    """Limits of so many rounds of regions, and of seconds."""

    def __init__(self, rounds: int, seconds: float = math.inf) -> None:
        self._rounds = rounds
        self._seconds = seconds

    def part(self, share: float) -> tuple[float, float]:
        """Return the iterations of the rounds and the seconds, whatever the share."""
        del share
        return self._rounds * ROUND, self._seconds

    def over(self) -> bool:
        """Return that there is time."""
        return False


def two_chains() -> tuple[Data, list[Chain]]:
    """Return a chain with a poor plan that knows routes of good ones, and a worse chain."""
    data, chain = chain_of(square(40))
    first = chain.best.copy()
    cost = int(chain.scratch[col.BEST])
    worse = copied(chain, 0, 1)
    anneal(data, chain, 1500, 5.0, False)
    chain.best[:] = first
    chain.scratch[col.BEST] = cost
    worse.scratch[col.BEST] = cost + 1
    return data, [chain, worse]


@pytest.mark.parametrize("threads", [1, 2])
def test_worst_chain_goes_on_from_the_better_plan(threads: int) -> None:
    """At its moment, not before and not twice, the worst chain gets the plan, the same for any number of threads."""
    data, chains = two_chains()
    best, worst = chains
    again = Recombination(data, 3, 2)
    with ThreadPoolExecutor(threads) as workers:
        again.meet(MOMENTS[0] - 0.01, Iterations(9), workers, chains, chains)
        assert worst.scratch[col.BEST] > best.scratch[col.BEST]
        again.meet(MOMENTS[0], Iterations(9), workers, chains, chains)
        found = int(worst.scratch[col.BEST])
        assert found < best.scratch[col.BEST]
        worst.scratch[col.BEST] += 1
        again.meet(MOMENTS[0] + 0.01, Iterations(9), workers, chains, chains)
        assert worst.scratch[col.BEST] == found + 1
        data, others = two_chains()
        Recombination(data, 3, 2).meet(MOMENTS[0], Iterations(9), workers, others, others)
    assert list(tours_of(worst.best)) == list(tours_of(others[1].best))


@pytest.mark.parametrize(
    ("longest_route_cost", "missing", "limits"),
    [
        (1, 0, Iterations(9)),
        (0, 1, Iterations(9)),
        (0, 0, Iterations(0)),
        (0, 0, Iterations(9, LEAST_S / 2)),
    ],
)
def test_nothing_is_done_where_it_cannot_be(
    longest_route_cost: int, missing: int, limits: Iterations
) -> None:
    """A price on the longest route, a required unit without a route, or a short search leave plans as they are."""
    data, chains = two_chains()
    data.fact[col.LONGEST_COST] = longest_route_cost
    chains[0].scratch[col.BEST_MISSING] = missing
    before = list(tours_of(chains[1].best))
    with ThreadPoolExecutor(1) as workers:
        Recombination(data, 3, 1).meet(1.0, limits, workers, chains, chains)
    assert list(tours_of(chains[1].best)) == before


def test_team_goes_on_from_the_better_plan() -> None:
    """The plan of a team is put together anew from the routes that its members noted."""
    data, chains = two_chains()
    united = copied(chains[0], 0, 2)
    cost = int(united.scratch[col.BEST])
    table(united.scratch, col.POOL)[:] = 0
    with ThreadPoolExecutor(1) as workers:
        Recombination(data, 3, 1).meet(MOMENTS[0], Iterations(9), workers, [united], chains)
    assert united.scratch[col.BEST] < cost


def test_plan_without_room_keeps_its_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would need more routes than there is room for is left, rather than lose some of them."""
    data, chains = two_chains()
    before = list(tours_of(chains[1].best))
    crowd = [before[0]] * (int(chains[1].plan[col.SLOT_LIMIT]) + 1)
    monkeypatch.setattr(Assembly, "tours", lambda self: crowd)
    with ThreadPoolExecutor(1) as workers:
        Recombination(data, 3, 1).meet(MOMENTS[0], Iterations(9), workers, chains, chains)
    assert list(tours_of(chains[1].best)) == before
