"""Which vehicle types at a source can carry a shipment and make the way to its address."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.network.travel import Travel
from optimizer.options.calendar import Calendar, IntArray
from optimizer.options.loads import Load, Loads
from optimizer.options.offer import temperature_bits
from optimizer.scenario.rows import VehicleTypeRow

BoolArray = npt.NDArray[np.bool_]
#: Addresses whose travel times are asked for at once.
_AT_ONCE = 63


@dataclass(frozen=True, eq=False)
class VanLoads:
    """What the vehicles of a source can carry of N orders.

    Parameters
    ----------
    load
        Lines that go together in one vehicle: of the types that hold them, those of the type that takes most lines.
    kept
        Whether some type keeps the temperatures of all lines needed, shape (N,).
    excess
        Grams or millilitres by which the best type is too small; 0 or less where it is not, shape (N,).
    usable
        Whether each of T types can carry ``load``, shape (T, N).
    """

    load: Load
    kept: BoolArray
    excess: npt.NDArray[np.float64]
    usable: BoolArray


def van_loads(
    loads: Loads, option: int, classes: int, vehicles: Sequence[VehicleTypeRow], line_order: IntArray
) -> VanLoads:
    """Find what vehicles carry.

    Parameters
    ----------
    loads
        Loads of the orders.
    option, classes
        Position of the option; temperature classes of option and source as bits.
    vehicles
        Vehicle types at the source, at least one.
    line_order
        Order of each line, shape (L,).
    """
    each = [loads.under(option, classes & temperature_bits(vehicle.temperatures)) for vehicle in vehicles]
    kept = np.stack([load.lines >= loads.needed for load in each])
    excess = np.stack(
        [_excess(vehicle, *loads.size(load)) for vehicle, load in zip(vehicles, each, strict=True)]
    )
    lines = np.stack([load.lines for load in each])
    best = np.argmax(np.where(kept & (excess <= 0), lines, -1), axis=0)
    carried = np.stack([load.carried for load in each])[best[line_order], np.arange(len(line_order))]
    load = Load(
        carried,
        np.take_along_axis(lines, best[None], axis=0)[0],
        np.take_along_axis(np.stack([load.milligrams for load in each]), best[None], axis=0)[0],
    )
    size = loads.size(load)
    usable = np.stack([_excess(vehicle, *size) <= 0 for vehicle in vehicles])
    for row, other in enumerate(each):
        left_behind = np.bincount(line_order, carried & ~other.carried, minlength=len(load.lines))
        usable[row] &= left_behind == 0
    return VanLoads(load, np.any(kept, axis=0), np.where(kept, excess, np.inf).min(axis=0), usable)


def _excess(vehicle: VehicleTypeRow, grams: IntArray, millilitres: IntArray) -> npt.NDArray[np.float64]:
    over: npt.NDArray[np.float64] = grams - np.float64(round(vehicle.capacity_kg * 1000, 6))
    if vehicle.capacity_l is not None:
        over = np.maximum(over, millilitres - round(vehicle.capacity_l * 1000, 6))
    return over


@dataclass(frozen=True, eq=False)
class RoundTrips:
    """The way from a depot to N addresses and back, for each of T vehicle types; arrays of shape (T, N).

    Parameters
    ----------
    out_s, back_s
        Duration of both ways in seconds.
    beyond_m
        Metres by which there and back exceeds what the vehicle may drive; 0 or less where it does not.
    """

    out_s: IntArray
    back_s: IntArray
    beyond_m: npt.NDArray[np.float64]

    def take(self, which: IntArray) -> "RoundTrips":
        """Return the trips to the addresses at ``which``."""
        return RoundTrips(self.out_s[:, which], self.back_s[:, which], self.beyond_m[:, which])


def round_trips(
    travel: Travel, depot: str, addresses: Sequence[str], vehicles: Sequence[VehicleTypeRow]
) -> RoundTrips:
    """Trips from ``depot`` to each of ``addresses`` (place ids)."""
    known = {profile: _ways(travel, depot, addresses, profile) for profile in {v.profile for v in vehicles}}
    ways = [known[vehicle.profile] for vehicle in vehicles]
    limits = [np.inf if v.max_distance_km is None else v.max_distance_km * 1000 for v in vehicles]
    return RoundTrips(
        np.stack([way[0] for way in ways]),
        np.stack([way[1] for way in ways]),
        np.stack([way[2] - round(limit, 6) for way, limit in zip(ways, limits, strict=True)]),
    )


def _ways(travel: Travel, depot: str, addresses: Sequence[str], profile: str) -> IntArray:
    """Seconds out, seconds back and metres there and back, shape (3, N)."""
    result = np.zeros((3, len(addresses)), dtype=np.int64)
    for start in range(0, len(addresses), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        matrix = travel.matrix((depot, *addresses[here]), profile)
        result[0, here] = matrix.duration_s[0, 1:]
        result[1, here] = matrix.duration_s[1:, 0]
        result[2, here] = matrix.distance_m[0, 1:] + matrix.distance_m[1:, 0]
    return result


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave for each of M shipments; all of shape (M,).

    Parameters
    ----------
    day, leaves, ends
        Day index, instant of departure, and instant by which to be back.
    opens
        Earliest instant at which service may start.
    """

    day: IntArray
    leaves: IntArray
    ends: IntArray
    opens: IntArray


def soonest(
    calendar: Calendar,
    vehicles: Sequence[VehicleTypeRow],
    usable: BoolArray,
    trips: RoundTrips,
    wave: Wave,
    service_s: int,
) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Soonest start of service on a route of its own, and seconds by which that route outlasts the wave.

    Parameters
    ----------
    calendar
        Local time, for the shifts.
    vehicles
        T types.
    usable, trips
        For each type and shipment, shape (T, M).
    wave
        The wave of each shipment.
    service_s
        Service duration.

    Returns
    -------
    tuple
        Start of service by the type that is back soonest relative to its end (among those back in time the
        soonest start), and its overrun (0 or less: back in time), each of shape (M,).
    """
    starts, overruns = [], []
    for row, vehicle in enumerate(vehicles):
        leaves = np.maximum(wave.leaves, calendar.instant(wave.day, vehicle.shift_start))
        ends = np.minimum(wave.ends, calendar.instant(wave.day, vehicle.shift_end))
        start = np.maximum(leaves + trips.out_s[row], wave.opens)
        starts.append(start)
        overruns.append(np.where(usable[row], start + service_s + trips.back_s[row] - ends, np.inf))
    start, overrun = np.stack(starts), np.stack(overruns)
    in_time = overrun <= 0
    pick = np.where(
        in_time.any(axis=0), np.where(in_time, start, np.inf).argmin(axis=0), overrun.argmin(axis=0)
    )
    return (
        np.take_along_axis(start, pick[None], axis=0)[0],
        np.take_along_axis(overrun, pick[None], axis=0)[0],
    )
