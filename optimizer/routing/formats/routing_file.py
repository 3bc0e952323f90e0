"""What a routing file says: a problem, where its places are, and what its vehicles are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from optimizer.routing.matrix import FloatArray, IntArray
from optimizer.routing.problem import Problem
from optimizer.routing.solution import Route, Solution, Stop


def cost_text(cost: int, problem: Problem) -> str:
    """Cost in the file's own units: ``27591``, or ``827.3`` where distances are in tenths.

    Where its units are no decimal ones, as prices by the hour make them, it has what digits it needs, six at most.
    """
    factor = problem.scale.cost_per_minor_unit
    if factor == 1:
        return str(cost)
    digits = len(str(factor)) - 1
    if factor == 10**digits:
        return f"{cost / factor:.{digits}f}"
    return f"{cost / factor:.6f}".rstrip("0").rstrip(".")


class Objective(StrEnum):
    """What is best in a file's own terms; the problem's prices say the same in one number."""

    COST = "cost"
    #: Fewest vehicles, then least distance: the fixed cost of a vehicle exceeds any saving of distance.
    VEHICLES_FIRST = "vehicles, then distance"
    #: The same where rules of the planner price more than distance.
    VEHICLES_THEN_COST = "vehicles, then cost"
    #: Highest sum of the priorities served, then most tasks, then least cost: prizes exceed any saving of cost.
    TASKS_FIRST = "priorities, then tasks, then cost"


@dataclass(frozen=True)
class Task:
    """How a client is called in VROOM's formats.

    Parameters
    ----------
    kind
        ``job``, ``pickup`` or ``delivery``.
    id
        As in the file: a whole number or text.
    setup_s
        Part of the client's service duration that is setup.
    priority
        0 to 100.
    description
        For people.
    """

    kind: str
    id: int | str
    setup_s: int = 0
    priority: int = 0
    description: str = ""


@dataclass(frozen=True)
class EarlierRoute:
    """Stops of one vehicle in an earlier plan, not timed.

    Parameters
    ----------
    vehicle_type
        Type of the vehicle, or the name of one that is unknown.
    stops
        In order of travel.
    vehicle
        Which vehicle of the type; empty: any.
    """

    vehicle_type: str
    stops: tuple[Stop, ...]
    vehicle: str = ""


@dataclass(frozen=True)
class EarlierTours:
    """Routes of an earlier plan.

    Parameters
    ----------
    routes
        With the clients of the problem only.
    visits
        How many its file has, whether their clients are in the problem or not.
    arrivals
        By client, in the problem's duration units, as far as the file tells them.
    """

    routes: tuple[EarlierRoute, ...]
    visits: int
    arrivals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class RoutingFile:
    """A routing problem with what a file says beyond it.

    Parameters
    ----------
    problem
        The problem.
    coordinates
        Per row of the matrices, shape (n, 2); NaN where unknown; None if the file has none.
    geographic
        Whether coordinates are longitude and latitude in degrees rather than places on a plane.
    fleet
        Id and vehicle type id of each vehicle in the file's order; empty where all vehicles are alike and called
        by their numbers from 1.
    depot_words
        What a ``.sol`` file calls each depot, by id, where vehicles may load again.
    objective
        See :class:`Objective`.
    tasks
        By client id, of a file in VROOM's format.
    vehicle_notes
        Description by vehicle id, where given.
    distances
        Distances to report by profile, where the problem's matrices hold something else; None: unknown.
    amounts
        How many of the problem's measures the file names; None: all.
    tours
        A plan to start from.
    anywhere
        Row of no place, where vehicles begin whose route starts with its first stop; None: there are none.
    profiles
        What the file calls each profile of the problem; empty where it has one without a name.
    outweighs
        Prize by which a task comes before cost, in cost units: more than any plan costs, as far as whole numbers
        allow, and of which every prize is a multiple; 0 where tasks do not come first.
    """

    problem: Problem
    coordinates: FloatArray | None = None
    geographic: bool = False
    fleet: tuple[tuple[str, str], ...] = ()
    depot_words: Mapping[str, str] = field(default_factory=dict)
    objective: Objective = Objective.COST
    tasks: Mapping[str, Task] = field(default_factory=dict)
    vehicle_notes: Mapping[str, str] = field(default_factory=dict)
    distances: Mapping[str, IntArray | None] = field(default_factory=dict)
    amounts: int | None = None
    tours: tuple[EarlierRoute, ...] = ()
    anywhere: int | None = None
    profiles: Mapping[str, str] = field(default_factory=dict)
    outweighs: int = 0

    @property
    def vehicles_first(self) -> bool:
        """Whether one vehicle less is better than any saving."""
        return self.objective in (Objective.VEHICLES_FIRST, Objective.VEHICLES_THEN_COST)

    @cached_property
    def vehicles_of(self) -> dict[str, list[str]]:
        """Vehicle ids by vehicle type id, where the file names its vehicles."""
        found: dict[str, list[str]] = {}
        for vehicle, kind in self.fleet:
            found.setdefault(kind, []).append(vehicle)
        return found

    def vehicles(self, solution: Solution) -> tuple[str, ...]:
        """Vehicle of each route: the next of its type in the file's order."""
        left = {kind: iter(ids) for kind, ids in self.vehicles_of.items()}
        return tuple(
            next(left[route.vehicle_type]) if self.fleet else str(number)
            for number, route in enumerate(solution.routes, 1)
        )

    def task(self, client: str) -> Task:
        """How VROOM's formats call a client: a job of its own id, unless the file says otherwise."""
        return self.tasks.get(client) or Task("job", client)

    def distance(self, profile: str) -> IntArray | None:
        """Distances to report, in the problem's distance units; None if unknown."""
        return self.distances.get(profile, self.problem.matrices[profile].distance)

    @property
    def named(self) -> int:
        """How many of the problem's measures, from the first, the file names."""
        return len(self.problem.measures) if self.amounts is None else self.amounts

    def point(self, row: int) -> tuple[float, float] | None:
        """Coordinates of a row of the matrices; None if unknown."""
        if self.coordinates is None or np.isnan(self.coordinates[row, 0]):
            return None
        return float(self.coordinates[row, 0]), float(self.coordinates[row, 1])

    def progress(self, objective: int) -> str:
        """Value of a plan in the problem's prices as people read it: ``827.3``, ``10 vehicles, 828.9``.

        Where tasks are left out of a file whose tasks come first, their prizes say no more than that some are.
        """
        kinds = self.problem.vehicle_types
        if self.vehicles_first and kinds:
            vehicles, rest = divmod(objective, kinds[0].fixed_cost)
            noun = "vehicle" if vehicles == 1 else "vehicles"
            return f"{vehicles} {noun}, {cost_text(rest, self.problem)}"
        least = min((client.prize for client in self.problem.clients if client.prize), default=objective + 1)
        if self.objective is Objective.TASKS_FIRST and objective >= least:
            return "some tasks left out"
        return cost_text(objective, self.problem)

    def route_cost(self, route: Route) -> int:
        """Cost units of a route, without the fixed cost where that only puts the number of vehicles first."""
        if self.vehicles_first:
            return route.cost - self.problem.vehicle_type_by_id[route.vehicle_type].fixed_cost
        return route.cost

    def cost(self, solution: Solution, objective: int) -> int:
        """Cost units in the file's own terms.

        Parameters
        ----------
        solution, objective
            A plan, and its value in the problem's prices: that itself where the file's objective is cost, else
            less what only puts something else first: the fixed costs of vehicles, or the prizes of tasks.
        """
        if self.vehicles_first:
            kinds = self.problem.vehicle_type_by_id
            return objective - sum(kinds[route.vehicle_type].fixed_cost for route in solution.routes)
        if self.objective is Objective.TASKS_FIRST:
            clients = self.problem.client_by_id
            return objective - sum(clients[client].prize for client in solution.unserved)
        return objective
