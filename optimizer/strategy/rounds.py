"""Rounds of fulfilment, routing and feedback.

Estimates move towards the marginal costs of the last routes by steps that become smaller (the method of successive
averages): with steps of one size, fulfilment follows every change of the routes and routing every change of
fulfilment. Each round starts from the best plan so far.

References
----------
Sheffi, Y. (1985). Urban Transportation Networks, chapter 12 (method of successive averages). Prentice-Hall.
"""

import time
from collections.abc import Callable, Mapping

from optimizer.strategy.estimates import VanEstimates
from optimizer.strategy.evaluation import Evaluation, Realised
from optimizer.strategy.fleet import RoutedWave
from optimizer.strategy.outcome import Round
from optimizer.strategy.plan import Plan

#: Rounds in a row without gain that end the search: one alone may come from a step too far.
_PATIENCE = 2


def search(
    run: Evaluation, estimates: VanEstimates, stopped: Callable[[], bool], told: Callable[[Round, int], None]
) -> tuple[tuple[Round, ...], Realised]:
    """Repeat steps 3 to 6 while the cost falls, and keep the best round.

    Parameters
    ----------
    run
        The strategy's evaluation.
    estimates
        What deliveries by van are expected to add, before any route is known.
    stopped
        Whether time is up; at least one round is made.
    told
        Hears of every round, with the cost of the best so far.
    """
    solve = run.context.settings.solve
    rounds: list[Round] = []

    def made(start: Plan | None, known: Mapping[str, RoutedWave]) -> Realised:
        begun = time.monotonic()
        found = run.realise(*run.decide(estimates, solve.fulfilment_engine, start), known)
        rounds.append(_round(len(rounds) + 1, found, begun))
        return found

    best = last = made(None, {})
    told(rounds[-1], best.plan.total)
    idle = 0
    while last.fleet.waves and len(rounds) < solve.rounds and idle < _PATIENCE and not stopped():
        estimates = run.feedback(last, estimates, step(len(rounds), solve.damping))
        last = made(best.plan, {wave.wave.pool: wave for wave in last.fleet.waves})
        idle = 0 if last.plan.total < best.plan.total * (1 - solve.tolerance) else idle + 1
        best = min(best, last, key=lambda one: one.plan.total)
        told(rounds[-1], best.plan.total)
    return tuple(rounds), best


def step(number: int, damping: float) -> float:
    """Weight of what round ``number`` found against all before: the damping, then ``1 / (1 / damping + n - 1)``."""
    return damping / (1 + damping * (number - 1))


def _round(number: int, realised: Realised, begun: float) -> Round:
    return Round(
        number=number,
        total=realised.plan.total,
        unserved_orders=len({line.order for line in realised.plan.unserved}),
        routes=len(realised.plan.routes),
        runtime_s=round(time.monotonic() - begun, 3),
    )
