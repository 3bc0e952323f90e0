"""The last step of a search: what still fits at a gain is served."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.fulfilment.engines.remaining import written
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.insertion import cheapest, pays, put, saved
from optimizer.fulfilment.leftover import Leftover
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution


def filled(problem: Problem, solution: Solution, control: Control) -> Solution:
    """Serve whatever is unserved and can be served at a gain while all else stays, the greatest gain first.

    Orders served whole or not at all are tried as a whole, the lines of others together and one by one. Ends when
    nothing gains, or early when the search must stop.
    """
    leftover = Leftover(problem, solution)
    gained = True
    while gained:
        gained = False
        targets = [(_gain(problem, leftover, each, control), each) for each in _targets(problem, leftover)]
        for gain, lines in sorted(targets, key=lambda target: -target[0]):
            # what was served before has changed what is left
            gained |= gain > 0 and _gain(problem, leftover, lines, control, keep=True) > 0
    return written(problem, list(leftover.carried), list(leftover.carried.values()), leftover.vehicles())


def _targets(problem: Problem, leftover: Leftover) -> Iterator[list[int]]:
    """Lines that may be served together."""
    for order in leftover.open_orders():
        lines = leftover.open_lines(order)
        yield lines
        if problem.partial and len(lines) > 1:
            yield from ([line] for line in lines)


def _gain(
    problem: Problem, leftover: Leftover, lines: list[int], control: Control, keep: bool = False
) -> float:
    """Return what serving all that is open of the lines gains, 0 if nothing, and serve it if ``keep``."""
    lines = [line for line in lines if leftover.units(line)]
    if not lines or control.stop():
        return 0.0
    worth = saved(problem, leftover, lines)
    way = cheapest(problem, leftover, lines)
    if not pays(way.cost - worth, worth):
        return 0.0
    if keep:
        put(leftover, way.carried)
        leftover.keep()
    return worth - way.cost
