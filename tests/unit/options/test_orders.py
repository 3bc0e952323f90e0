"""Orders as positions."""

from pathlib import Path

import numpy as np

from optimizer.options.calendar import NEVER
from optimizer.options.orders import coded, positions, ranges
from tests.unit.options.build import at, screen, small


def test_orders_of_the_book_are_positions(tmp_path: Path) -> None:
    """O2 asks for the locker option, the fourth, at L1, the fourth site; O3 has a window; O4 an address of its own."""
    orders = screen(small(tmp_path)).orders
    assert orders.requested_option.tolist() == [-1, 3, -1, -1, -1]
    assert orders.requested_point.tolist() == [-1, 3, -1, -1, -1]
    assert orders.windowed.tolist() == [False, False, True, False, False]
    assert orders.window_start.tolist() == [-NEVER, -NEVER, at("2026-03-03T09:00"), -NEVER, -NEVER]
    assert orders.window_end[2] == at("2026-03-03T12:00")
    assert [orders.addresses[place] for place in orders.address] == [
        "customer:C1",
        "customer:C2",
        "customer:C3",
        "order:O4",
        "customer:C1",
    ]
    assert [orders.districts[place] for place in orders.district] == ["Mapo", "Jung", "Jung", "Mapo", "Mapo"]


def test_a_request_that_is_not_offered_has_no_position(tmp_path: Path) -> None:
    """`parcels` offers no locker."""
    assert screen(small(tmp_path), "parcels").orders.requested_option.tolist() == [-1] * 5


def test_some_orders_keep_their_lines_and_addresses(tmp_path: Path) -> None:
    """O5 and O1, in this order: one line and two lines, both to C1."""
    some = screen(small(tmp_path)).orders.take(np.array([4, 0]))
    assert some.number.tolist() == [4, 0]
    assert some.lines.tolist() == [1, 2]
    assert some.line_number.tolist() == [5, 0, 1]
    assert some.line_order.tolist() == [0, 1, 1]
    assert list(some.addresses) == ["customer:C1"]
    assert some.address.tolist() == [0, 0]


def test_ranges_are_put_end_to_end() -> None:
    """3, 4 and 4 begin ranges of lengths 2, 0 and 3."""
    assert ranges(np.array([3, 4, 4]), np.array([2, 0, 3])).tolist() == [3, 4, 4, 5, 6]
    assert ranges(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_names_are_coded_by_first_occurrence() -> None:
    """b, a, b: b is 0, a is 1; among {a: 7} b is unknown."""
    names, code = coded(["b", "a", "b"])
    assert (names, code.tolist()) == (["b", "a"], [0, 1, 0])
    assert positions(names, code, {"a": 7}).tolist() == [-1, 7, -1]
