from dataclasses import replace

import numpy as np

from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.greedy import build
from optimizer.fulfilment.problem import Pool, PoolVehicle
from optimizer.fulfilment.refit import refitted
from optimizer.fulfilment.solution import Solution, VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign


def test_a_plan_is_fitted_to_other_times() -> None:
    """Two orders in one van that now take an hour each, of one: two vans, and with one alone the second stays."""
    orders = {name: {"1": ("P", 1, 9.0)} for name in "AB"}
    ships = [Ship(name, "W", pool="van", time_s=1800.0) for name in "AB"]
    for vans, left in ((2, ("A", "B")), (1, ("A",))):
        pool = Pool("van", (PoolVehicle("V", vans, 5.0, (9.0,), 3600.0),))
        problem = Case(orders, ships, {("W", "P"): [2]}, pools=(pool,), load={"P": (1.0,)}).problem()
        plan = build(problem)
        assert [one.count for one in plan.vehicles] == [1]
        slower = problem.replace(shipments=replace(problem.shipments, pool_time_s=np.full(2, 3600.0)))
        again = refitted(slower, replace(plan, vehicles=()))
        assert check(slower, again) == ()
        assert [one.order for one in again.assignments] == list(left)
        assert sum(one.count for one in again.vehicles) == vans


def test_the_plans_own_vehicles_come_first() -> None:
    """Four orders in the one big van for 20; opened as needed it is four small ones for 40, and a spare one goes."""
    small, big = PoolVehicle("small", 5, 10.0, (1.0,), 1e9), PoolVehicle("big", 2, 20.0, (4.0,), 1e9)
    orders = {name: {"1": ("P", 1, 100.0)} for name in "ABCD"}
    ships = [Ship(name, "W", pool="van", time_s=1.0) for name in orders]
    problem = Case(
        orders, ships, {("W", "P"): [4]}, pools=(Pool("van", (small, big)),), load={"P": (1.0,)}
    ).problem()
    plan = Solution(tuple(assign(name, "1", "W", 1) for name in orders), (VehiclesUsed("van", "big", 2),))
    assert refitted(problem, plan).vehicles == (VehiclesUsed("van", "big", 1),)
    assert cost(problem, refitted(problem, plan)) == 20
    assert cost(problem, refitted(problem, replace(plan, vehicles=()))) == 40
