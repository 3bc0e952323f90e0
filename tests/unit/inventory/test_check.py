"""The checker finds each broken rule, and nothing in a valid plan."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from optimizer.inventory.check import check, cost
from optimizer.inventory.solution import Move, Served, Shortage, Solution
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "S"),
    products=("p", "q"),
    days=3,
    opening={("A", "p"): 10, ("A", "q"): 2},
    demand={("Z", "p", 1): 4, ("Z", "q", 2): 1},
    serve={("Z", "B"): 2.0},
    lanes=[Lane("A", "B", 1, 3.0, capacity_kg=12.0, days=(0, 1)), Lane("S", "B", 0, 1.0)],
    holding=0.5,
    shortage=(50.0, 80.0),
    end_value=1.0,
    weight_kg=(2.0, 5.0),
    volume_l=(1.0, 4.0),
    storage_l={"A": 30.0, "B": 5.0},
    unlimited=("S",),
)
MOVE = Move("p", "A-B", "A", "B", 0, 1, 4)
SERVED = Served("p", "Z", "B", 1, 4)
SHORT = Shortage("q", "Z", 2, 1)
PLAN = Solution((MOVE,), (SERVED,), (SHORT,))


def test_a_valid_plan_has_no_violation() -> None:
    """Nothing is found in a plan that keeps every rule, and its cost is what a planner would add up."""
    # freight 12, serving 8, short 80, nights (6 + 2) x 3 at A x 0.5, left (6 + 2) x 1
    assert cost(PROBLEM, PLAN) == pytest.approx(12 + 8 + 80 + 12 - 8)
    assert check(PROBLEM, PLAN, 104.0) == ()


def _rules(plan: Solution, objective: float | None = None) -> set[str]:
    return {violation.rule for violation in check(PROBLEM, plan, objective)}


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        ("id", replace(PLAN, moves=(replace(MOVE, lane="A-C"),))),
        ("id", replace(PLAN, moves=(replace(MOVE, origin="C"),))),
        ("id", replace(PLAN, served=(replace(SERVED, zone="Y"),))),
        ("id", replace(PLAN, shortages=(replace(SHORT, product="r"),))),
        ("id", replace(PLAN, shortages=(replace(SHORT, day=3),))),
        ("id", replace(PLAN, moves=(replace(MOVE, arrive_day=3),))),
        ("quantity", replace(PLAN, moves=(replace(MOVE, quantity=0),))),
        ("quantity", replace(PLAN, served=(replace(SERVED, quantity=1.5),))),  # type: ignore[arg-type]
        ("lane", replace(PLAN, moves=(replace(MOVE, destination="S"),))),
        ("lane", replace(PLAN, moves=(replace(MOVE, depart_day=2, arrive_day=2),))),
        ("lane", replace(PLAN, moves=(replace(MOVE, arrive_day=2),))),
        ("demand", replace(PLAN, shortages=())),
        ("demand", replace(PLAN, shortages=(SHORT, SHORT))),
        ("demand", replace(PLAN, shortages=(SHORT, replace(SHORT, day=0)))),
        ("service", replace(PLAN, served=(replace(SERVED, site="A"),))),
        (
            "stock",
            replace(PLAN, served=(SERVED, replace(SERVED, product="q", day=2, quantity=1)), shortages=()),
        ),
        ("lane-capacity", replace(PLAN, moves=(replace(MOVE, quantity=7),))),
        ("storage", replace(PLAN, moves=(MOVE, Move("q", "A-B", "A", "B", 1, 2, 2)))),
    ],
)
def test_each_rule_is_found(rule: str, plan: Solution) -> None:
    """Breaking a rule is reported under the rule's name."""
    assert rule in _rules(plan)


def test_nothing_is_sent_back_to_where_stock_never_runs_out() -> None:
    """A move that only saves holding at A is none."""
    problem = make_problem(
        sites=("A", "S"), opening={("A", "p"): 1}, holding=1.0, lanes=[Lane("A", "S")], unlimited=("S",)
    )
    (violation,) = check(problem, Solution((Move("p", "A-S", "A", "S", 0, 0, 1),), (), ()))
    assert (violation.rule, violation.detail) == ("lane", "leads to S, which never runs out")


def test_a_lane_that_does_not_carry_the_product() -> None:
    """An infinite lane cost means that the product may not travel."""
    lanes = replace(PROBLEM.lanes, unit_cost=np.array([[np.inf, 3.0], [1.0, 1.0]]))
    found = check(PROBLEM.replace(lanes=lanes), PLAN)
    assert [violation.detail for violation in found] == ["does not carry p"]


def test_objective_must_be_the_cost() -> None:
    """An engine that says another figure than its plan costs is found out."""
    assert _rules(PLAN, 104.001) == {"objective"}


def test_limits_hold_to_the_last_gram() -> None:
    """A load of exactly the capacity is fine, although its floating-point sum is a hair above it."""
    problem = make_problem(
        sites=("A", "B"),
        opening={("A", "p"): 3},
        lanes=[Lane("A", "B", 0, 0.0, capacity_kg=0.3)],
        weight_kg=0.1,
        storage_l={"B": 0.3},
        volume_l=0.1,
    )
    assert check(problem, Solution((Move("p", "A-B", "A", "B", 0, 0, 3),), (), ())) == ()


def test_the_checker_knows_no_engine() -> None:
    """Importing the checker loads neither an engine nor the engines' own bookkeeping."""
    code = (
        "import sys, optimizer.inventory.check; "
        "print([m for m in sys.modules if m.startswith('optimizer.inventory') or m in ('ortools', 'pulp')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("engines", "position", "capacity", "ortools", "pulp"):
        assert name not in loaded
