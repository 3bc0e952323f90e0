"""PyVRP's locations, and a pair of matrices per way in which vehicles may move between them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.routing.engines.bounds import between, longest_leg
from optimizer.routing.engines.pyvrp_visits import Visit, never_served, out_of_order
from optimizer.routing.problem import UNLIMITED, IntArray, Problem, VehicleType

#: A routing profile of PyVRP: a matrix profile, and the locations that may not be visited with it.
_Profile = tuple[str, frozenset[int]]


class Grid:
    """Locations of a problem: depots, places of visits, both ends of each shipment, and perhaps nowhere.

    Nowhere is where open routes end: there is no way to it from anywhere, and no way back.

    Parameters
    ----------
    problem
        The problem.
    made
        Its visits.
    kinds
        Usable vehicle types.
    horizon
        Instant by which every route ends; legs that are barred take longer.
    """

    def __init__(
        self, problem: Problem, made: tuple[Visit, ...], kinds: tuple[VehicleType, ...], horizon: int
    ) -> None:
        clients = {visit.place: visit.client for visit in made}
        self._problem = problem
        self._ends = len(problem.depots) + len(clients)
        self._owners = [clients[place] for place in range(len(clients))]
        self._owners += [
            problem.client_by_id[end] for one in problem.shipments for end in (one.pickup, one.delivery)
        ]
        self._never = never_served(problem)
        self._against = out_of_order(problem, made)
        by_profile = {kind.profile: kind for kind in kinds}
        self._barred = max(longest_leg(problem, kind) for kind in by_profile.values()), horizon + 1
        self.open_ends = any(kind.open_end for kind in kinds)
        #: Whether a leg is barred, once the matrices are made.
        self.bars = False
        profiles = [(kind.profile, self._refused(kind)) for kind in kinds]
        self._profiles = list(dict.fromkeys(profiles))
        #: Index of each vehicle type's matrices.
        self.profile_of = {
            kind.id: self._profiles.index(profile) for kind, profile in zip(kinds, profiles, strict=True)
        }

    @property
    def size(self) -> int:
        """Number of locations."""
        return self.nowhere + self.open_ends

    @property
    def nowhere(self) -> int:
        """Location where open routes end."""
        return len(self._problem.depots) + len(self._owners)

    def of_visit(self, visit: Visit) -> int:
        """Location of a visit."""
        return len(self._problem.depots) + visit.place

    def of_shipment(self, number: int) -> tuple[int, int]:
        """Locations where a shipment begins and ends."""
        return self._ends + 2 * number, self._ends + 2 * number + 1

    def matrices(self) -> tuple[list[Any], list[Any]]:
        """Return the distances and the durations of each profile; PyVRP's annotation fits no array, hence Any."""
        pairs = [self._matrices(profile) for profile in self._profiles]
        return [distance for distance, _ in pairs], [duration for _, duration in pairs]

    def _refused(self, kind: VehicleType) -> frozenset[int]:
        refused = (not kind.may_visit(client) or client.id in self._never for client in self._owners)
        return frozenset(number for number, no in enumerate(refused, start=len(self._problem.depots)) if no)

    def _matrices(self, profile: _Profile) -> tuple[IntArray, IntArray]:
        name, refused = profile
        matrix = self._problem.matrices[name]
        rows = [depot.location for depot in self._problem.depots]
        rows += [client.location for client in self._owners]
        distance, duration = between(matrix.distance, rows), between(matrix.duration, rows)
        closed = duration == UNLIMITED
        closed[: len(self._against), : len(self._against)] |= self._against
        barred = sorted(refused)
        closed[:, barred] = True
        closed[barred, :] = True
        np.fill_diagonal(closed, val=False)
        self.bars |= bool(closed.any())
        for legs, value in zip((distance, duration), self._barred, strict=True):
            legs[closed] = value
        if not self.open_ends:
            return distance, duration
        return _with_nowhere(distance, self._barred[0]), _with_nowhere(duration, self._barred[1])


def _with_nowhere(legs: IntArray, barred: int) -> IntArray:
    grown: npt.NDArray[np.int64] = np.pad(legs, ((0, 1), (0, 1)))
    grown[-1, :-1] = barred
    return grown
