"""The cheapest insertion against trying everything, judged by the checker alone."""

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.filling import filled
from optimizer.fulfilment.engines.greedy import build
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.insertion import cheapest, saved
from optimizer.fulfilment.leftover import Leftover
from optimizer.fulfilment.problem import Problem, Split
from optimizer.fulfilment.reasons import explain
from optimizer.fulfilment.solution import Assignment, Solution, VehiclesUsed
from tests.helpers.fulfilment_random import random_problem

CASES = given(seed=st.integers(0, 2**32 - 1), split=st.sampled_from(list(Split)), partial=st.booleans())


def plan_without_one(seed: int, split: Split, partial: bool) -> tuple[Problem, Solution]:
    """Return a problem of three orders and the greedy plan, vehicles included, with one order taken out.

    Stock is less scarce and orders are worth less than usual, so that cost decides.
    """
    random = np.random.default_rng(seed)
    scarce = random_problem(random, 3, split, partial, most_lines=2, ships=2)
    worth = np.round(scarce.unserved_cost * random.choice([0.1, 1.0]), 2)
    problem = scarce.replace(available=scarce.available + random.integers(0, 4), unserved_cost=worth)
    plan = build(problem)
    gone = problem.orders[random.integers(3)]
    return problem, Solution(tuple(a for a in plan.assignments if a.order != gone), plan.vehicles)


def least_by_trying(problem: Problem, plan: Solution, lines: list[int]) -> float:
    """Cost of the cheapest plan that serves the lines in full and leaves all else, and more vehicles, as it is."""
    left = Leftover(problem, plan)
    entries = [entry for entry in range(len(problem.entry_line)) if problem.entry_line[entry] in lines]
    amounts = [
        range(left.units(line) + 1) if problem.split is Split.LINE else (0, left.units(line))
        for line in (int(problem.entry_line[entry]) for entry in entries)
    ]
    fleets = list(more_vehicles(problem, plan))
    best = math.inf
    for units in itertools.product(*amounts):
        served = {line: 0 for line in lines}
        for entry, each in zip(entries, units, strict=True):
            served[int(problem.entry_line[entry])] += each
        if all(served[line] == left.units(line) for line in lines):
            carried = dict(zip(entries, units, strict=True))
            best = min(best, *(cost_if_kept(problem, plan, carried, fleet) for fleet in fleets))
    return best


def more_vehicles(problem: Problem, plan: Solution) -> Iterator[tuple[VehiclesUsed, ...]]:
    """Every fleet that has the plan's vehicles."""
    used = {(each.pool, each.vehicle_type): each.count for each in plan.vehicles}
    kinds = [(pool.id, van.id, van.count) for pool in problem.pools for van in pool.vehicles]
    for counts in itertools.product(*[range(used.get((g, t), 0), most + 1) for g, t, most in kinds]):
        yield tuple(VehiclesUsed(g, t, n) for (g, t, _), n in zip(kinds, counts, strict=True) if n)


def cost_if_kept(
    problem: Problem, plan: Solution, carried: dict[int, int], fleet: tuple[VehiclesUsed, ...]
) -> float:
    """Cost of the plan with more units on entries; infinite if it breaks a rule."""
    units = dict.fromkeys(carried, 0) | {entry: each for entry, each in carried.items() if each}
    ships = problem.shipments
    found = {(a.order, a.line, a.source, a.option, a.departure): a.quantity for a in plan.assignments}
    for entry, each in units.items():
        n, line = int(problem.entry_shipment[entry]), int(problem.entry_line[entry])
        key = (
            problem.orders[ships.order[n]],
            problem.line_ids[line],
            problem.sources[ships.source[n]],
            ships.option[n],
            ships.departure[n],
        )
        if each:
            found[key] = found.get(key, 0) + each
    made = Solution(tuple(Assignment(*key, each) for key, each in found.items()), fleet)
    return math.inf if check(problem, made) else cost(problem, made)


def targets(problem: Problem, plan: Solution) -> list[tuple[str, list[int]]]:
    """Return what the reasons name: whole orders, or lines."""
    left = Leftover(problem, plan)
    found = []
    for order in left.open_orders():
        lines, name = left.open_lines(order), problem.orders[order]
        found += (
            [(f"{name}/{problem.line_ids[k]}", [k]) for k in lines] if problem.partial else [(name, lines)]
        )
    return found


@settings(max_examples=60, deadline=None)
@CASES
def test_cost_is_the_true_difference(seed: int, split: Split, partial: bool) -> None:
    """Serving an order (or line) with all else fixed costs exactly what trying every way finds, or is impossible."""
    problem, plan = plan_without_one(seed, split, partial)
    before = cost(problem, plan)
    for _, lines in targets(problem, plan):
        left = Leftover(problem, plan)
        way = cheapest(problem, left, lines)
        least = least_by_trying(problem, plan, lines) - before
        assert way.cost - saved(problem, left, lines) == pytest.approx(least, abs=1e-9)
        assert way.proven


@settings(max_examples=60, deadline=None)
@CASES
def test_raising_the_unserved_cost_by_the_amount_makes_it_a_gain(
    seed: int, split: Split, partial: bool
) -> None:
    """Raised by the amount and one more, what was not worth its cost is; the last step of a search then serves it."""
    problem, plan = plan_without_one(seed, split, partial)
    names = dict(targets(problem, plan))
    for found in explain(problem, plan):
        if found.reason == "order-not-worth-cost":
            lines, left = names[found.id], Leftover(problem, plan)
            amount = float(found.fix.split(" ")[0].replace(",", "")) + 1
            share = sum(left.units(line) / problem.line_quantity[line] for line in lines)
            raised = problem.unserved_cost.copy()
            raised[lines] += amount / share
            dearer = problem.replace(unserved_cost=raised)
            assert {one.id: one.reason for one in explain(dearer, plan)}[found.id] == "order-search-time"
            served = filled(dearer, plan, Control(Params(), Deadline(None), SILENT))
            assert check(dearer, served) == ()
            assert cost(dearer, served) < cost(dearer, plan)


@settings(max_examples=40, deadline=None)
@CASES
def test_nothing_that_fits_at_a_gain_is_left(seed: int, split: Split, partial: bool) -> None:
    """After the last step the plan keeps every rule, costs no more, and nothing is left for lack of time."""
    problem, plan = plan_without_one(seed, split, partial)
    served = filled(problem, plan, Control(Params(), Deadline(None), SILENT))
    assert check(problem, served) == ()
    assert cost(problem, served) <= cost(problem, plan) + 1e-9
    assert "order-search-time" not in {one.reason for one in explain(problem, served)}
