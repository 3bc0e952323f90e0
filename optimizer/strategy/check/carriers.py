"""Which row of a rate card holds for a parcel, and when the carrier delivers it."""

from datetime import date

from optimizer.scenario.rows import CarrierRate
from optimizer.scenario.settings import ParcelOption
from optimizer.strategy.check.clock import later, weekday
from optimizer.strategy.check.context import Context, milligrams


def find_rate(context: Context, carrier: str, district: str, weight_kg: float) -> CarrierRate | None:
    """Row for a shipment: the most specific zone with any row, and there the smallest weight break that holds it.

    Returns
    -------
    CarrierRate | None
        None if the carrier does not go there or carries nothing so heavy.
    """
    card = context.rates.get(carrier, {})
    named = [zone for zone, districts in context.settings.zones.items() if district in districts]
    zone = next((zone for zone in (district, *named, "*") if zone in card), None)
    if zone is None:
        return None
    weight = milligrams(weight_kg)
    return next((rate for rate in card[zone] if weight <= milligrams(rate.max_weight_kg)), None)


def delivered_at(
    context: Context, option: ParcelOption, rate: CarrierRate, day: date, leaves_at: int
) -> int | None:
    """Instant of delivery of a parcel that leaves on ``day``; None if the carrier never delivers."""
    delivery = _service_day(rate, later(day, 1), rate.transit_days) if rate.transit_days else day
    delivery = None if delivery is None else _service_day(rate, delivery, 1)
    if delivery is None:
        return None
    instant = context.clock.at(delivery, option.delivered_by)
    if instant >= leaves_at:
        return instant
    following = _service_day(rate, later(delivery, 1), 1)
    return None if following is None else context.clock.at(following, option.delivered_by)


def _service_day(rate: CarrierRate, first: date, number: int) -> date | None:
    """Return the ``number``-th day of service from ``first`` on, counting it."""
    if len(set(rate.no_service_days)) == 7:
        return None
    day, left = first, number
    while True:
        left -= weekday(day) not in rate.no_service_days
        if not left:
            return day
        day = later(day, 1)
