"""What a finished plan leaves of one product, and the ways still open for it."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from optimizer.inventory.paths import cost_to_go
from optimizer.inventory.position import UNLIMITED_UNITS
from optimizer.inventory.problem import FloatArray, IntArray, Problem
from optimizer.inventory.solution import Solution


class Level(IntEnum):
    """Which limits a way respects: all; all but storage; none of the shared ones."""

    OPEN = 0
    STORED = 1
    CROWDED = 2


@dataclass(frozen=True)
class Way:
    """Find the cheapest way of one more unit.

    Parameters
    ----------
    extra
        What it adds to the plan's cost, without the shortage it saves.
    site, day
        Where it starts and when it leaves.
    level
        The limits it respects.
    """

    extra: float
    site: int
    day: int
    level: Level


def unused_kg(problem: Problem, solution: Solution) -> FloatArray:
    """Weight every lane could still carry, shape (L, D)."""
    lane = {value: index for index, value in enumerate(problem.lanes.ids)}
    weight = dict(zip(problem.products, problem.weight_kg.tolist(), strict=True))
    spare = np.repeat(problem.lanes.capacity_kg[:, None], problem.days, axis=1)
    for move in solution.moves:
        spare[lane[move.lane], move.depart_day] -= weight[move.product] * move.quantity
    return spare


class Case:
    """One product's situation after the plan; answers what could still come where.

    Parameters
    ----------
    problem
        What was asked.
    product
        Index of the product.
    held
        End-of-day stock of all products, shape (S, P, D).
    spare_kg
        See :func:`unused_kg`.
    """

    def __init__(self, problem: Problem, product: int, held: IntArray, spare_kg: FloatArray) -> None:
        self.problem = problem
        self.product = product
        self.spare_kg = spare_kg
        own = held[:, product]
        # a unit is free from a day on if it is left over on that and every later night
        self.free: IntArray = np.minimum.accumulate(own[:, ::-1], axis=1)[:, ::-1]
        weight = float(problem.weight_kg[product])
        self.roomy_lane: npt.NDArray[np.bool_] = spare_kg >= weight * (1 - 1e-9)
        used_l = np.einsum("p,spd->sd", problem.volume_l, held).max(axis=1)
        free_l = np.where(problem.unlimited, np.inf, problem.storage_l - used_l)
        self.roomy_site: npt.NDArray[np.bool_] = free_l >= problem.volume_l[product] * (1 - 1e-9)
        self._ways: dict[tuple[int, Level], FloatArray] = {}

    def any_free(self) -> bool:
        """Whether any unit is left anywhere."""
        return bool((self.free > 0).any())

    def total_units(self) -> int:
        """Units left anywhere at the end."""
        return min(int(self.free[:, -1].sum()), UNLIMITED_UNITS)

    def fullest(self) -> int:
        """Find the site with the most left at the end."""
        return int(np.argmax(self.free[:, -1]))

    def connected_units(self, serving: npt.NDArray[np.intp]) -> int:
        """Units left at sites from which lanes lead to a serving site, whatever the days."""
        lanes = self.problem.lanes
        connected = np.zeros(len(self.problem.sites), dtype=np.bool_)
        connected[serving] = True
        travels = np.isfinite(lanes.unit_cost[:, self.product]) & ~self.problem.unlimited[lanes.destination]
        before = 0
        while (count := int(connected.sum())) != before:
            before = count
            connected[lanes.origin[travels & connected[lanes.destination]]] = True
        return min(int(self.free[connected, -1].sum()), UNLIMITED_UNITS)

    def reachable_units(self, zone: int, day: int, level: Level) -> int:
        """Free units that could still serve the zone on the day within the limits of the level."""
        open_from = np.isfinite(self.ways(day, level)[:, :, zone])
        stock = np.where(open_from, self.free[:, : day + 1], 0)
        return min(int(stock.max(axis=1).sum()), UNLIMITED_UNITS)

    def cheapest(self, zone: int, day: int, level: Level) -> Way:
        """Find the cheapest way of one free unit to the zone on the day.

        A unit that leaves saves the holding of the nights it would have stayed, and forgoes its end value.
        """
        problem, product = self.problem, self.product
        nights = problem.days - np.arange(day + 1)
        forgone = problem.end_value[:, product, None] - problem.holding_cost[:, product, None] * nights
        forgone = np.where(problem.unlimited[:, None], 0.0, forgone)
        extra = self.ways(day, level)[:, :, zone] + forgone
        extra = np.where(self.free[:, : day + 1] > 0, extra, np.inf)
        site, leave = np.unravel_index(int(np.argmin(extra)), extra.shape)
        return Way(float(extra[site, leave]), int(site), int(leave), level)

    def ways(self, day: int, level: Level) -> FloatArray:
        """Cost of bringing a unit to each zone on the day, shape (S, day + 1, Z)."""
        if level is Level.CROWDED and self.roomy_lane.all():
            level = Level.STORED
        if level is Level.STORED and self.roomy_site.all():
            level = Level.OPEN
        if (day, level) not in self._ways:
            may_hold = self.roomy_site if level is Level.OPEN else np.ones_like(self.roomy_site)
            final = self.problem.serve_cost[:, :, self.product].T
            self._ways[day, level] = cost_to_go(
                self.problem, self.product, final, self._usable(level)[:, : day + 1], may_hold
            )
        return self._ways[day, level]

    def full_lanes(self, way: Way, zone: int, day: int) -> list[tuple[int, int]]:
        """Lanes and departure days on the way that cannot carry one more unit."""
        return [step for step in self._trace(way, zone, day)[0] if not self.roomy_lane[step]]

    def full_stops(self, way: Way, zone: int, day: int) -> list[int]:
        """Sites on the way where the unit would stay overnight without room."""
        stays = self._trace(way, zone, day)[1]
        return [site for site in dict.fromkeys(stays) if not self.roomy_site[site]]

    def _usable(self, level: Level) -> npt.NDArray[np.bool_]:
        lanes = self.problem.lanes
        # nothing is sent to where stock never runs out
        operates = lanes.operates & ~self.problem.unlimited[lanes.destination][:, None]
        return operates if level is Level.CROWDED else operates & self.roomy_lane

    def _trace(self, way: Way, zone: int, day: int) -> tuple[list[tuple[int, int]], list[int]]:
        """Follow the way: the lanes it takes with their days, and the sites where it stays overnight."""
        lanes = self.problem.lanes
        go = self.ways(day, way.level)[:, :, zone]
        usable = self._usable(way.level)
        taken: list[tuple[int, int]] = []
        stays: list[int] = []
        site, now, seen = way.site, way.day, set[tuple[int, int]]()
        while (site, now) not in seen:
            seen.add((site, now))
            leaving = np.flatnonzero(
                (lanes.origin == site) & usable[:, now] & (lanes.transit_days + now <= day)
            )
            arrivals = now + lanes.transit_days[leaving]
            via = go[lanes.destination[leaving], arrivals] + lanes.unit_cost[leaving, self.product]
            if via.size and via.min() <= go[site, now]:
                lane = int(leaving[np.argmin(via)])
                taken.append((lane, now))
                site, now = int(lanes.destination[lane]), now + int(lanes.transit_days[lane])
            elif now < day:
                stays.append(site)
                now += 1
        return taken, stays
