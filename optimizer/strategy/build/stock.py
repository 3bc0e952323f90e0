"""Scenario to inventory problem: stock, lanes, expected demand per district and segment, expected serve costs.

Nothing here looks at the realised orders: demand is the forecast, split over segments by the customers who live in
the district; serving it is priced per unit from tariffs, distances and the typical order size.
"""

import numpy as np
import numpy.typing as npt

from optimizer.inventory.problem import FloatArray, IntArray, Lanes, Problem
from optimizer.options.calendar import Calendar, seconds, weekday_mask
from optimizer.scenario.base import UPSTREAM_KINDS, SiteKind
from optimizer.scenario.rows import LaneRow
from optimizer.strategy.build.serve import serve_costs
from optimizer.strategy.build.zones import expected_zones
from optimizer.strategy.context import Context

#: Share of its inbound freight that a unit left at the end is worth at most: buying ahead for it never pays.
KEPT = 0.9
_YEAR_DAYS = 365


def stock_problem(context: Context) -> Problem:
    """Build the inventory problem of a strategy over the sites in use.

    Lane and storage limits that the whole stock could not reach are left out, so that products stay independent
    where they are. The cost per truck enters per kilogram of a full truck; see :mod:`optimizer.strategy.stock`
    for how partly filled trucks are priced.
    """
    scenario, settings = context.scenario, context.settings
    sites = context.in_use
    products = tuple(product.id for product in scenario.products)
    days = settings.horizon.days
    opening, receipts = _stock(context, sites, products, days)
    zones = expected_zones(context)
    weight = np.array([product.weight_kg for product in scenario.products])
    volume = np.array([product.volume_l for product in scenario.products])
    margin = np.array([product.margin_per_unit for product in scenario.products])
    units = opening.sum() + receipts.sum() + zones.demand.sum()
    rules = settings.policies.stock
    storage = np.array([_or_unlimited(context.site[site].storage_l) for site in sites])
    storage[storage >= volume.max(initial=0) * units] = np.inf
    lanes = _lanes(context, sites, weight, float(weight.max(initial=0) * units))
    unlimited = np.array([context.site[site].kind in UPSTREAM_KINDS for site in sites], dtype=np.bool_)
    return Problem(
        sites=sites,
        products=products,
        zones=zones.names,
        days=days,
        opening=opening,
        receipts=receipts,
        demand=zones.demand,
        serve_cost=serve_costs(context, zones, sites),
        lanes=lanes,
        holding_cost=_holding(context, sites),
        shortage_cost=margin * rules.shortage_cost_share,
        end_value=np.minimum(margin * rules.end_value_share, KEPT * inbound_cost(lanes, unlimited)),
        weight_kg=weight,
        volume_l=volume,
        storage_l=storage,
        unlimited=unlimited,
    )


def days_on_the_way(calendar: Calendar, lane: LaneRow, ready_by: int) -> IntArray:
    """Days from leaving to being on hand for each day of the horizon, shape (D,).

    Goods are on hand on the day of arrival, or on the next if they arrive after ``ready_by``.
    """
    days = np.arange(calendar.days, dtype=np.int64)
    arrival = calendar.instant(days, lane.departs) + seconds(lane.transit_h, 3600)
    arrives = calendar.day(arrival)
    late = arrival > calendar.instant(arrives, ready_by)
    spent: IntArray = arrives + late - days
    return spent


def inbound_cost(lanes: Lanes, unlimited: npt.NDArray[np.bool_]) -> FloatArray:
    """Cheapest freight of a unit from any unlimited site, shape (S, P); ``inf`` where no lane leads from one."""
    cost = np.where(unlimited[:, None], 0.0, np.full((len(unlimited), lanes.unit_cost.shape[1]), np.inf))
    for _ in range(len(unlimited)):
        before = cost.copy()
        np.minimum.at(cost, lanes.destination, cost[lanes.origin] + lanes.unit_cost)
        if np.array_equal(before, cost):
            break
    return cost


def _stock(
    context: Context, sites: tuple[str, ...], products: tuple[str, ...], days: int
) -> tuple[IntArray, IntArray]:
    """Usable opening stock (S, P) and receipts (S, P, D)."""
    table = context.scenario.stock
    site = _positions(sites, table["site_id"].to_list())
    product = _positions(products, table["product_id"].to_list())
    start = np.datetime64(context.settings.horizon.start)
    dated = table["date"].notna().to_numpy()
    day = np.zeros(len(table), dtype=np.int64)
    day[dated] = (table["date"].to_numpy()[dated].astype("datetime64[D]") - start).astype(np.int64)
    opening = np.zeros((len(sites), len(products)), dtype=np.int64)
    usable = np.maximum(table["on_hand"].to_numpy() - table["protected"].to_numpy(), 0)
    now = ~dated & (site >= 0)
    np.add.at(opening, (site[now], product[now]), usable[now])
    receipts = np.zeros((len(sites), len(products), days), dtype=np.int64)
    due = dated & (site >= 0) & (day < days)
    # what was due before the horizon is there when it starts
    np.add.at(receipts, (site[due], product[due], np.maximum(day[due], 0)), table["receipt"].to_numpy()[due])
    return opening, receipts


def _lanes(context: Context, sites: tuple[str, ...], weight: FloatArray, all_kg: float) -> Lanes:
    index = {site: position for position, site in enumerate(sites)}
    rows = [lane for lane in context.scenario.lanes if lane.from_site in index and lane.to_site in index]
    if not context.settings.policies.stock.replenish:
        rows = []
    calendar, days = context.calendar, np.arange(context.settings.horizon.days, dtype=np.int64)
    ready_by = context.settings.policies.stock.ready_by
    on_the_way = np.array([days_on_the_way(calendar, lane, ready_by) for lane in rows], dtype=np.int64)
    on_the_way = on_the_way.reshape(len(rows), len(days))
    # a clock change may make goods a day late or early: the lane then rests, since its transit is one number
    usual = np.median(on_the_way, axis=1).astype(np.int64)
    runs = np.array([weekday_mask(lane.days)[calendar.weekday(days)] for lane in rows], dtype=np.bool_)
    capacity = np.array([lane.trucks * lane.truck_kg for lane in rows], dtype=np.float64)
    capacity[capacity >= all_kg] = np.inf
    return Lanes(
        ids=tuple(lane.id for lane in rows),
        origin=np.array([index[lane.from_site] for lane in rows], dtype=np.int64),
        destination=np.array([index[lane.to_site] for lane in rows], dtype=np.int64),
        transit_days=usual,
        unit_cost=np.array([_unit_cost(lane, weight) for lane in rows]).reshape(len(rows), len(weight)),
        operates=runs.reshape(len(rows), len(days)) & (on_the_way == usual[:, None]),
        capacity_kg=capacity,
    )


def _unit_cost(lane: LaneRow, weight: FloatArray) -> FloatArray:
    cost: FloatArray = lane.cost_per_unit + (lane.cost_per_kg + lane.cost_per_truck / lane.truck_kg) * weight
    return cost


def _holding(context: Context, sites: tuple[str, ...]) -> FloatArray:
    products = context.scenario.products
    per_night = np.array(
        [
            (one.value_per_unit - one.margin_per_unit) * one.holding_rate_per_year / _YEAR_DAYS
            for one in products
        ]
    )
    charged = np.array([context.site[site].kind not in (*UPSTREAM_KINDS, SiteKind.PARTNER) for site in sites])
    held: FloatArray = charged[:, None] * per_night[None, :]
    return held


def _positions(ids: tuple[str, ...], values: list[str]) -> npt.NDArray[np.int64]:
    index = {one: position for position, one in enumerate(ids)}
    return np.array([index.get(value, -1) for value in values], dtype=np.int64)


def _or_unlimited(value: float | None) -> float:
    return np.inf if value is None else value
