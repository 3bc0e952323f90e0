"""Claims that hold for any inventory problem."""

import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.params import Params
from optimizer.inventory.check import check, cost
from optimizer.inventory.engines import solve
from optimizer.inventory.position import available, on_hand
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Served, Solution
from tests.helpers.inventory import Lane, make_problem

units = st.integers(min_value=0, max_value=6)
prices = st.sampled_from([0.0, 0.5, 1.0, 2.75, 4.0, 9.0])


@st.composite
def networks(draw: st.DrawFn) -> Problem:
    """Three sites, two zones, one to three days, up to four lanes, nothing shared."""
    days = draw(st.integers(min_value=1, max_value=3))
    ends = draw(st.lists(st.permutations(["A", "B", "S"]), max_size=4))
    lanes = [Lane(end[0], end[1], draw(st.integers(0, 2)), draw(prices)) for end in ends]
    sites, zones = ("S", "A", "B"), ("Y", "Z")
    return make_problem(
        sites=sites,
        zones=zones,
        days=days,
        opening={(site, "p"): draw(units) for site in sites},
        receipts={(site, "p", draw(st.integers(0, days - 1))): draw(units) for site in sites},
        demand={(zone, "p", day): draw(units) for zone in zones for day in range(days)},
        serve={(z, s): draw(prices) for z in zones for s in sites if draw(st.booleans())},
        lanes=lanes,
        holding=draw(prices),
        shortage=draw(prices),
        end_value=draw(st.sampled_from([0.0, 0.0, 0.25])) if draw(st.booleans()) else 0.0,
        unlimited=("S",) if draw(st.booleans()) and all(lane.cost >= 0.5 for lane in lanes) else (),
    )


@settings(max_examples=40, deadline=None)
@given(networks())
def test_engines_agree_and_their_plans_hold(problem: Problem) -> None:
    """Flow and LP find the same cost; both plans pass the checker and cost what was said."""
    flow = solve(problem, Params(), "flow")
    linear = solve(problem, Params(), "lp")
    assert flow.objective == pytest.approx(linear.objective, rel=1e-7, abs=1e-6)
    for result in (flow, linear):
        assert result.solution is not None
        assert check(problem, result.solution) == ()
        assert cost(problem, result.solution) == pytest.approx(result.objective, rel=1e-6, abs=1e-9)
        short = sum(item.quantity for item in result.solution.shortages)
        told = sum(int(item.detail.split(" ", 1)[0]) for item in result.unserved)
        assert told == short
        assert "stock-search-ended" not in {item.reason for item in result.unserved}


@settings(max_examples=30, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_whatever_is_available_may_be_issued(problem: Problem, random: Random) -> None:
    """Issues within ``available``, however they are spread over the days, never overdraw a site."""
    result = solve(problem, Params(), "flow")
    assert result.solution is not None
    moves = result.solution.moves
    free = available(problem, moves)
    assert (free >= 0).all()
    assert (np.diff(free, axis=2) >= 0).all()
    served = []
    for s, site in enumerate(problem.sites):
        gone = 0
        for day in range(problem.days):
            may = int(min(free[s, 0, day], 50)) - gone
            take = random.randint(0, max(0, may))
            gone += take
            served.append(Served("p", "Z", site, day, take))
    assert (on_hand(problem, Solution(moves, tuple(served), ())) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(units, st.integers(1, 9), st.integers(1, 7)), min_size=2, max_size=3),
    st.integers(min_value=0, max_value=25),
)
def test_a_shared_departure_is_divided_best(goods: list[tuple[int, int, int]], capacity: int) -> None:
    """The plan for a shared truck costs as little as the best of all divisions, tried one by one."""
    products = tuple(f"p{i}" for i in range(len(goods)))
    problem = make_problem(
        sites=("A", "B"),
        products=products,
        opening={("A", product): 5 for product in products},
        demand={("Z", p, 0): asked for p, (asked, _, _) in zip(products, goods, strict=True)},
        serve={("Z", "B"): 0.0},
        lanes=[Lane("A", "B", 0, 0.5, capacity_kg=float(capacity))],
        shortage=[float(price) for _, price, _ in goods],
        weight_kg=[float(weight) for _, _, weight in goods],
    )
    loads = itertools.product(*(range(min(asked, 5) + 1) for asked, _, _ in goods))
    best = min(
        sum(0.5 * n + (asked - n) * price for n, (asked, price, _) in zip(load, goods, strict=True))
        for load in loads
        if sum(n * weight for n, (_, _, weight) in zip(load, goods, strict=True)) <= capacity
    )
    result = solve(problem, Params(gap=0.0))
    assert result.objective == pytest.approx(best)
    assert result.bound == pytest.approx(best, abs=1e-4)
