import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.exchange import Exchange
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.engines.ways import Ways
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem
from tests.helpers.fulfilment import Case, Ship

CONTROL = Control(Params(), Deadline(None), SILENT)


def exchange(problem: Problem) -> Exchange:
    """Return an empty plan, with ways found without prices."""
    cand = candidates(problem)
    guide = price(cand, Prices(np.zeros(cand.covers), np.zeros(len(cand.resources.limit))))
    return Exchange(problem, Ways(problem, cand, guide), 0)


def chain_of(length: int) -> Problem:
    """Order k wants the unit at site k for 1, or the unit at site k + 1 for 2; order 0 only its own."""
    orders = {f"O{k}": {"1": ("P", 1, 50.0)} for k in range(length)}
    ships = [Ship(f"O{k}", f"S{k}", 1.0) for k in range(length)]
    ships += [Ship(f"O{k}", f"S{k - 1}", 0.5) for k in range(1, length)]
    return Case(orders, ships, {(f"S{k}", "P"): [1] for k in range(length)}).problem()


def shifted(length: int) -> Exchange:
    """Every order but the first holds the unit of the one before; the first has none."""
    plan = exchange(chain_of(length))
    for order in range(1, length):
        assert plan.put(order, next(way for way in plan._ways.cheapest[order] if way.cost == 0.5))
    return plan


def test_fill_takes_the_cheapest_that_fits() -> None:
    """Filled in order, each takes its cheapest way left: the first its own, so that the others do too."""
    plan = exchange(chain_of(3))
    plan.fill()
    assert [plan.cost(order) for order in range(3)] == [1.0, 1.0, 1.0]


def test_chain_moves_one_holder() -> None:
    """To serve the first order the second moves to its own unit."""
    plan = shifted(2)
    plan.improve(CONTROL, depth=1, passes=1)
    assert plan.total() == 2.0


def test_chain_of_two() -> None:
    """With three orders both holders must move, which takes chains of two."""
    plan = shifted(3)
    plan.improve(CONTROL, depth=1, passes=1)
    assert plan.total() == 51.0
    plan.improve(CONTROL, depth=2, passes=1)
    assert plan.total() == 3.0


def test_failed_chain_leaves_everything() -> None:
    """Where no chain gains, the plan is the same as before."""
    plan = shifted(3)
    before = plan.solution()
    plan.improve(CONTROL, depth=1, passes=3)
    assert plan.solution() == before


def test_order_served_at_a_loss_is_dropped() -> None:
    """An order whose way costs more than leaving it is left."""
    problem = chain_of(1).replace(unserved_cost=np.array([50.0]))
    plan = exchange(problem)
    dear = plan._ways.way(0, [(0, 1)])
    assert plan.put(0, type(dear)(99.0, dear.entries))
    plan._ways.cheapest[0], plan._ways.promising[0] = [dear], []
    plan.improve(CONTROL, depth=1, passes=1)
    assert plan.cost(0) == 1.0


def test_stops_when_time_is_up() -> None:
    """Without time nothing moves."""
    plan = shifted(2)
    plan.improve(Control(Params(), Deadline(0.0), SILENT), depth=1, passes=1)
    assert plan.total() == 50.5


def test_vans_and_openings_stay_as_they_are() -> None:
    """Only the van opened and the opening not shut can be used; a van not needed is closed in the end."""
    orders = {"A": {"1": ("P", 1, 50.0)}, "B": {"1": ("P", 1, 50.0)}}
    ships = [Ship(o, "W", 1.0, option="van", pool="G") for o in orders] + [
        Ship("B", "S", 2.0, opens=("day",))
    ]
    pool = Pool("G", (PoolVehicle("v", 2, 1.0, (1.0,), 0.0),))
    case = Case(
        orders,
        ships,
        {("W", "P"): [9], ("S", "P"): [9]},
        pools=[pool],
        load={"P": (1.0,)},
        openings=[Opening("day", 9.0)],
    )
    problem = case.problem()
    plan = exchange(problem)
    plan.open([(0, 0, 1)], shut=[0])
    plan.fill()
    assert list(plan.way) == [0]
    free = exchange(problem)
    free.open([(0, 0, 2)])
    free.fill()
    assert len(free.solution().vehicles) == 1
    plan.remove(0)
    assert plan.solution().vehicles == ()
