"""Candidates to fulfilment problem: shipments, what they cost, what they compete for."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.problem import FloatArray, IntArray, Pool, PoolVehicle, Problem, Shipments, Split
from optimizer.options.table import Candidates
from optimizer.scenario.base import Weekday
from optimizer.scenario.rows import Site, VehicleTypeRow
from optimizer.scenario.settings import Wave
from optimizer.strategy.build.openings import openings
from optimizer.strategy.context import Context
from optimizer.strategy.estimates import VanEstimates
from optimizer.strategy.pools import split_pool

#: Stands for "no limit" where a number is needed.
NO_LIMIT = 1e12
_HOUR_S = 3600.0


def fulfilment_problem(
    context: Context, candidates: Candidates, available: IntArray, estimates: VanEstimates
) -> Problem:
    """Build the fulfilment problem over all candidates.

    Parameters
    ----------
    context, candidates
        The strategy, and its possible shipments.
    available
        Units that may have left by the end of each day, shape (sites of the scenario, P, D).
    estimates
        Marginal cost and time of each van candidate, and what a van costs beyond them.
    """
    book, settings = context.book, context.settings
    products = book.products
    found, opens = openings(context, candidates)
    units = book.units[book.lines.order]
    return Problem(
        orders=book.ids,
        sources=tuple(site.id for site in context.scenario.sites),
        products=products.ids,
        days=settings.horizon.days,
        line_ids=book.lines.id,
        line_order=book.lines.order,
        line_product=book.lines.product,
        line_quantity=book.lines.quantity,
        unserved_cost=book.unserved_cost[book.lines.order] * book.lines.quantity / np.maximum(units, 1),
        shipments=_shipments(context, candidates, estimates),
        entry_line=candidates.entry_line.astype(np.int64),
        entry_shipment=candidates.entry_candidate.astype(np.int64),
        entry_unit_cost=candidates.entry_unit_cost,
        available=available,
        capacity=_throughput(context),
        pools=tuple(
            Pool(name, _vehicles(context, name, float(more)))
            for name, more in zip(candidates.pools, estimates.van_cost, strict=True)
        ),
        openings=found,
        opens=opens,
        # a vehicle's measures: kilograms and litres
        load=np.column_stack([products.weight_g / 1000, products.volume_ml / 1000]),
        split=Split(settings.policies.delivery.split),
        partial=settings.policies.delivery.partial,
        dates=tuple(context.calendar.text(day) for day in range(settings.horizon.days)),
        currency=settings.currency,
    )


def _shipments(context: Context, candidates: Candidates, estimates: VanEstimates) -> Shipments:
    return Shipments(
        order=candidates.order.astype(np.int64),
        source=candidates.source.astype(np.int64),
        option=_named([option.id for option in context.settings.options], candidates.option),
        departure=_named(candidates.departures, candidates.departure),
        day=candidates.day.astype(np.int64),
        fixed_cost=candidates.fixed_cost + estimates.cost,
        distance_m=candidates.distance_m.astype(np.float64),
        pool=candidates.pool.astype(np.int64),
        pool_time_s=estimates.time_s,
    )


def _throughput(context: Context) -> FloatArray:
    """Units a site can send out per day, shape (sites, D)."""
    days = context.settings.horizon.days
    limit = np.array([site_throughput(site) for site in context.scenario.sites])
    capacity = np.tile(limit[:, None], (1, days))
    first = context.settings.horizon.start.weekday()
    weekdays = list(Weekday)
    for row, site in enumerate(context.scenario.sites):
        for day in range(days):
            if weekdays[(first + day) % 7] in site.closed_days:
                capacity[row, day] = 0.0
    return capacity


def site_throughput(site: Site) -> float:
    """Units of orders a site can send out on an open day; ``inf`` without limit."""
    limit = np.inf if site.throughput_units_per_day is None else site.throughput_units_per_day
    if site.staff_per_hour is not None and site.units_per_staff_hour is not None:
        limit = min(limit, site.staff_per_hour * site.units_per_staff_hour * (site.closes - site.opens) / 60)
    return limit


def _named(names: Sequence[str], positions: npt.NDArray[np.int32]) -> tuple[str, ...]:
    return tuple(np.array(names, dtype=object)[positions].tolist())


def _vehicles(context: Context, name: str, more: float) -> tuple[PoolVehicle, ...]:
    """Vehicles of a pool; each van costs ``more`` than its fixed cost."""
    lane_id, _, departure = name.partition("|")
    if departure:
        lane = context.lane[lane_id]
        capacity = (lane.truck_kg, NO_LIMIT)
        return (PoolVehicle("truck", lane.trucks, lane.cost_per_truck, capacity, NO_LIMIT),)
    depot, _, wave_name = split_pool(name)
    wave = context.settings.waves[wave_name]
    return tuple(
        PoolVehicle(
            id=row.id,
            count=row.count,
            fixed_cost=row.fixed_cost + more,
            capacity=(row.capacity_kg, NO_LIMIT if row.capacity_l is None else row.capacity_l),
            time_s=shift_s(row, wave),
        )
        for row in context.vehicles_at[depot]
    )


def shift_s(row: VehicleTypeRow, wave: Wave) -> float:
    """Seconds a vehicle may be on the road in a wave: the part of its shift within it."""
    return max(0.0, (min(wave.back_by, row.shift_end) - max(wave.departs, row.shift_start)) * 60.0)
