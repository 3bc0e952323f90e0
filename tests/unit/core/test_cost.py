"""Cost lines, rounded once and summed exactly."""

import pytest

from optimizer.core.cost import Component, CostLine, Ledger, by_component, total


def test_every_line_is_rounded_once() -> None:
    """Three times 0.335 euro are three lines of 34 cents, not one of 101."""
    ledger = Ledger("EUR")
    for order in ("O3", "O1", "O2"):
        ledger.book(Component.CARRIER, "order", order, 0.335)
    assert [(line.ref, line.amount) for line in ledger.lines()] == [("O1", 34), ("O2", 34), ("O3", 34)]
    assert total(ledger.lines()) == 102


def test_nothing_is_booked_at_zero() -> None:
    """Nor what rounds to it; a credit is a line."""
    ledger = Ledger("KRW")
    for amount in (0, 0.49, -0.49):
        ledger.book(Component.CO2, "route", "R", amount)
    assert ledger.lines() == ()
    ledger.book(Component.CO2, "route", "R", -0.5)
    assert ledger.lines() == (CostLine(Component.CO2, "route", "R", -1),)


def test_two_ledgers_of_the_same_plan_are_equal() -> None:
    """In whatever order they were booked."""
    bookings = [
        (Component.UNSERVED, "order", "O1", 5),
        (Component.CARRIER, "shipment", "O2", 7),
        (Component.CARRIER, "shipment", "O1", 9),
        (Component.CARRIER, "order", "O9", 1),
    ]
    ledgers = Ledger("KRW"), Ledger("KRW")
    for booking, reverse in zip(bookings, bookings[::-1], strict=True):
        ledgers[0].book(*booking)
        ledgers[1].book(*reverse)
    assert ledgers[0].lines() == ledgers[1].lines() == tuple(sorted(ledgers[0].lines()))


def test_an_amount_that_cannot_be_kept() -> None:
    """It is an error at the line, not a wrong sum later."""
    with pytest.raises(OverflowError):
        Ledger("KRW").book(Component.CARRIER, "order", "O1", float("nan"))


def test_sums_by_component_stand_in_the_order_of_components() -> None:
    """As reports list them; components without a line are left out."""
    lines = [
        CostLine(Component.CO2, "route", "R", 1),
        CostLine(Component.CARRIER, "order", "O1", 2),
        CostLine(Component.PROCUREMENT_FREIGHT, "lane", "L", 3),
        CostLine(Component.CARRIER, "order", "O2", 4),
    ]
    assert list(by_component(lines).items()) == [
        (Component.PROCUREMENT_FREIGHT, 3),
        (Component.CARRIER, 6),
        (Component.CO2, 1),
    ]
    assert by_component([]) == {}
    assert total([]) == 0
