"""Expected cost of serving one unit of a zone's demand from a site: the cheapest option that could.

Per option, with n the typical units of an order (``policies.stock.units_per_order``)::

    (handling_cost_per_order + extra_cost_per_order + transport + pickup) / n
      + handling_cost_per_unit + commission_rate * value + return_rate * expected cost of a return

where transport is the carrier's price for n units, or a van's share of a tour of :data:`STOPS_PER_TOUR` stops, or the
lane's cost to the collection point with full trucks. Distances are great circles times circuity from the middle of the
zone, whatever ``network.method`` is: a zone is no place of the matrix.
"""

import numpy as np
import numpy.typing as npt

from optimizer.inventory.problem import FloatArray
from optimizer.network.distance import great_circle_m
from optimizer.options.offer import POINT_KINDS
from optimizer.scenario.base import HandOver, SiteKind
from optimizer.scenario.rows import Site
from optimizer.scenario.settings import (
    CarryOutOption,
    CollectOption,
    Option,
    OptionBase,
    ParcelOption,
    VanOption,
)
from optimizer.strategy.build.zones import Zones
from optimizer.strategy.context import Context

#: Stops a tour is expected to have, for pricing a stop before any tour is known.
STOPS_PER_TOUR = 20


def serve_costs(context: Context, zones: Zones, sites: tuple[str, ...]) -> FloatArray:
    """Cheapest expected cost per unit of each zone, site and product, shape (Z, S, P); ``inf`` where none can."""
    costs = np.full((len(zones.names), len(sites), len(context.scenario.products)), np.inf)
    rows = [context.site[site] for site in sites]
    road_km = _road_km(context, zones, rows)
    for option in context.settings.options:
        if isinstance(option, CarryOutOption):
            continue
        per_order = _per_order(context, option, zones, rows, road_km)
        allowed = _accepts(context, option, zones)
        per_order[~allowed] = np.inf
        for column, site in enumerate(rows):
            if not _may_send(option, site):
                continue
            unit = _per_unit(context, option, site)
            here = per_order[:, column] / context.settings.policies.stock.units_per_order + unit
            costs[:, column] = np.minimum(costs[:, column], here)
    return costs


def _road_km(context: Context, zones: Zones, sites: list[Site]) -> FloatArray:
    lat = np.array([site.lat for site in sites])
    lon = np.array([site.lon for site in sites])
    straight = great_circle_m(zones.lat[:, None], zones.lon[:, None], lat, lon)
    road: FloatArray = straight * context.settings.network.circuity / 1000
    return road


def _accepts(context: Context, option: OptionBase, zones: Zones) -> npt.NDArray[np.bool_]:
    segments = context.settings.segments
    hand_over: HandOver = option.hand_over  # type: ignore[attr-defined]
    return np.array([hand_over in segments[name].accepts for name in zones.segment], dtype=np.bool_)


def _may_send(option: OptionBase, site: Site) -> bool:
    return site.kind in option.source_kinds and (not option.sites or site.id in option.sites)


def _per_unit(context: Context, option: Option, site: Site) -> FloatArray:
    """Cost per unit by product, ``inf`` where the product may not go that way, shape (P,)."""
    returns = context.settings.policies.returns
    per_return = returns.cost_per_unit_by_hand_over.get(option.hand_over, returns.cost_per_unit)
    costs = np.empty(len(context.scenario.products))
    for index, product in enumerate(context.scenario.products):
        fits = product.temperature in option.temperatures and product.temperature in site.temperatures
        named = not product.eligible_options or option.id in product.eligible_options
        costs[index] = site.handling_cost_per_unit if fits and named else np.inf
        costs[index] += site.commission_rate * product.value_per_unit if site.kind == SiteKind.PARTNER else 0
        costs[index] += product.return_rate * per_return * (1 - returns.customer_pays_share)
    return costs


def _per_order(
    context: Context,
    option: ParcelOption | VanOption | CollectOption,
    zones: Zones,
    sites: list[Site],
    road_km: FloatArray,
) -> FloatArray:
    """Cost per order of the typical size, shape (Z, S, P)."""
    shape = (len(zones.names), len(sites), len(context.scenario.products))
    fixed = np.array([site.handling_cost_per_order for site in sites]) + option.extra_cost_per_order
    if isinstance(option, ParcelOption):
        transport = _parcel(context, option, zones)[:, None, :] + np.zeros(shape)
    elif isinstance(option, VanOption):
        transport = _van(context, option, sites, road_km)[:, :, None] + np.zeros(shape)
    else:
        transport = _collect(context, option, zones, sites, road_km)
    if option.max_distance_km is not None:
        transport[road_km > option.max_distance_km] = np.inf
    if option.max_weight_kg is not None:
        transport[:, :, _order_kg(context) > option.max_weight_kg] = np.inf
    return transport + fixed[None, :, None]


def _order_kg(context: Context) -> FloatArray:
    """Weight of an order of the typical size by product, shape (P,)."""
    unit_kg = np.array([product.weight_kg for product in context.scenario.products])
    return unit_kg * context.settings.policies.stock.units_per_order


def _parcel(context: Context, option: ParcelOption, zones: Zones) -> FloatArray:
    """Carrier's price by zone and product, shape (Z, P)."""
    weight = _order_kg(context)
    districts = sorted(set(zones.district))
    which = np.repeat(np.arange(len(districts), dtype=np.int64), len(weight))
    rows = context.rates.rows(option.carrier, districts, which, np.tile(weight, len(districts)))
    amounts = np.append(context.rates.amount, np.inf)[rows]  # row -1, no rate, is the last
    by_district = amounts.reshape(len(districts), len(weight))
    prices: FloatArray = by_district[[districts.index(name) for name in zones.district]]
    return prices


def _van(context: Context, option: VanOption, sites: list[Site], road_km: FloatArray) -> FloatArray:
    """Share of a tour by zone and site, shape (Z, S)."""
    costs = np.full(road_km.shape, np.inf)
    for column, site in enumerate(sites):
        for kind in context.vehicles_at.get(site.id, ()):
            speed = context.settings.network.speeds_kmh[kind.profile]
            way_km = 2 * road_km[:, column] / STOPS_PER_TOUR
            hours = way_km / speed + option.service_min / 60
            share = kind.fixed_cost / STOPS_PER_TOUR + way_km * kind.cost_per_km + hours * kind.cost_per_h
            costs[:, column] = np.minimum(costs[:, column], share)
    return costs


def _collect(
    context: Context, option: CollectOption, zones: Zones, sites: list[Site], road_km: FloatArray
) -> FloatArray:
    """Pick-up handling, and the lane to the point, shape (Z, S, P)."""
    column = {site.id: index for index, site in enumerate(sites)}
    near_km = np.array([context.settings.segments[name].collect_max_km for name in zones.segment])
    within = road_km <= near_km[:, None]
    points = np.array([site.kind == POINT_KINDS[option.hand_over] for site in sites], dtype=np.bool_)
    pickup = np.array([site.pickup_cost_per_order for site in sites])
    at_point = np.where(within & points[None, :], pickup[None, :], np.inf)
    kg = _order_kg(context)
    if option.transport == "none":
        return at_point[:, :, None] + np.zeros(len(kg))
    costs = np.full((*road_km.shape, len(kg)), np.inf)
    units = context.settings.policies.stock.units_per_order
    for lane in context.scenario.lanes:
        if lane.from_site in column and lane.to_site in column:
            per_kg = lane.cost_per_kg + lane.cost_per_truck / lane.truck_kg
            way = units * lane.cost_per_unit + per_kg * kg
            source, point = column[lane.from_site], column[lane.to_site]
            costs[:, source] = np.minimum(costs[:, source], way + at_point[:, point, None])
    return costs
