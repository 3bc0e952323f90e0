"""Routing problems of clients spread over a square."""

from typing import Any

import numpy as np

from optimizer.routing.problem import Client, Matrix, Problem
from tests.helpers.routing import problem_of, van


def square(count: int, seed: int = 1, **changes: Any) -> Problem:  # noqa: ANN401
    """Return a problem of clients in a square of 1000 by 1000 around the depot, five to a van.

    ``changes`` are fields of the problem that differ.
    """
    places = np.random.default_rng(seed).uniform(-500, 500, (count + 1, 2))
    places[0] = 0
    distance = np.sqrt(((places[:, None] - places) ** 2).sum(axis=2)).astype(np.int64)
    clients = [Client(f"c{n}", n, delivery=(20,)) for n in range(1, count + 1)]
    problem = problem_of(Matrix(distance, distance), clients, [van(count=count)])
    return problem.replace(**changes)
