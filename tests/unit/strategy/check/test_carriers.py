from datetime import date
from typing import Any

import pytest

from optimizer.scenario.rows import CarrierRate
from optimizer.scenario.settings import ParcelOption
from optimizer.strategy.check.carriers import delivered_at, find_rate
from optimizer.strategy.check.context import Context, build_context
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_settings


def _context(*cells: tuple[str, float, float], zones: dict[str, list[str]] | None = None) -> Context:
    rates = tuple(
        CarrierRate(carrier="post", zone=zone, max_weight_kg=weight, price=price)
        for zone, weight, price in cells
    )
    scenario = hand_made_scenario().replace(carrier_rates=rates)
    if zones is not None:
        scenario = with_settings(scenario, "", zones=zones)
    return build_context(scenario, ())


CARD = (("*", 20.0, 9.0), ("metro", 5.0, 6.0), ("north", 2.0, 3.0), ("metro", 3.0, 5.0))


@pytest.mark.parametrize(
    ("district", "weight", "price"),
    [("north", 1, 3), ("north", 3, None), ("east", 1, 5), ("east", 4, 6), ("east", 6, None), ("far", 6, 9)],
)
def test_the_most_specific_zone_decides_and_there_the_smallest_break(
    district: str, weight: float, price: float | None
) -> None:
    """District before named zone before ``*``; a heavier parcel does not fall back to a wider zone."""
    context = _context(*CARD, zones={"metro": ["north", "east"]})
    rate = find_rate(context, "post", district, weight)
    assert (rate.price if rate else None) == price


def test_of_several_named_zones_the_first_with_a_row_counts() -> None:
    """Zones overlap in the order of the settings; one without rows is passed over."""
    context = _context(("b", 9, 2), ("c", 9, 1), zones={"a": ["north"], "b": ["north"], "c": ["north"]})
    rate = find_rate(context, "post", "north", 1)
    assert rate is not None
    assert rate.price == 2


def test_three_times_a_hundred_grams_fit_into_300_grams() -> None:
    """Binary fractions do not push a parcel over a weight break; an unknown carrier has no rates."""
    context = _context(("*", 0.3, 1), ("*", 1, 2))
    rate = find_rate(context, "post", "north", 0.1 + 0.1 + 0.1)
    assert rate is not None
    assert rate.price == 1
    assert find_rate(context, "nobody", "north", 1) is None


def _delivered(leaves: str, delivered_by: str = "18:00", **cells: Any) -> int | None:  # noqa: ANN401
    context = _context()
    option = next(option for option in context.options.values() if isinstance(option, ParcelOption))
    option = ParcelOption.model_validate({**option.model_dump(), "delivered_by": delivered_by})
    rate = CarrierRate.model_validate({"carrier": "post", "max_weight_kg": 1, "price": 1, **cells})
    day = date(2025, 3, int(leaves[:2]))
    return delivered_at(context, option, rate, day, instant(leaves))


@pytest.mark.parametrize(
    ("leaves", "transit", "closed", "delivered"),
    [
        ("03T17:00", 1, "", "04T18:00"),
        ("03T17:00", 2, "", "05T18:00"),
        ("03T17:00", 1, "tue", "05T18:00"),
        ("03T17:00", 2, "tue", "06T18:00"),
        ("03T17:00", 0, "", "03T18:00"),
        ("03T17:00", 0, "mon", "04T18:00"),
        ("03T19:00", 0, "", "04T18:00"),
        ("03T19:00", 0, "tue", "05T18:00"),
        ("08T17:00", 1, "sun", "10T18:00"),
    ],
)
def test_delivery_counts_days_of_service(leaves: str, transit: int, closed: str, delivered: str) -> None:
    """Days without service are passed over; what would come before it leaves comes on the next day of service."""
    assert _delivered(leaves, transit_days=transit, no_service_days=closed) == instant(delivered)


def test_a_carrier_that_never_delivers_has_no_delivery() -> None:
    """All weekdays without service leave no day."""
    week = "mon|tue|wed|thu|fri|sat|sun"
    assert _delivered("03T17:00", transit_days=1, no_service_days=week) is None
    assert _delivered("03T17:00", transit_days=0, no_service_days=week) is None
