"""Rounds in which the parts of a plan are improved side by side."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from optimizer.routing.check import cost, required_left_out
from optimizer.routing.engines.bounds import cost_bound
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.ils import Searcher
from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.settings import Settings
from optimizer.routing.engines.decomposed.watch import Allowance
from optimizer.routing.engines.parts import Part, Terrain, districts, merged, split
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.pyvrp_data import translate, with_prizes
from optimizer.routing.engines.pyvrp_prices import Prices
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution
from optimizer.routing.warm import carried_over


class Rounds:
    """Improves plans of a problem by parts.

    Parameters
    ----------
    problem
        The problem.
    settings, crew, random
        How to search, who does, and random numbers.
    """

    def __init__(self, problem: Problem, settings: Settings, crew: Crew, random: np.random.Generator) -> None:
        self._terrain = Terrain.of(problem, coordinates(problem))
        self._settings = settings
        self._crew = crew
        self._random = random

    def first_plan(self, start: Solution | None) -> Solution:
        """Plan districts, each on its own, unless what is left of a plan to start from serves most clients."""
        carried = None if start is None else carried_over(self._terrain.problem, start)
        if carried is not None and self._terrain.serves_most(carried):
            return carried
        settings, watch = self._settings, self._crew.watch
        clients = len(self._terrain.problem.clients)
        count = number_of_parts(clients, settings.district_clients, self._crew.workers, settings.least_part)
        seconds = watch.seconds_left() * settings.district_share
        return self._improved(districts(self._terrain, count, self._random), seconds)

    def improved(self, plan: Solution) -> Solution:
        """Improve a feasible plan until the limits are reached, or one route is left, which cannot be parted."""
        watch = self._crew.watch
        clients = len(self._terrain.problem.clients)
        settings = self._settings
        count = number_of_parts(clients, settings.part_clients, self._crew.workers, settings.least_part)
        least_s = -(-count // self._crew.workers) * settings.round_s
        rounds = settings.rounds
        while not watch.over and len(plan.routes) > 1:
            seconds = watch.seconds_left()
            if watch.timed:
                rounds = max(1, min(rounds, round(seconds / least_s)))
                seconds /= rounds
            parts = split(self._terrain, plan, count, self._random)
            plan = self._improved(parts, seconds)
            rounds -= 1
            self._report(plan)
        return plan

    def _improved(self, parts: Sequence[Part], seconds: float) -> Solution:
        """Improve parts, as many at a time as there are workers; with fewer parts, several search the same one."""
        crew = self._crew
        end = crew.watch.elapsed_s() + seconds
        alike = max(1, crew.workers // len(parts))
        parts = [part for part in parts for _ in range(alike)]
        seeds = self._random.integers(2**32, size=len(parts)).tolist()
        plans: list[Solution] = []
        begun = any(part.plan.routes for part in parts)
        for first in range(0, len(parts), crew.workers):
            if crew.watch.cut_short and begun:
                plans += [part.plan for part in parts[first:]]
                break
            rows = -(-(len(parts) - first) // crew.workers)
            allowances = crew.watch.allow_each(
                (end - crew.watch.elapsed_s()) / rows, self._iterations(), crew.workers
            )
            tasks = [
                partial(_improved, part, seed, self._settings, allowance)
                for part, seed, allowance in zip(parts[first:], seeds[first:], allowances, strict=False)
            ]
            for plan, iterations in crew.executed(tasks):
                plans.append(plan)
                crew.watch.iterations += iterations
        groups = (range(first, first + alike) for first in range(0, len(parts), alike))
        return merged(
            min((plans[one] for one in group), key=partial(rank, parts[group.start].problem))
            for group in groups
        )

    def _iterations(self) -> int | None:
        left = self._crew.watch.iterations_to(1.0)
        return None if left is None else min(left, self._crew.workers * self._settings.round_iterations)

    def _report(self, plan: Solution) -> None:
        watch = self._crew.watch
        lacking = required_left_out(self._terrain.problem, plan)
        now = None if lacking else float(cost(self._terrain.problem, plan))
        watch.progress.update(STAGE, f"iteration {watch.iterations}", now)


def number_of_parts(clients: int, size: int, workers: int, least: float) -> int:
    """Parts of about the size wished for, as many for each worker, unless they were smaller than the least."""
    return min(workers * max(1, round(clients / size / workers)), max(1, round(clients / least)))


def rank(problem: Problem, plan: Solution) -> tuple[int, int]:
    """Return what makes a plan worse: required clients left out first, then cost."""
    return required_left_out(problem, plan), cost(problem, plan)


def _improved(part: Part, seed: int, settings: Settings, allowance: Allowance) -> tuple[Solution, int]:
    """Search a part from its plan; return the better plan, and iterations.

    What is found may be worse, for PyVRP passes over some plans that hold (:func:`.pyvrp_data.translate`).
    """
    problem = part.problem
    translation = translate(problem)
    data = translation.data
    if required_left_out(problem, part.plan):
        data = with_prizes(translation, cost_bound(problem) + 1)
    penalties = Penalties.high(data.num_load_dimensions, Prices(problem, translation).largest(data))
    searcher = Searcher(data, seed, penalties, settings, translation.warm_start(data, part.plan))
    searcher.run(allowance)
    if not searcher.best.is_feasible():
        return part.plan, searcher.iterations
    found = translation.written(problem, searcher.best)
    return min(part.plan, found, key=partial(rank, problem)), searcher.iterations
