"""The order book holds the orders as they arrive, with figures that can be added up by hand."""

import pickle
from datetime import UTC, datetime

import numpy as np
import pytest

from optimizer.demand.orders import NO_INSTANT, order_book, product_arrays, round_up_thousandths
from optimizer.scenario.base import Temperature
from tests.unit.network.hand_made import LINES, ORDERS, PRODUCTS, scenario, settings


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


def test_orders_come_in_the_order_of_arrival() -> None:
    """o2 is placed an hour before o1 and o3, which tie and go by id; o4 comes a day later."""
    book = order_book(scenario())
    assert book.ids == ("o2", "o1", "o3", "o4")
    assert len(book) == 4
    assert book.index["o3"] == 2
    expected = ["2025-03-03T11:00+09:00", "2025-03-03T12:00+09:00", "2025-03-03T12:00+09:00"]
    np.testing.assert_array_equal(book.placed_at[:3], [seconds(text) for text in expected])


def test_every_attribute_follows_its_order() -> None:
    """Attributes of an order and of its customer are sorted along with it."""
    book = order_book(scenario())
    assert book.customer == ("kim", "lee", "kim", "lee")
    assert book.segment == ("value", "bulk", "value", "bulk")
    assert book.district == ("Jongno", "Gangnam", "Mapo", "Gangnam")
    assert book.place == ("order:o2", "customer:lee", "customer:kim", "customer:lee")
    assert book.sales_channel == ("app", "store", "web", "web")
    assert book.requested_option == (None, "van", None, None)
    assert book.requested_point == (None, "S1", None, None)


def test_windows_are_instants_or_absent() -> None:
    """An order without window says so; a window is in seconds since 1970 UTC."""
    book = order_book(scenario())
    expected_start = [NO_INSTANT] * 3 + [seconds("2025-03-05T10:00+09:00")]
    expected_end = [NO_INSTANT] * 3 + [seconds("2025-03-05T12:00+09:00")]
    np.testing.assert_array_equal(book.window_start, expected_start)
    np.testing.assert_array_equal(book.window_end, expected_end)
    assert book.window_start.dtype == book.placed_at.dtype == np.int64


def test_lines_are_sorted_by_order_and_keep_the_order_of_the_file() -> None:
    """Lines lie together per order; within an order nothing is re-sorted."""
    book = order_book(scenario())
    np.testing.assert_array_equal(book.lines.order, [0, 0, 1, 1, 2, 3])
    assert book.lines.id == ("x", "a", "1", "2", "1", "1")
    np.testing.assert_array_equal(book.lines.product, [0, 1, 1, 0, 1, 0])
    np.testing.assert_array_equal(book.lines.quantity, [4, 1, 1, 2, 3, 1])
    np.testing.assert_array_equal(book.line_start, [0, 2, 4, 5, 6])


def test_totals_by_hand() -> None:
    """o2 has 4 A and 1 B; o1 has 2 A and 1 B; o3 has 3 B; o4 has 1 A."""
    book = order_book(scenario())
    np.testing.assert_array_equal(book.units, [5, 3, 3, 1])
    np.testing.assert_allclose(book.value, [80_000, 60_000, 120_000, 10_000])
    np.testing.assert_allclose(book.margin, [21_000, 15_000, 27_000, 3_000])
    np.testing.assert_allclose(book.weight_kg, [3.0004, 2.5002, 6.0, 0.2501])
    np.testing.assert_allclose(book.volume_l, [4.8005, 2.4005, 0.0015, 1.2])


def test_unserved_cost_is_the_orders_own_or_margin_plus_penalty() -> None:
    """o2 states 123.5; the others cost their margin and the policy's 5000."""
    np.testing.assert_allclose(order_book(scenario()).unserved_cost, [123.5, 20_000, 32_000, 8_000])
    mild = settings(policies={"unserved": {"penalty_per_order": 0}})
    np.testing.assert_allclose(
        order_book(scenario(settings=mild)).unserved_cost, [123.5, 15_000, 27_000, 3_000]
    )


def test_an_order_that_costs_nothing_unserved() -> None:
    """A stated cost of zero is a cost, not a gap."""
    free = [order | {"unserved_cost": 0} for order in ORDERS]
    np.testing.assert_array_equal(order_book(scenario(orders=free)).unserved_cost, np.zeros(4))


def test_an_order_without_lines_weighs_nothing() -> None:
    """Its totals are zero and its range of lines is empty, wherever it stands."""
    book = order_book(scenario(order_lines=[line for line in LINES if line["order_id"] == "o3"]))
    np.testing.assert_array_equal(book.line_start, [0, 0, 0, 1, 1])
    np.testing.assert_array_equal(book.units, [0, 0, 3, 0])


def test_products_in_the_order_of_their_table() -> None:
    """Weights and volumes are rounded up to whole grams and millilitres."""
    products = product_arrays(scenario().products)
    assert products.ids == ("A", "B")
    assert products.index == {"A": 0, "B": 1}
    np.testing.assert_array_equal(products.weight_g, [251, 2000])
    np.testing.assert_array_equal(products.volume_ml, [1200, 1])
    np.testing.assert_array_equal(products.weight_kg, [0.2501, 2.0])
    np.testing.assert_array_equal(products.volume_l, [1.2, 0.0005])
    np.testing.assert_array_equal(products.value, [10_000, 40_000])
    np.testing.assert_array_equal(products.margin, [3_000, 9_000])
    np.testing.assert_array_equal(products.return_rate, [0, 0.1])
    classes = list(Temperature)
    assert [classes[i] for i in products.temperature] == [Temperature.AMBIENT, Temperature.FROZEN]


def test_rounding_up_ignores_binary_dust() -> None:
    """Whole thousandths stay what they are although the product with 1000 may lie a hair above."""
    whole = np.arange(1, 20_001)
    np.testing.assert_array_equal(round_up_thousandths(whole / 1000), whole)
    np.testing.assert_array_equal(round_up_thousandths(np.array([0.0001, 1.0001])), [1, 1001])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"order_lines": [LINES[0] | {"order_id": "gone"}]}, "order_id names the unknown 'gone'"),
        ({"order_lines": [LINES[0] | {"product_id": "Z"}]}, "product_id names the unknown 'Z'"),
        ({"orders": [ORDERS[0] | {"customer_id": "nobody"}]}, "nobody"),
    ],
)
def test_a_dangling_reference_is_named(change: dict[str, object], named: str) -> None:
    """A line or order that refers to nothing stops, instead of being counted for someone else."""
    with pytest.raises(KeyError, match=named):
        order_book(scenario(**change))


def test_an_empty_book() -> None:
    """A scenario without orders has a book without orders."""
    book = order_book(scenario(orders=[], order_lines=[]))
    assert len(book) == 0
    assert book.units.shape == book.unserved_cost.shape == book.placed_at.shape == (0,)
    np.testing.assert_array_equal(book.line_start, [0])


def test_the_book_survives_pickling() -> None:
    """Worker processes get the same book."""
    book = order_book(scenario(products=[*PRODUCTS]))
    again = pickle.loads(pickle.dumps(book))
    assert again.ids == book.ids
    np.testing.assert_array_equal(again.lines.quantity, book.lines.quantity)
