import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Silent
from optimizer.fulfilment.engines.filling import filled
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem, Split
from optimizer.fulfilment.solution import Solution, VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign

NOTHING = Solution(())


class Stopped(Silent):
    """A listener that has asked to stop."""

    def cancelled(self) -> bool:
        """Ask to stop."""
        return True


def fill(problem: Problem, plan: Solution = NOTHING) -> Solution:
    """Fill without limit."""
    return filled(problem, plan, Control(Params(), Deadline(None), SILENT))


def test_what_gains_most_comes_first() -> None:
    """Stock for one: the order worth more gets it."""
    orders = {"A": {"1": ("P", 1, 5.0)}, "B": {"1": ("P", 1, 9.0)}}
    problem = Case(orders, [Ship("A", "W"), Ship("B", "W")], {("W", "P"): [1]}).problem()
    assert fill(problem).assignments == (assign("B", "1", "W", 1),)


def test_one_makes_another_pay() -> None:
    """B alone does not pay for the site, but once A has opened it."""
    orders = {"A": {"1": ("P", 1, 9.0)}, "B": {"1": ("P", 1, 3.0)}}
    ships = [Ship("A", "W", opens=("site",)), Ship("B", "W", opens=("site",))]
    problem = Case(orders, ships, {("W", "P"): [2]}, openings=[Opening("site", 6.0)]).problem()
    assert {one.order for one in fill(problem).assignments} == {"A", "B"}


def test_vehicles_are_reserved() -> None:
    """The plan's van stays and another is added for what does not fit in it."""
    orders = {name: {"1": ("P", 1, 9.0)} for name in "AB"}
    ships = [Ship(name, "W", option="van", pool="G") for name in "AB"]
    pool = Pool("G", (PoolVehicle("v", 2, 1.0, (1.0,), 9.0),))
    problem = Case(orders, ships, {("W", "P"): [2]}, pools=[pool], load={"P": (1.0,)}).problem()
    plan = Solution((assign("A", "1", "W", 1, option="van"),), (VehiclesUsed("G", "v", 1),))
    assert fill(problem, plan).vehicles == (VehiclesUsed("G", "v", 2),)


def test_lines_that_pay_only_together() -> None:
    """With partial service two lines share a shipment that neither pays alone."""
    orders = {"A": {"1": ("P", 1, 3.0), "2": ("P", 1, 3.0)}}
    problem = Case(
        orders, [Ship("A", "W", 5.0)], {("W", "P"): [2]}, split=Split.ORDER, partial=True
    ).problem()
    assert len(fill(problem).assignments) == 2


def test_what_does_not_pay_stays_out() -> None:
    """Nothing gains: the plan is returned as it is."""
    problem = Case({"A": {"1": ("P", 1, 3.0)}}, [Ship("A", "W", 5.0)], {("W", "P"): [2]}).problem()
    assert fill(problem) == NOTHING


@pytest.mark.parametrize("split", list(Split))
def test_a_search_told_to_stop_stops(split: Split) -> None:
    """Nothing is served any more."""
    problem = Case({"A": {"1": ("P", 1, 9.0)}}, [Ship("A", "W")], {("W", "P"): [2]}, split=split).problem()
    assert filled(problem, NOTHING, Control(Params(), Deadline(None), Stopped())) == NOTHING
