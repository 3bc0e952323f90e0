"""The readable model: its variables, and its way to and from decisions."""

import numpy as np
import pulp

from optimizer.inventory.engines.decision import from_solution
from optimizer.inventory.engines.model import assign, build, build_elastic, columns, read, shares
from optimizer.inventory.solution import Move, Served, Shortage, Solution
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "S"),
    products=("p", "q"),
    days=2,
    opening={("A", "p"): 3, ("A", "q"): 3},
    demand={("Z", "p", 1): 2, ("Z", "q", 1): 1},
    serve={("Z", "B"): 1.0},
    lanes=[Lane("A", "B", 1, 2.0, capacity_kg=7.0), Lane("S", "B", 0, 5.0), Lane("B", "S", 0, 0.0)],
    weight_kg=(2.0, 3.0),
    volume_l=(1.0, 0.0),
    storage_l={"B": 4.5},
    unlimited=("S",),
)
PLAN = Solution(
    (Move("p", "A-B", "A", "B", 0, 1, 2),), (Served("p", "Z", "B", 1, 2),), (Shortage("q", "Z", 1, 1),)
)


def test_only_shared_moves_are_whole_by_constraint() -> None:
    """Moves on the shared lane are integer, everything else is whole by the network's structure."""
    model = build(PROBLEM)
    whole = {key for key, move in model.move.items() if move.cat == pulp.LpInteger}
    assert whole == {(0, 0, 0), (0, 1, 0)}
    assert all(hold.cat == pulp.LpContinuous for hold in model.hold.values())
    assert model.move[0, 0, 0].upBound == 3
    assert model.hold[1, 0, 0].upBound == 4


def test_no_variable_for_what_cannot_be() -> None:
    """No late departure, no stock at an unlimited site and no move to it, no service on days without demand."""
    model = build(PROBLEM)
    assert {(lane, day) for lane, _, day in model.move} == {(0, 0), (1, 0), (1, 1)}
    assert {site for site, _, _ in model.hold} == {0, 1}
    assert set(model.serve) == {(0, 1, 0, 1), (0, 1, 1, 1)}
    assert columns(PROBLEM) >= model.program.numVariables()


def test_a_decision_survives_the_way_through_the_model() -> None:
    """A start handed to the solver reads back as the same plan, with the stock that follows from it."""
    model = build(PROBLEM)
    decision = from_solution(PROBLEM, PLAN)
    assign(model, decision)
    assert read(model).solution(PROBLEM) == PLAN
    assert [model.hold[0, 0, day].varValue for day in range(2)] == [1.0, 1.0]
    assert all(constraint.valid(1e-9) for constraint in model.program.constraints())


def test_shares_bind_only_what_is_shared() -> None:
    """A product's share of the shared lane is its move in the model; the other limits stay its own."""
    model = build(PROBLEM)
    assign(model, from_solution(PROBLEM, PLAN))
    limits = shares(model, 0)
    assert limits.lanes[0].tolist() == [2.0, 0.0]
    assert np.isinf(limits.lanes[1]).all()
    assert limits.storage[1].tolist() == [4.0, 4.0]
    assert shares(model, 1).lanes[0].tolist() == [0.0, 0.0]


def test_shares_of_storage() -> None:
    """Where storage is shared, what the model leaves overnight is the share."""
    problem = PROBLEM.replace(volume_l=np.array([1.0, 1.0]))
    model = build(problem)
    assign(model, from_solution(problem, PLAN))
    assert shares(model, 1).storage[1].tolist() == [0.0, 0.0]
    assert np.isinf(shares(model, 1).storage[0]).all()
    assert all(hold.cat == pulp.LpInteger for key, hold in model.hold.items() if key[0] == 1)


def test_the_elastic_model_minimises_overflow_alone() -> None:
    """Its only cost is litres beyond storage."""
    model = build_elastic(PROBLEM)
    assert set(model.overflow) == {(1, 0), (1, 1)}
    assert {str(variable) for variable in model.program.objective} == {"overflow_s1_d0", "overflow_s1_d1"}
