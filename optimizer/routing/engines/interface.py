"""What every routing engine offers, and the features a problem may use."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType
from optimizer.routing.solution import Solution


class Capability(StrEnum):
    """A feature of a problem that an engine may lack; the value is what a message calls it."""

    SEVERAL_MEASURES = "several capacity measures"
    SEVERAL_DEPOTS = "several depots"
    OPEN_ROUTES = "routes ending at another depot"
    SEVERAL_VEHICLE_TYPES = "several vehicle types"
    SEVERAL_PROFILES = "several matrix profiles"
    FIXED_COST = "fixed vehicle cost"
    DURATION_COST = "duration cost"
    SHIFT = "vehicle shifts"
    DEPOT_WINDOW = "depot opening windows"
    MAX_DISTANCE = "maximum route distance"
    MAX_DURATION = "maximum route duration"
    TIME_WINDOWS = "time windows"
    SEVERAL_TIME_WINDOWS = "several time windows per client"
    RELEASE_TIMES = "release times"
    OPTIONAL_CLIENTS = "optional clients with prizes"
    PICKUPS = "collections"
    VEHICLE_RESTRICTIONS = "clients restricted to vehicle types"
    BLOCKED_PAIRS = "pairs that cannot be travelled"


class Engine(Protocol):
    """A solver of routing problems."""

    @property
    def name(self) -> str:
        """Name by which a planner asks for it."""
        ...

    @property
    def version(self) -> str:
        """Version of the library behind it."""
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
    found = set(_problem_features(problem))
    for kind in problem.vehicle_types:
        found.update(_vehicle_features(kind))
    for client in problem.clients:
        found.update(_client_features(client))
    return frozenset(found)


def _problem_features(problem: Problem) -> Iterator[Capability]:
    for used, capability in (
        (len(problem.measures) > 1, Capability.SEVERAL_MEASURES),
        (len({kind.start_depot for kind in problem.vehicle_types}) > 1, Capability.SEVERAL_DEPOTS),
        (len(problem.vehicle_types) > 1, Capability.SEVERAL_VEHICLE_TYPES),
        (len({kind.profile for kind in problem.vehicle_types}) > 1, Capability.SEVERAL_PROFILES),
        (any(depot.window != (0, UNLIMITED) for depot in problem.depots), Capability.DEPOT_WINDOW),
        (any(matrix.blocked.any() for matrix in problem.matrices.values()), Capability.BLOCKED_PAIRS),
    ):
        if used:
            yield capability


def _vehicle_features(kind: VehicleType) -> Iterator[Capability]:
    for used, capability in (
        (kind.last_depot != kind.start_depot, Capability.OPEN_ROUTES),
        (kind.fixed_cost > 0, Capability.FIXED_COST),
        (kind.cost_per_duration > 0, Capability.DURATION_COST),
        (kind.shift != (0, UNLIMITED), Capability.SHIFT),
        (kind.max_distance < UNLIMITED, Capability.MAX_DISTANCE),
        (kind.max_duration < UNLIMITED, Capability.MAX_DURATION),
    ):
        if used:
            yield capability


def _client_features(client: Client) -> Iterator[Capability]:
    for used, capability in (
        (len(client.windows) > 0, Capability.TIME_WINDOWS),
        (len(client.windows) > 1, Capability.SEVERAL_TIME_WINDOWS),
        (client.release_s > 0, Capability.RELEASE_TIMES),
        (not client.required, Capability.OPTIONAL_CLIENTS),
        (any(client.pickup), Capability.PICKUPS),
        (client.vehicle_types is not None, Capability.VEHICLE_RESTRICTIONS),
    ):
        if used:
            yield capability
