"""What a problem in VROOM's format pays, in whole numbers.

VROOM prices travel by the hour and by the kilometre, not waiting and not service, and looks first at the sum of the
priorities of the tasks done, then at their number, then at cost. Here the distance of a matrix is what a vehicle
pays for: seconds, metres, the matrix of costs, or seconds and metres at their prices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import gcd, lcm
from typing import NamedTuple

import numpy as np

from optimizer.routing.engines.bounds import COST_CEILING
from optimizer.routing.formats.lines import ROUTE_NUMBER
from optimizer.routing.formats.vroom_places import Places, Travel
from optimizer.routing.formats.vroom_tasks import Tasks
from optimizer.routing.formats.vroom_vehicles import Terms, Vehicle
from optimizer.routing.matrix import (
    UNLIMITED,
    IntArray,
    Matrix,
    longest_ways,
    mapped,
    matrix_of,
    with_anywhere,
)

_SECONDS, _METRES, _COSTS = "s", "m", "cost units"
#: What the distance of a matrix counts where a vehicle pays for both.
TIME_AND_DISTANCE = "cost units of time and distance"


@dataclass(frozen=True)
class Price:
    """What one vehicle pays for travel.

    Parameters
    ----------
    profile
        Key of its matrix.
    unit
        What the distance of its matrix counts.
    per_unit
        Cost units for each.
    """

    profile: str
    unit: str
    per_unit: int


class Prizes(NamedTuple):
    """Prize of each task, and that of the least: more than any plan costs, and of which each is a multiple."""

    each: list[int]
    least: int


class Prices:
    """Prices of vehicles, and the matrices they call for.

    Parameters
    ----------
    places
        Where everything is.
    vehicles
        All vehicles.

    Attributes
    ----------
    factor
        Integer units per unit of VROOM's cost: the least in which every price is whole.
    free_start
        Row from which every place is reached at once, for vehicles that start anywhere; None: there are none.
    by_terms
        Price by terms of vehicles.
    matrices, distances
        By profile; metres are None where unknown.

    Raises
    ------
    FormatError
        If a limit is on something else than what the vehicle pays for, or a number is too large.
    """

    def __init__(self, places: Places, vehicles: Iterable[Vehicle]) -> None:
        every = list(vehicles)
        first = {vehicle.terms: vehicle for vehicle in reversed(every)}
        self.factor = _cost_units(first)
        self._fixed = [vehicle.terms.fixed * self.factor for vehicle in every]
        self.free_start = len(places) if any(terms.start is None for terms in first) else None
        self.matrices: dict[str, Matrix] = {}
        self.distances: dict[str, IntArray | None] = {}
        self.by_terms = {terms: self._price(places, vehicle) for terms, vehicle in first.items()}
        if not first:
            nowhere = np.zeros((len(places), len(places)), dtype=np.int64)
            self.matrices["none"] = Matrix(nowhere, nowhere)

    def _price(self, places: Places, vehicle: Vehicle) -> Price:
        terms = vehicle.terms
        travel = places.travel(terms.profile, vehicle.key)
        hour, km = terms.per_hour * self.factor // 3600, terms.per_km * self.factor // 1000
        unit = _unit(vehicle, travel)
        profile = f"{terms.profile}, speed {terms.speed} %, {unit}"
        if unit == TIME_AND_DISTANCE:
            profile += f", {terms.per_hour} an hour, {terms.per_km} a km"
        if profile not in self.matrices:
            durations = mapped(partial(_slowed, terms.speed), travel.durations)
            paid = {_SECONDS: durations, _METRES: travel.distances, _COSTS: travel.costs}.get(unit)
            if paid is None:
                paid = _weighted(vehicle, durations, hour, travel.distances, km)
            padded = self._padded(durations)
            self.matrices[profile] = matrix_of(padded if paid is durations else self._padded(paid), padded)
            self.distances[profile] = None if travel.distances is None else self._padded(travel.distances)
        return Price(profile, unit, {_SECONDS: hour, _METRES: km, _COSTS: self.factor}.get(unit, 1))

    def _padded(self, array: IntArray) -> IntArray:
        return array if self.free_start is None else with_anywhere(array)

    @property
    def units(self) -> dict[str, str]:
        """Unit of the distances of each matrix, by profile."""
        return {one.profile: one.unit for one in self.by_terms.values()}

    @property
    def profiles(self) -> dict[str, str]:
        """What the file calls the profile of each matrix."""
        return {price.profile: terms.profile for terms, price in self.by_terms.items()}

    def prizes(self, tasks: Tasks) -> Prizes:
        """Prize of each task, so that what is best by VROOM's order is cheapest.

        With ``p`` the priority in units of their greatest common divisor, ``n`` the number of tasks and ``C`` more
        than any plan costs, the prize is ``C ((n + 1) p + 1)``: one more of the sum of priorities outweighs all that
        can be gained in the number of tasks, and one more task all that can be saved. Where ``C`` makes a prize too
        large for an integer of a problem, or all of them for half of what engines can add up, it is the largest that
        does not: then all that is sure is that no task is left out that fits between two stops of a plan.

        Parameters
        ----------
        tasks
            What there is to do.

        Raises
        ------
        FormatError
            If the largest prize that an integer holds is no more than what its task can cost between two stops.
        """
        count = len(tasks.stops)
        divisor = gcd(*(stop.task.priority for stop in tasks.stops)) or 1
        weights = [(count + 1) * (stop.task.priority // divisor) + 1 for stop in tasks.stops]
        farthest = [self._farthest(one) for one in set(self.by_terms.values())]
        leaving = sum(max((rows[stop.location] for rows in farthest), default=0) for stop in tasks.stops)
        routes = min(count, len(self._fixed))
        starting = routes * max((max(rows, default=0) for rows in farthest), default=0)
        fitting = min(UNLIMITED // max(weights, default=1), COST_CEILING // 2 // max(sum(weights), 1))
        most = min(leaving + starting + sum(self._fixed) + 1, fitting)
        prizes = [weight * most for weight in weights]
        for stop, prize, added in zip(tasks.stops, prizes, self._added(tasks), strict=True):
            if prize <= added:
                cause = "priorities and prices are so large together that cost would come before this task"
                raise stop.key.fail(cause, "Write smaller priorities or rounder prices.", ROUTE_NUMBER)
        return Prizes(prizes, most)

    def _added(self, tasks: Tasks) -> list[int]:
        """Most that each task adds to a plan whose other stops stay as they are: its dearest ways and a vehicle."""
        around = [
            (self._farthest(one), self._farthest(one, back=True)) for one in set(self.by_terms.values())
        ]
        rows = (stop.location for stop in tasks.stops)
        dearest = max(self._fixed, default=0)
        return [max((there[row] + back[row] for there, back in around), default=0) + dearest for row in rows]

    def _farthest(self, one: Price, *, back: bool = False) -> list[int]:
        """Dearest way from each place, or back to it."""
        paid = self.matrices[one.profile].distance
        # computed ways are as long in either direction
        turned = paid.T if back and not self.matrices[one.profile].computed else paid
        return [one.per_unit * way for way in longest_ways(turned).tolist()]


def _cost_units(every: Iterable[Terms]) -> int:
    rates = [
        Fraction(rate, base)
        for terms in every
        for rate, base in ((terms.per_hour, 3600), (terms.per_km, 1000))
    ]
    return lcm(*(rate.denominator for rate in rates))


def _unit(vehicle: Vehicle, travel: Travel) -> str:
    """Say what the distance of the vehicle's matrix counts."""
    terms = vehicle.terms
    if travel.costs is not None:
        if (terms.per_hour, terms.per_km) != (3600, 0):
            cause = "the profile has a matrix of costs, and the vehicle has prices of its own"
            raise vehicle.key.contradiction(cause, "Keep one of them.")
        unit = _COSTS
    elif terms.per_km and terms.per_hour:
        unit = TIME_AND_DISTANCE
    elif terms.per_km or (not terms.per_hour and terms.max_distance is not None):
        unit = _METRES
    else:
        unit = _SECONDS
    for name, limit, measured, price in (
        ("max_travel_time", terms.max_travel_time, _SECONDS, "per_hour alone"),
        ("max_distance", terms.max_distance, _METRES, "per_km alone (per_hour 0)"),
    ):
        if limit is not None and unit != measured:
            cause = "a route is limited in what it pays for, which is something else or more here"
            raise vehicle.key.need(name).unsupported(cause, f"Price travel by {price}, or do without {name}.")
    if unit in (_METRES, TIME_AND_DISTANCE) and travel.distances is None:
        cause = "it is priced or limited by distance, and its profile has no distances"
        raise vehicle.key.contradiction(cause, "Add the matrix of distances.")
    return unit


def _slowed(speed: int, durations: IntArray) -> IntArray:
    """Durations at so many hundredths of the speed, rounded to the nearest second."""
    slowed = (durations * 200 + speed) // (2 * speed)
    found: IntArray = np.where(durations == UNLIMITED, UNLIMITED, np.minimum(slowed, UNLIMITED - 1))
    return found


def _weighted(
    vehicle: Vehicle, durations: IntArray, hour: int, distances: IntArray | None, km: int
) -> IntArray:
    priced = [(hour, durations)] if distances is None else [(hour, durations), (km, distances)]
    if sum(rate * int(longest_ways(array).max(initial=0)) for rate, array in priced) >= UNLIMITED:
        cause = "a way costs more than can be held as a whole number"
        raise vehicle.key.need("costs").fail(cause, "Write lower costs.", ROUTE_NUMBER)
    rates, arrays = zip(*priced, strict=True)
    return mapped(partial(_paid, rates), *arrays)


def _paid(rates: tuple[int, ...], *arrays: IntArray) -> IntArray:
    blocked = arrays[0] == UNLIMITED
    free = (rate * np.where(blocked, 0, array) for rate, array in zip(rates, arrays, strict=True))
    paid: IntArray = np.where(blocked, UNLIMITED, sum(free))
    return paid
