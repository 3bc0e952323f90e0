"""Small problems with known optima, for every routing engine there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.routing.engines import engine, engine_names, solve
from optimizer.routing.problem import Matrix, Problem
from optimizer.routing.solution import Solution
from tests.helpers.routing import line

PARAMS = Params(iteration_limit=60)
#: Places 0 to 4: the depot, 10 and 20 to the east, 10 and 20 to the west.
CROSS = line(0, 10, 20, -10, -20)
EAST, FAR_EAST, WEST, FAR_WEST = 1, 2, 3, 4


def ring(size: int) -> Matrix:
    """Return places in a ring: 1 from each to the next, 10 to any other."""
    ways = np.full((size, size), 10)
    np.fill_diagonal(ways, 0)
    for place in range(size):
        ways[place, (place + 1) % size] = 1
    return Matrix(ways, ways)


#: Vehicle type, then client ids in order of travel.
Tour = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A problem and its optimum.

    Parameters
    ----------
    name
        Of the test.
    problem
        What is to be solved.
    cost
        Least cost, which no engine finds that ignores the feature in question.
    tours
        Routes of the optimum; None where there are several.
    """

    name: str
    problem: Problem
    cost: int
    tours: frozenset[Tour] | None = None


def case(name: str, problem: Problem, cost: int, *tours: Tour) -> Case:
    """Return a case with these routes; none stands for any."""
    return Case(name, problem, cost, frozenset(tours) or None)


def having(cases: Iterable[Case]) -> pytest.MarkDecorator:
    """Parametrise a test by every engine and each case that it lacks nothing for."""
    return _each(cases, lacking=False)


def lacking(cases: Iterable[Case]) -> pytest.MarkDecorator:
    """Parametrise a test by every engine and each case that it lacks something for."""
    return _each(cases, lacking=True)


def _each(cases: Iterable[Case], *, lacking: bool) -> pytest.MarkDecorator:
    pairs = [
        pytest.param(name, one, id=f"{one.name}-{name}")
        for one in cases
        for name in engine_names()
        if bool(engine(name).missing(one.problem)) is lacking
    ]
    return pytest.mark.parametrize(("engine", "one"), pairs)


def solved(problem: Problem, engine: str, **options: Any) -> tuple[Solution, int]:  # noqa: ANN401
    """Return the solution and its cost, which must serve everyone required."""
    result = solve(problem, options.pop("params", PARAMS), engine, **options)
    assert result.status is Status.FEASIBLE
    assert result.solution is not None
    assert result.objective is not None
    return result.solution, int(result.objective)
