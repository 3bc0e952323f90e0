import math

import pytest

from optimizer.fulfilment.insertion import cheapest, pays, put, saved, take, whole_shipments
from optimizer.fulfilment.leftover import Leftover
from optimizer.fulfilment.problem import Opening, Problem, Split
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign

LINES = {"1": ("P", 2, 9.0), "2": ("Q", 1, 7.0)}
STOCK = {("W", "P"): [9], ("W", "Q"): [9], ("S", "P"): [1]}


def case(*ships: Ship, split: Split = Split.ORDER, partial: bool = False) -> Problem:
    """One order of two lines; W has both products, S one unit of P; opening W costs 8."""
    return Case(
        {"A": LINES}, ships, STOCK, openings=[Opening("W", 8.0)], split=split, partial=partial
    ).problem()


def test_shared_costs_count_once() -> None:
    """Both lines in one shipment: 8 for the site, 5 for the shipment, 1 per unit."""
    problem = case(
        Ship("A", "W", 5.0, 1.0, opens=("W",)), Ship("A", "W", 4.0, 2.0, opens=("W",), day=0, option="b")
    )
    left = Leftover(problem, Solution(()))
    found = cheapest(problem, left, [0, 1])
    assert (found.cost, found.proven) == (8 + 5 + 3, True)
    assert {int(problem.entry_shipment[entry]) for entry, _ in found.carried} == {0}


def test_two_shipments_where_they_are_cheaper() -> None:
    """Each line by its own shipment costs 2 + 3, both by one 9; a site opened for one is open for the other."""
    ships = [
        Ship("A", "W", 9.0, opens=("W",)),
        Ship("A", "W", 2.0, lines=("1",), option="b", opens=("W",)),
        Ship("A", "W", 3.0, lines=("2",), option="c", opens=("W",)),
    ]
    problem = case(*ships)
    assert cheapest(problem, Leftover(problem, Solution(())), [0, 1]).cost == 8 + 2 + 3
    whole = problem.replace(split=Split.NONE)
    assert cheapest(whole, Leftover(whole, Solution(())), [0, 1]).cost == 8 + 9


def test_what_the_plan_has_costs_nothing_again() -> None:
    """The order's shipment is made and its site open: the second line costs its unit only."""
    problem = case(Ship("A", "W", 5.0, 1.0, opens=("W",)), partial=True)
    left = Leftover(problem, Solution((assign("A", "1", "W", 2),)))
    assert cheapest(problem, left, [1]).cost == 1.0


def test_units_come_apart_only_under_split_line() -> None:
    """S has one of two units at 0 each, W the other at 4."""
    ships = [Ship("A", "S", 0.0, lines=("1",)), Ship("A", "W", 0.0, 4.0, lines=("1",))]
    problem = case(*ships, split=Split.LINE, partial=True)
    assert cheapest(problem, Leftover(problem, Solution(())), [0]).cost == 4.0
    whole = problem.replace(split=Split.ORDER)
    assert cheapest(whole, Leftover(whole, Solution(())), [0]).cost == 8.0


def test_the_line_without_room_is_named() -> None:
    """Line 2 is nowhere: it is stuck, at once."""
    problem = case(Ship("A", "W", lines=("1",)), Ship("A", "S", lines=("2",)))
    found = cheapest(problem, Leftover(problem, Solution(())), [0, 1])
    assert (found.cost, found.carried, found.stuck) == (math.inf, (), 1)


def test_lines_that_only_together_do_not_fit() -> None:
    """Two lines of two units each want the only three units: the second is stuck after the first."""
    orders = {"A": {"1": ("P", 2, 9.0), "2": ("P", 2, 9.0)}}
    problem = Case(orders, [Ship("A", "W")], {("W", "P"): [3]}, split=Split.ORDER).problem()
    found = cheapest(problem, Leftover(problem, Solution(())), [0, 1])
    assert (found.cost, found.carried, found.stuck) == (math.inf, ((0, 2),), 1)


def test_without_steps_the_best_single_shipment_counts() -> None:
    """It is not called proven."""
    problem = case(
        Ship("A", "W", 5.0),
        Ship("A", "W", 0.0, lines=("1",), option="b"),
        Ship("A", "W", 0.0, lines=("2",), option="c"),
    )
    left = Leftover(problem, Solution(()))
    hasty = cheapest(problem, left, [0, 1], steps=0)
    assert (hasty.cost, hasty.proven) == (5.0, False)
    assert cheapest(problem, left, [0, 1]).cost == 0.0


def test_nothing_is_left_behind() -> None:
    """Looking for a way, and putting what does not fit, change nothing; putting and taking neither."""
    problem = case(Ship("A", "W", 5.0, opens=("W",)), Ship("A", "S", lines=("1",)))
    left = Leftover(problem, Solution(()))
    cheapest(problem, left, [0, 1])
    assert put(left, ((0, 2), (2, 2))) == math.inf
    assert put(left, ((0, 2), (1, 1))) == 13.0
    assert left.units(0) == 0
    take(left, ((0, 2), (1, 1)))
    assert (left.carried, left.units(0), left.made(0), left.most(2)) == ({}, 2, False, 1)


def test_own_shipment_only() -> None:
    """Under split NONE an order served in part has its own shipment only."""
    problem = case(Ship("A", "W"), Ship("A", "S"), split=Split.NONE, partial=True)
    left = Leftover(problem, Solution((assign("A", "1", "W", 2),)))
    assert list(whole_shipments(problem, left, [1])) == [0]


@pytest.mark.parametrize(("excess", "gain"), [(-1e-3, True), (-1e-12, False), (0.0, False)])
def test_rounding_is_no_gain(excess: float, gain: bool) -> None:
    """A gain is more than rounding."""
    assert pays(excess, 5.0) is gain


def test_saved_is_the_open_share() -> None:
    """One of two units open: half the line's cost."""
    problem = case(Ship("A", "W"), split=Split.LINE, partial=True)
    assert saved(problem, Leftover(problem, Solution((assign("A", "1", "W", 1),))), [0, 1]) == 4.5 + 7.0
