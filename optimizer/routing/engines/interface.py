"""What every routing engine offers, and the features a problem may use."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.routing.problem import UNLIMITED, Client, IntArray, Matrix, Problem, VehicleType
from optimizer.routing.solution import Solution


class Capability(StrEnum):
    """A feature of a problem that an engine may lack; the value is what a message calls it."""

    SEVERAL_MEASURES = "several capacity measures"
    SEVERAL_DEPOTS = "several depots"
    DEPOT_WINDOW = "depot opening windows"
    DEPOT_SERVICE = "loading time at depots"
    SEVERAL_VEHICLE_TYPES = "several vehicle types"
    FIXED_COST = "fixed vehicle cost"
    DURATION_COST = "duration cost"
    OVERTIME = "overtime"
    SHIFT = "vehicle shifts"
    MAX_DISTANCE = "maximum route distance"
    MAX_DURATION = "maximum route duration"
    OTHER_END_DEPOT = "routes ending at another depot"
    OPEN_ROUTES = "open routes"
    RELOADS = "reloads"
    BREAKS = "driver breaks"
    TIME_WINDOWS = "time windows"
    SEVERAL_TIME_WINDOWS = "several time windows per client"
    RELEASE_TIMES = "release times"
    OPTIONAL_CLIENTS = "optional clients with prizes"
    GROUPS = "alternative places for one client"
    VEHICLE_RESTRICTIONS = "clients restricted to vehicle types"
    SKILLS = "skills"
    PICKUPS = "collections"
    BACKHAULS = "collections after deliveries"
    SHIPMENTS = "shipments from client to client"
    SHIPMENT_WINDOWS = "several time windows where shipments begin or end"
    SHIPMENT_RELEASES = "release times of shipments"
    SHIPMENT_BACKHAULS = "shipments along with collections after deliveries"
    SEVERAL_PROFILES = "several matrix profiles"
    ASYMMETRIC = "asymmetric matrices"
    BLOCKED_PAIRS = "pairs that cannot be travelled"
    TRAFFIC = "travel times by time of day"
    PREFIX = "beginnings of routes fixed in advance"
    STABILITY = "price of changes to an earlier plan"
    BALANCE = "cost of the longest route"


class Engine(Protocol):
    """A solver of routing problems."""

    @property
    def name(self) -> str:
        """Name by which a planner asks for it."""
        ...

    @property
    def version(self) -> str:
        """Version of the library behind it, perhaps after the library's name."""
        ...

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Features the problem uses and the engine lacks; empty if the engine may solve it."""
        ...

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search for the cheapest solution.

        Parameters
        ----------
        problem
            Uses no feature named by :meth:`missing`; has a client, a vehicle that can leave and return, and
            no client that is out of every vehicle's reach (:func:`optimizer.routing.engines.solve` sees to it).
        params
            Limits and seed.
        start
            A solution to start from; parts that do not fit the problem are ignored.
        progress
            Told of the best objective now and then, asked for cancellation between iterations.

        Returns
        -------
        Result[Solution]
            Always with a solution, which leaves out required clients only if none was found that serves all;
            ``TIME_LIMIT`` if the search was cut short by time or cancellation, else ``FEASIBLE``.
        """
        ...


def features(problem: Problem) -> frozenset[Capability]:
    """Features the problem uses."""
    found = set(_chosen(_problem_features(problem)))
    found.update(_chosen(_tie_features(problem)))
    for profile in {kind.profile for kind in problem.vehicle_types}:
        found.update(_chosen(_matrix_features(problem.matrices[profile])))
    for kind in problem.vehicle_types:
        found.update(_chosen(_vehicle_features(kind)))
    for client in problem.clients:
        found.update(_chosen(_client_features(client)))
    return frozenset(found)


_Uses = tuple[tuple[bool, Capability], ...]

_TILE = 128


def _chosen(uses: _Uses) -> Iterator[Capability]:
    return (capability for used, capability in uses if used)


def _problem_features(problem: Problem) -> _Uses:
    kinds = problem.vehicle_types
    optional = any(not one.required and one.id not in problem.group_of for one in problem.clients)
    return (
        (len(problem.measures) > 1, Capability.SEVERAL_MEASURES),
        (len({kind.start_depot for kind in kinds}) > 1, Capability.SEVERAL_DEPOTS),
        (any(depot.window != (0, UNLIMITED) for depot in problem.depots), Capability.DEPOT_WINDOW),
        (any(depot.service_s > 0 for depot in problem.depots), Capability.DEPOT_SERVICE),
        (len(kinds) > 1, Capability.SEVERAL_VEHICLE_TYPES),
        (len({kind.profile for kind in kinds}) > 1, Capability.SEVERAL_PROFILES),
        (optional or not all(group.required for group in problem.groups), Capability.OPTIONAL_CLIENTS),
        (problem.stability is not None, Capability.STABILITY),
        (problem.longest_route_cost > 0, Capability.BALANCE),
    )


def _tie_features(problem: Problem) -> _Uses:
    """Features of what ties clients together."""
    ends = [problem.client_by_id[end] for end in problem.shipment_of]
    return (
        (len(problem.groups) > 0, Capability.GROUPS),
        (problem.backhauls_ordered, Capability.BACKHAULS),
        (len(ends) > 0, Capability.SHIPMENTS),
        (any(len(end.windows) > 1 for end in ends), Capability.SHIPMENT_WINDOWS),
        (any(end.release_s > 0 for end in ends), Capability.SHIPMENT_RELEASES),
        (len(ends) > 0 and problem.backhauls_ordered, Capability.SHIPMENT_BACKHAULS),
    )


def _matrix_features(matrix: Matrix) -> _Uses:
    symmetric = matrix.computed or (_symmetric(matrix.distance) and _symmetric(matrix.duration))
    return (
        (not matrix.computed and bool(matrix.blocked.any()), Capability.BLOCKED_PAIRS),
        (not symmetric, Capability.ASYMMETRIC),
        (matrix.traffic is not None, Capability.TRAFFIC),
    )


def _symmetric(ways: IntArray) -> bool:
    # tiles stay in the cache; comparing with a whole transpose is slow for thousands of places
    starts = range(0, len(ways), _TILE)
    tiles = ((slice(i, i + _TILE), slice(j, j + _TILE)) for i in starts for j in starts if i <= j)
    return all(np.array_equal(ways[rows, columns], ways[columns, rows].T) for rows, columns in tiles)


def _vehicle_features(kind: VehicleType) -> _Uses:
    return (
        (not kind.open_end and kind.last_depot != kind.start_depot, Capability.OTHER_END_DEPOT),
        (kind.open_end, Capability.OPEN_ROUTES),
        (kind.fixed_cost > 0, Capability.FIXED_COST),
        (kind.cost_per_duration > 0, Capability.DURATION_COST),
        (kind.cost_per_overtime > 0 and kind.overtime_after < UNLIMITED, Capability.OVERTIME),
        (kind.shift != (0, UNLIMITED), Capability.SHIFT),
        (kind.max_distance < UNLIMITED, Capability.MAX_DISTANCE),
        (kind.max_duration < UNLIMITED, Capability.MAX_DURATION),
        (len(kind.reload_depots) > 0 and kind.max_reloads > 0, Capability.RELOADS),
        (len(kind.breaks) > 0, Capability.BREAKS),
        (len(kind.prefix) > 0, Capability.PREFIX),
    )


def _client_features(client: Client) -> _Uses:
    return (
        (len(client.windows) > 0, Capability.TIME_WINDOWS),
        (len(client.windows) > 1, Capability.SEVERAL_TIME_WINDOWS),
        (client.release_s > 0, Capability.RELEASE_TIMES),
        (any(client.pickup), Capability.PICKUPS),
        (client.vehicle_types is not None, Capability.VEHICLE_RESTRICTIONS),
        (len(client.skills) > 0, Capability.SKILLS),
    )
