"""Stock, throughput and collection limits of the sites."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from optimizer.core.errors import Violation
from optimizer.scenario.rows import Site
from optimizer.scenario.settings import CollectOption
from optimizer.strategy.check.clock import later
from optimizer.strategy.check.consignments import Resolved
from optimizer.strategy.check.context import Context
from optimizer.strategy.check.levels import Levels


def check_stock(context: Context, levels: Levels) -> Iterator[Violation]:
    """Check that no day ends with less than the protected units; the first such day is named."""
    for (site, product), levels_of in sorted(levels.items()):
        place = (site, product)
        kept = min(context.protected.get(place, 0), context.on_hand.get(place, 0))
        for index, units in enumerate(levels_of):
            if units < kept:
                day = later(context.settings.horizon.start, index)
                detail = f"{product} on {day}: {units} units left, {kept} protected, {kept - units} too few"
                yield Violation("stock", f"site {site}", detail)
                break


def check_throughput(context: Context, plan: Resolved) -> Iterator[Violation]:
    """Check the units that leave each site per day."""
    issued: defaultdict[tuple[str, date], int] = defaultdict(int)
    for load in plan.consignments:
        issued[load.source.id, load.day] += load.units
    for (site, day), units in sorted(issued.items()):
        limit = _throughput(context.sites[site])
        if limit is not None and units > round(limit, 6):
            yield Violation("throughput", f"site {site}", f"{units} units on {day}, at most {limit:g}")


def check_pickups(context: Context, plan: Resolved) -> Iterator[Violation]:
    """Check the orders collected at each point per day."""
    collected: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for load in plan.consignments:
        if isinstance(load.option, CollectOption) and load.point is not None:
            day = context.clock.date(load.shipment.handed_over_at)
            collected[load.point.id, day].add(load.order.id)
    for (point, day), orders in sorted(collected.items()):
        limit = context.sites[point].pickup_orders_per_day
        if limit is not None and len(orders) > limit:
            yield Violation("pickup", f"site {point}", f"{len(orders)} orders on {day}, at most {limit}")


def _throughput(site: Site) -> float | None:
    limits = [] if site.throughput_units_per_day is None else [site.throughput_units_per_day]
    if site.staff_per_hour is not None and site.units_per_staff_hour is not None:
        hours = max(site.closes - site.opens, 0) / 60
        limits.append(site.staff_per_hour * site.units_per_staff_hour * hours)
    return min(limits, default=None)
