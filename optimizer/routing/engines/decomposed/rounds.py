"""Rounds in which the parts of a plan are improved side by side."""

from functools import partial

import numpy as np

from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.ils import Searcher
from optimizer.routing.engines.decomposed.parts import Part, Terrain, merged, split
from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.plane import coordinates
from optimizer.routing.engines.decomposed.prices import largest_price, usual_prices
from optimizer.routing.engines.decomposed.settings import Settings
from optimizer.routing.engines.decomposed.watch import Allowance
from optimizer.routing.engines.pyvrp_data import translate, with_prizes
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution


def improved_by_parts(
    problem: Problem,
    plan: Solution,
    settings: Settings,
    crew: Crew,
    random: np.random.Generator,
    prize: int | None,
) -> Solution:
    """Improve a plan until the limits are reached, a round of parts at a time.

    Parameters
    ----------
    problem
        The problem.
    plan
        A feasible plan of it.
    settings, crew, random
        How to search, who does, and random numbers.
    prize
        Of required clients, if some had to be left out.
    """
    terrain = Terrain.of(problem, coordinates(problem))
    count = number_of_parts(len(problem.clients), settings, crew.workers)
    watch = crew.watch
    while not watch.over and len(plan.routes) > 1:
        parts = split(terrain, plan, count, random)
        seeds = random.integers(2**32, size=len(parts)).tolist()
        rows = [parts[row : row + crew.workers] for row in range(0, len(parts), crew.workers)]
        plans: list[Solution] = []
        for number, row in enumerate(rows):
            tasks = [
                partial(
                    _improved,
                    part,
                    seed,
                    settings,
                    _allowance(crew, settings, len(rows) - number, len(parts)),
                    prize,
                )
                for part, seed in zip(row, seeds[number * crew.workers :], strict=False)
            ]
            for better, iterations in crew.executed(tasks):
                plans.append(better)
                watch.iterations += iterations
        plan = merged(plans)
        watch.progress.update(STAGE, f"iteration {watch.iterations}")
    return plan


def number_of_parts(clients: int, settings: Settings, workers: int) -> int:
    """Parts of a plan: of about the size wished for, and as many for each worker."""
    return workers * max(1, round(clients / settings.part_clients / workers))


def _allowance(crew: Crew, settings: Settings, rows: int, parts: int) -> Allowance:
    """Allow each worker its next part: what is left is divided evenly over the rows of whole rounds."""
    watch = crew.watch
    seconds = watch.seconds_left()
    if watch.timed:
        seconds /= max(rows, round(seconds / settings.round_s))
    left = watch.iterations_left()
    if left is None:
        return watch.allow(seconds, None)
    return watch.allow(seconds, min(settings.round_iterations, left // crew.workers))


def _improved(
    part: Part, seed: int, settings: Settings, allowance: Allowance, prize: int | None
) -> tuple[Solution, int]:
    """Search a part from its plan; return the better plan, and iterations."""
    translation = translate(part.problem)
    data = translation.data if prize is None else with_prizes(translation, prize)
    penalties = Penalties(
        usual_prices(part.problem, translation), largest_price(part.problem, translation, data)
    )
    searcher = Searcher(data, seed, penalties, settings, translation.warm_start(data, part.plan))
    searcher.run(allowance)
    if not searcher.best.is_feasible():
        return part.plan, searcher.iterations
    return translation.written(part.problem, searcher.best), searcher.iterations
