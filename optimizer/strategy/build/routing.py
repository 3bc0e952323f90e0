"""One depot, date and wave to a routing problem, and its solution back to routes and stops of the plan."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.core.units import minor_digits, round_half_away
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem, Scale, VehicleType
from optimizer.scenario.base import Temperature
from optimizer.scenario.rows import VehicleTypeRow
from optimizer.strategy.context import Context
from optimizer.strategy.pools import split_pool

#: Cost units per minor unit of currency, so that a won per kilometre is still a whole number per metre.
COST_SCALE = 1000
MEASURES = ("weight_g", "volume_ml", "stops")


@dataclass(frozen=True)
class Delivery:
    """One shipment to be delivered by van.

    Parameters
    ----------
    row
        Row of the candidates.
    key
        ``order|source|option|departure``, also the client's id.
    place
        Place id of the address.
    weight_g, volume_ml
        Of what it carries.
    temperatures
        Temperature classes a vehicle must keep.
    service_s
        Seconds at the door.
    earliest, latest
        Instants between which service may start.
    """

    row: int
    key: str
    place: str
    weight_g: int
    volume_ml: int
    temperatures: frozenset[Temperature]
    service_s: int
    earliest: int
    latest: int


@dataclass(frozen=True, eq=False)
class Wave:
    """Routing problem of a pool: ``midnight`` is the instant that is 0 in the problem, ``places`` its locations."""

    pool: str
    midnight: int
    places: tuple[str, ...]
    problem: Problem


def wave_problem(
    context: Context, pool: str, deliveries: Sequence[Delivery], also: Sequence[str] = ()
) -> Wave:
    """Build the routing problem of a pool.

    Parameters
    ----------
    context
        The strategy.
    pool
        ``depot/YYYY-MM-DD@wave``.
    deliveries
        What is to be delivered.
    also
        Further places that get a row in the matrices (to ask what inserting them would cost).
    """
    depot, date, wave_name = split_pool(pool)
    wave = context.settings.waves[wave_name]
    midnight, at = _clock(context, date)
    span = (at(wave.departs), at(wave.back_by))
    places = tuple(dict.fromkeys((depot, *(one.place for one in deliveries), *also)))
    location = {place: index for index, place in enumerate(places)}
    rows = context.vehicles_at[depot]
    types = {row.id: _vehicle_type(context, row, span, at) for row in rows}
    there = {name: one for name, one in types.items() if one.shift[0] <= one.shift[1]}
    matrices: Mapping[str, Matrix] = {
        profile: Matrix(travel.distance_m, travel.duration_s)
        for profile in sorted({row.profile for row in rows})
        for travel in [context.travel.matrix(places, profile)]
    }
    problem = Problem(
        depots=(Depot(depot, 0, span),),
        clients=tuple(client(context, there, one, location[one.place], midnight) for one in deliveries),
        vehicle_types=tuple(there.values()),
        matrices=matrices,
        measures=MEASURES,
        scale=Scale("m", "s", 1, COST_SCALE),
        name=pool,
    )
    return Wave(pool, midnight, places, problem)


def client(
    context: Context, vehicles: Collection[str], delivery: Delivery, location: int, midnight: int
) -> Client:
    """Turn a delivery into a client; ``vehicles`` are the types of the wave, whose instant 0 is ``midnight``."""
    fitting = frozenset(
        name for name in vehicles if delivery.temperatures <= set(context.vehicle_type[name].temperatures)
    )
    return Client(
        id=delivery.key,
        location=location,
        delivery=(delivery.weight_g, delivery.volume_ml, 1),
        service_s=delivery.service_s,
        windows=((max(0, delivery.earliest - midnight), delivery.latest - midnight),),
        vehicle_types=None if len(fitting) == len(vehicles) else fitting,
    )


def _clock(context: Context, date: str) -> tuple[int, Callable[[int], int]]:
    """Instant of a date's midnight, and the seconds from it to a minute of the day as the clock shows it."""
    day = np.array([np.datetime64(date) - np.datetime64(context.settings.horizon.start)]).astype(np.int64)
    midnight = int(context.calendar.instant(day, 0)[0])

    def at(minute: int) -> int:
        return int(context.calendar.instant(day, minute)[0]) - midnight

    return midnight, at


def _vehicle_type(
    context: Context, row: VehicleTypeRow, wave: tuple[int, int], at: Callable[[int], int]
) -> VehicleType:
    minor = 10 ** minor_digits(context.settings.currency) * COST_SCALE
    return VehicleType(
        id=row.id,
        count=row.count,
        capacity=(
            _thousandths(row.capacity_kg),
            UNLIMITED if row.capacity_l is None else _thousandths(row.capacity_l),
            UNLIMITED if row.max_stops is None else row.max_stops,
        ),
        start_depot=row.home_site,
        fixed_cost=round_half_away(row.fixed_cost * minor),
        cost_per_distance=round_half_away(row.cost_per_km * minor / 1000),
        cost_per_duration=round_half_away(row.cost_per_h * minor / 3600),
        shift=(max(wave[0], at(row.shift_start)), min(wave[1], at(row.shift_end))),
        max_distance=UNLIMITED if row.max_distance_km is None else _thousandths(row.max_distance_km),
        profile=row.profile,
    )


def _thousandths(limit: float) -> int:
    """Whole thousandths within a limit; 29.3 are 29300 whatever binary makes of it."""
    return round_half_away(math.floor(round(limit * 1000, 6)))
