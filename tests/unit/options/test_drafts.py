"""Drafts and attempts."""

import numpy as np

from optimizer.options import reasons
from optimizer.options.drafts import Attempt, Drafts
from optimizer.options.reasons import Log


def drafts(*orders: int) -> Drafts:
    order = np.array(orders, dtype=np.int64)
    return Drafts.leaving(order, order * 0, order * 10, order * 100)


def test_joined_drafts_stand_by_order() -> None:
    """Orders 2, 0 and 1, 0: the two of order 0 in the order of the parts."""
    joined = Drafts.joined([drafts(2, 0), drafts(1, 0)])
    assert joined.order.tolist() == [0, 0, 1, 2]
    assert joined.day.tolist() == [0, 0, 10, 20]
    assert len(Drafts.joined([])) == 0


def test_an_attempt_goes_on_with_who_is_fine() -> None:
    """Of orders 3, 5, 8 the middle one is out, 7 kg too heavy."""
    log = Log(9)
    attempt = Attempt(0, 0, np.array([3, 5, 8]), log)
    attempt.keep(np.array([True, False, True]), reasons.TOO_HEAVY, np.array([0.0, 7e6, 0.0]))
    assert attempt.who.tolist() == [3, 8]
    assert [reason.amount for reason in log.reasons(5, ["parcel"], ["W1"])] == [7]
    assert log.reasons(3, ["parcel"], ["W1"]) == ()


def test_of_several_drafts_of_an_order_the_nearest_is_noted() -> None:
    """Order 1 misses the promise by 4 and by 2 hours with its two departures: 2 hours are told."""
    log = Log(2)
    attempt = Attempt(0, 0, np.array([0, 1]), log)
    late = np.array([4 * 3600, -1, 2 * 3600])
    kept = attempt.keep_drafts(drafts(1, 0, 1), late <= 0, reasons.PROMISE_MISSED, late)
    assert kept.order.tolist() == [0]
    assert [reason.amount for reason in log.reasons(1, ["parcel"], ["W1"])] == [2]


def test_without_log_nothing_is_noted() -> None:
    """The attempt only forgets who is out."""
    attempt = Attempt(0, 0, np.array([0, 1]), None)
    attempt.keep(np.array([False, True]), reasons.TOO_FAR)
    assert attempt.who.tolist() == [1]
