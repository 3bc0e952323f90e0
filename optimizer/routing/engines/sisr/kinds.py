"""Translates the vehicle types of a problem."""

from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.legs import Legs
from optimizer.routing.problem import UNLIMITED, IntArray, Problem, Traffic, VehicleType

#: Largest ratio of capacities between which a route changes its vehicle type.
CAPACITY_STEP = 1.5


class Appends(Protocol):
    """Takes rows of varying length."""

    def add(self, values: list[int]) -> tuple[int, int]:
        """Append values; return the offset of the first and behind the last."""
        ...


def kind_rows(problem: Problem, legs: Legs, nodes: int, lists: Appends) -> IntArray:
    """Return the table of vehicle types."""
    table = np.zeros((len(problem.vehicle_types), col.KIND_COLUMNS), np.int64)
    for row, kind in zip(table, problem.vehicle_types, strict=True):
        _costs_and_limits(row, problem, kind)
        row[col.START] = legs.depot_row[kind.start_depot]
        row[col.END] = nodes - 1 if kind.open_end else legs.depot_row[kind.last_depot]
        row[col.PROFILE] = legs.profiles.index(kind.profile)
        row[col.CLOCK] = _clock(problem, kind)
        reloads = kind.reload_depots if kind.max_reloads else ()
        row[col.MAX_RELOADS] = kind.max_reloads if reloads else 0
        row[[col.RELOAD_AT, col.RELOAD_END]] = lists.add([legs.depot_row[depot] for depot in reloads])
        breaks = [edge for one in kind.breaks for edge in (one.duration_s, *one.window)]
        row[[col.BREAK_AT, col.BREAK_END]] = lists.add(breaks)
        traffic = _traffic(problem.matrices[kind.profile].traffic)
        row[[col.TRAFFIC_AT, col.TRAFFIC_END]] = lists.add(traffic)
    table[:, col.FAMILY] = _families(problem)
    table[:, col.BASES] = _bases(problem)
    return table


def _families(problem: Problem) -> list[int]:
    """Return for each vehicle type a number shared by those that differ only in costs, clients, some capacity.

    What a ruined route may take does not fill a vehicle that is much larger, so such types are never changed.
    """
    plain = [
        replace(kind, capacity=(), fixed_cost=0, cost_per_distance=1, skills=frozenset())
        for kind in problem.vehicle_types
    ]
    return [
        number if _in_small_steps([problem.vehicle_types[one] for one in members]) else -1
        for number, members in _alike(problem, plain)
    ]


def _bases(problem: Problem) -> list[int]:
    """Return for each vehicle type a number shared by those that differ only in where they start and end."""
    plain = [replace(kind, start_depot="", end_depot=None) for kind in problem.vehicle_types]
    return [number for number, _ in _alike(problem, plain)]


def _alike(problem: Problem, plain: list[VehicleType]) -> list[tuple[int, list[int]]]:
    """Return for each vehicle type the first of those that are equal in what is plain of them, and all these.

    The first is -1 if there is no other, or if a route may not change its type.
    """
    named = [replace(kind, id="", count=1) for kind in plain]
    found = []
    for kind in named:
        members = [number for number, other in enumerate(named) if other == kind]
        bound = kind.prefix or problem.stability is not None or len(members) == 1
        found.append((-1 if bound else members[0], members))
    return found


def _in_small_steps(kinds: list[VehicleType]) -> bool:
    """Whether the capacities of vehicle types, sorted, follow each other closely."""
    for amounts in zip(*(kind.capacity for kind in kinds), strict=True):
        ordered = sorted(amounts)
        if any(more > CAPACITY_STEP * less for less, more in pairwise(ordered)):
            return False
    return True


def _costs_and_limits(row: IntArray, problem: Problem, kind: VehicleType) -> None:
    first = problem.depot_by_id[kind.start_depot].window
    last = (0, UNLIMITED) if kind.open_end else problem.depot_by_id[kind.last_depot].window
    row[col.COUNT] = min(kind.count, len(problem.clients))
    row[col.FIXED] = kind.fixed_cost
    row[col.PER_DISTANCE] = kind.cost_per_distance
    row[col.PER_DURATION] = kind.cost_per_duration
    row[col.OVERTIME_AFTER] = kind.overtime_after
    row[col.PER_OVERTIME] = kind.cost_per_overtime
    row[col.MAX_DISTANCE] = kind.max_distance
    row[col.MAX_DURATION] = kind.max_duration
    row[col.START_OPEN] = max(kind.shift[0], first[0])
    row[col.START_CLOSE] = min(kind.shift[1], first[1])
    row[col.END_OPEN] = last[0]
    row[col.END_CLOSE] = min(kind.shift[1], last[1])
    row[col.RETURNS] = not kind.open_end
    row[col.FIRST] = len(kind.prefix)


def _clock(problem: Problem, kind: VehicleType) -> int:
    """Least that must be computed to know what a change does to the time of a route."""
    priced = kind.cost_per_duration > 0 or kind.max_duration < UNLIMITED
    priced = priced or (kind.cost_per_overtime > 0 and kind.overtime_after < UNLIMITED)
    moving = problem.stability is not None and problem.stability.shift_cost > 0
    several = any(len(client.windows) > 1 for client in problem.clients)
    if kind.breaks or moving or (priced and (several or problem.matrices[kind.profile].traffic is not None)):
        return col.REPLAYED
    if priced:
        return col.SPANS
    released = any(client.release_s for client in problem.clients)
    limited = released or any(client.windows for client in problem.clients) or kind.shift != (0, UNLIMITED)
    if not limited and all(depot.window == (0, UNLIMITED) for depot in problem.depots):
        return col.TIMELESS
    stretched = problem.matrices[kind.profile].traffic is not None
    return col.DEADLINES if released or stretched else col.BRISK


def _traffic(traffic: Traffic | None) -> list[int]:
    if traffic is None:
        return []
    rows = zip(traffic.starts, traffic.rates, traffic.progress, strict=True)
    return [figure for row in rows for figure in row]
