"""Reasons and the order they are told in."""

import numpy as np

from optimizer.core.errors import registered_codes
from optimizer.options import reasons
from optimizer.options.reasons import Log

OPTIONS, SOURCES = ["parcel", "van"], ["W1", "W2"]


def test_every_reason_is_a_registered_code() -> None:
    """What is told can be looked up."""
    assert set(reasons.RANK) <= {entry.code for entry in registered_codes()}


def test_the_smallest_shortfall_of_a_code_is_kept() -> None:
    """3 km from W1 and 2 km from W2: W2 is nearer to serving the order."""
    log = Log(1)
    order = np.array([0])
    log.record(reasons.TOO_FAR, 0, 0, order, np.array([3000.0]))
    log.record(reasons.TOO_FAR, 0, 1, order, np.array([2000.0]))
    log.record(reasons.TOO_FAR, 1, 0, order, np.array([2500.0]))
    (reason,) = log.reasons(0, OPTIONS, SOURCES)
    assert (reason.option, reason.source, reason.amount, reason.unit) == ("parcel", "W2", 2, "km")
    assert "2 km" in reason.detail
    assert "2 km" in reason.fix


def test_later_checks_are_told_first() -> None:
    """An order kept out by weight was nearer than one kept out by its segment; the site alone comes last."""
    log = Log(2)
    both = np.array([0, 1])
    log.record(reasons.SOURCE_NOT_IN_USE, 0, 1, both)
    log.record(reasons.TOO_HEAVY, 0, 0, both[:1], np.array([1.5e6]))
    log.record(reasons.SEGMENT_REFUSES, 1, -1, both)
    told = [[reason.code for reason in log.reasons(order, OPTIONS, SOURCES)] for order in (0, 1)]
    assert told[0] == [reasons.TOO_HEAVY, reasons.SEGMENT_REFUSES, reasons.SOURCE_NOT_IN_USE]
    assert told[1] == [reasons.SEGMENT_REFUSES, reasons.SOURCE_NOT_IN_USE]
    assert log.telling() == [reasons.TOO_HEAVY, reasons.SEGMENT_REFUSES]


def test_of_lateness_for_departure_and_promise_the_smaller_comes_first() -> None:
    """20 minutes after the cut-off against 5 hours after the promise, and the other way round."""
    log = Log(2)
    both = np.array([0, 1])
    log.record(reasons.CUT_OFF_MISSED, 0, 0, both, np.array([1200.0, 90000.0]))
    log.record(reasons.PROMISE_MISSED, 0, 0, both, np.array([18000.0, 18000.0]))
    assert log.telling() == [reasons.CUT_OFF_MISSED, reasons.PROMISE_MISSED]
    assert log.reasons(1, OPTIONS, SOURCES)[0].code == reasons.PROMISE_MISSED


def test_amounts_are_rounded_up_so_that_the_fix_suffices() -> None:
    """1 m too far is 0.01 km in words, and 0.001 km as a figure."""
    log = Log(1)
    log.record(reasons.TOO_FAR, 0, 0, np.array([0]), np.array([1.0]))
    (reason,) = log.reasons(0, OPTIONS, SOURCES)
    assert reason.amount == 0.001
    assert "0.01 km" in reason.fix


def test_a_reason_without_measure_has_no_amount() -> None:
    """The segment does not accept it, by no amount; no single site is meant."""
    log = Log(1)
    log.record(reasons.SEGMENT_REFUSES, 1, -1, np.array([0]))
    (reason,) = log.reasons(0, OPTIONS, SOURCES)
    assert (reason.option, reason.source, reason.amount, reason.unit) == ("van", "", None, "")


def test_orders_with_nothing_but_given_codes_are_found() -> None:
    """Order 0 is too far and too heavy, order 1 too far, order 2 has no reason."""
    log = Log(3)
    log.record(reasons.TOO_FAR, 0, 0, np.array([0, 1]), np.array([1.0, 1.0]))
    log.record(reasons.TOO_HEAVY, 0, 0, np.array([0]), np.array([1.0]))
    assert log.only({reasons.TOO_FAR}).tolist() == [False, True, True]
    assert log.telling()[2] == ""
