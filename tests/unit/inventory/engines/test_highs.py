"""Running PuLP problems on HiGHS: what is read back."""

import numpy as np
import pulp
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import Deadline, Silent
from optimizer.inventory.engines.highs import run


def _program(kind: str = pulp.LpContinuous) -> tuple[pulp.LpProblem, pulp.LpVariable, pulp.LpVariable]:
    program = pulp.LpProblem("test", pulp.LpMinimize)
    x, y = (program.add_variable(name, 0, None, kind) for name in "xy")
    program.setObjective(3 * x + 2 * y)
    program.addConstraint(2 * x + 2 * y >= 5, "need")
    return program, x, y


def test_a_linear_program_has_its_optimum_as_bound() -> None:
    """The variables hold the solution, the bound is the optimum."""
    program, x, y = _program()
    ended = run(program)
    assert (ended.solved, ended.found, ended.infeasible) == (True, True, False)
    assert ended.bound == pytest.approx(5.0)
    assert (x.varValue, y.varValue) == (0.0, pytest.approx(2.5))


def test_an_integer_program_has_a_dual_bound() -> None:
    """Whole units cost more than the linear optimum."""
    program, _, y = _program(pulp.LpInteger)
    ended = run(program, Params(gap=0.0))
    assert ended.bound == pytest.approx(6.0)
    assert y.varValue == pytest.approx(3.0)


def test_infeasible_is_told() -> None:
    """A contradiction is a proof, not a missing answer."""
    program, x, y = _program()
    program.addConstraint(x + y <= 1, "limit")
    ended = run(program)
    assert (ended.infeasible, ended.found, ended.bound) == (True, False, None)


class _Cancelled(Silent):
    def cancelled(self) -> bool:
        """Stop at once."""
        return True


def _knapsack(count: int) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    random = np.random.default_rng(5)
    program = pulp.LpProblem("knapsack", pulp.LpMinimize)
    items = [program.add_variable(f"x{i}", 0, 1, pulp.LpInteger) for i in range(count)]
    for row in range(5):
        weights = random.integers(50, 100, count)
        terms = [(x, float(w)) for x, w in zip(items, weights, strict=True)]
        program.addConstraint(pulp.LpAffineExpression(terms) <= float(weights.sum()) / 2, f"row{row}")
    gains = [(x, -float(g)) for x, g in zip(items, random.integers(50, 100, count), strict=True)]
    program.setObjective(pulp.LpAffineExpression(gains))
    return program, items


def test_cancelling_stops_the_search_and_keeps_the_start() -> None:
    """A warm start is a solution even if the search is stopped at its first poll."""
    program, items = _knapsack(40)
    for variable in items:
        variable.varValue = 0.0
    ended = run(program, Params(gap=0.0), progress=_Cancelled(), warm=True)
    assert not ended.solved
    assert ended.found
    values = [variable.varValue for variable in items]
    assert all(value == pytest.approx(round(value), abs=1e-6) for value in values)


def test_no_time_left_is_no_solution() -> None:
    """A deadline that has passed ends the search before it finds anything."""
    program, _ = _knapsack(40)
    ended = run(program, Params(gap=0.0), Deadline(0.0))
    assert not ended.solved
