"""The rate card."""

from datetime import date

import numpy as np
import pytest

from optimizer.options.calendar import NEVER, Calendar
from optimizer.options.rates import RateCard
from optimizer.scenario.base import Weekday
from optimizer.scenario.rows import CarrierRate
from tests.unit.options.build import at, instants

CALENDAR = Calendar("Asia/Seoul", date(2026, 3, 2), 14)


def rate(zone: str, kg: float, price: float, **more: object) -> CarrierRate:
    return CarrierRate.model_validate(
        {"carrier": "post", "zone": zone, "max_weight_kg": kg, "price": price, **more}
    )


CARD = RateCard(
    [
        rate("*", 20, 6000),
        rate("metro", 20, 4500),
        rate("metro", 5, 3000, surcharge=200),
        rate("Jung", 2, 2500),
        rate("inner", 20, 4000),
    ],
    {"metro": ["Jung", "Mapo"], "inner": ["Mapo"]},
)


@pytest.mark.parametrize(
    ("district", "kg", "price"),
    [
        ("Jung", 2, 2500),  # its own row wins over its zone
        ("Jung", 2.1, None),  # and there is no heavier one, so that the carrier does not take it
        ("Mapo", 2, 3200),  # the first named zone that holds it: 3000 and 200 for the surcharge
        ("Mapo", 5, 3200),  # up to the break
        ("Mapo", 5.000001, 4500),  # a milligram more costs the next one
        ("Guro", 7, 6000),  # everywhere else
        ("Guro", 20.5, None),
    ],
)
def test_the_most_specific_zone_and_the_smallest_break_hold(
    district: str, kg: float, price: float | None
) -> None:
    """District before zone before everywhere; the smallest weight break not below the weight."""
    assert CARD.price("post", district, kg) == price


def test_a_sum_of_tenths_is_not_over_its_break() -> None:
    """0.1 + 0.2 is 0.30000000000000004 in binary, and still at most 0.3 kg."""
    card = RateCard([rate("*", 0.3, 1000), rate("*", 1, 2000)], {})
    assert card.price("post", "Guro", 0.1 + 0.2) == 1000


def test_an_unknown_carrier_takes_nothing() -> None:
    """No row of the carrier, no rate."""
    assert CARD.price("ship", "Guro", 1) is None


def test_many_shipments_get_their_rows_at_once() -> None:
    """Rows of the card in the order of the shipments: Guro 1 kg, Jung 2 kg, Jung 3 kg."""
    rows = CARD.rows("post", ["Jung", "Guro"], np.array([1, 0, 0]), np.array([1.0, 2.0, 3.0]))
    assert rows.tolist() == [0, 3, -1]


@pytest.mark.parametrize(
    ("transit", "leaves", "delivered"),
    [
        (0, "2026-03-02T09:00", "2026-03-02T18:00"),  # Monday, the same day
        (0, "2026-03-02T19:00", "2026-03-03T18:00"),  # too late for the same day
        (0, "2026-03-08T09:00", "2026-03-09T18:00"),  # no service on Sunday the 8th
        (1, "2026-03-06T19:00", "2026-03-07T18:00"),  # Friday to Saturday
        (1, "2026-03-07T09:00", "2026-03-09T18:00"),  # Saturday over Sunday to Monday
        (2, "2026-03-07T09:00", "2026-03-10T18:00"),
        (2, "2026-03-08T09:00", "2026-03-10T18:00"),  # days of service after Sunday: Monday, Tuesday
    ],
)
def test_delivery_counts_days_of_service(transit: int, leaves: str, delivered: str) -> None:
    """Delivered by 18:00, no service on Sundays."""
    card = RateCard([rate("*", 5, 1, transit_days=transit, no_service_days="sun")], {})
    instant = instants(leaves)
    arrival = card.delivered_at(CALENDAR, np.zeros(1, dtype=np.int64), CALENDAR.day(instant), instant, 1080)
    assert arrival.tolist() == [at(delivered)]


def test_a_carrier_without_day_of_service_never_delivers() -> None:
    """Seven days without service."""
    card = RateCard([rate("*", 5, 1, no_service_days="|".join(Weekday))], {})
    instant = instants("2026-03-02T09:00")
    arrival = card.delivered_at(CALENDAR, np.zeros(1, dtype=np.int64), np.zeros(1, np.int64), instant, 1080)
    assert arrival.tolist() == [NEVER]
