"""Grams of CO2 by route, parcel and lane departure."""

from collections.abc import Iterator

from optimizer.scenario.settings import ParcelOption
from optimizer.strategy.check.carriers import find_rate
from optimizer.strategy.check.consignments import Resolved
from optimizer.strategy.check.context import Context
from optimizer.strategy.check.moves import hauled, moved


def emissions(context: Context, plan: Resolved) -> Iterator[tuple[str, str, float]]:
    """Yield (kind, reference, grams) as cost lines name them, whether charged or not."""
    for tour in plan.tours:
        yield "route", tour.route.id, tour.vehicle.co2_g_per_km * tour.route.distance_m / 1000
    for load in plan.consignments:
        if isinstance(load.option, ParcelOption):
            rate = find_rate(context, load.option.carrier, load.order.district, load.weight_kg)
            yield "shipment", load.shipment.key, 0.0 if rate is None else rate.co2_g
    for departures in (moved(context, plan), hauled(plan)):
        for ref, departure in departures.items():
            yield "lane", ref, departure.grams_co2
