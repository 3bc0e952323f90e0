"""Places are the sites, the addresses of orders, and nothing else."""

import pickle

import numpy as np
import pytest

from optimizer.network.places import Places, order_districts, order_places, places
from tests.unit.network.hand_made import CUSTOMERS, ORDERS, scenario


def test_places_of_a_scenario() -> None:
    """Sites come first, then customers with an order to their address, then orders' own addresses."""
    found = places(scenario())
    assert found.ids == ("WH", "S1", "SUP", "customer:kim", "customer:lee", "order:o2")
    np.testing.assert_array_equal(found.lat, [37.50, 37.55, 36.80, 37.56, 37.51, 37.57])
    np.testing.assert_array_equal(found.lon, [127.00, 127.05, 127.10, 126.92, 127.04, 126.98])
    assert len(found) == 6


def test_a_customer_whose_orders_all_go_elsewhere_is_no_place() -> None:
    """A customer's own address is a place only if an order is delivered there."""
    found = places(scenario(orders=ORDERS[1:]))
    assert found.ids[3:] == ("customer:lee", "order:o2")


def test_order_places_follow_the_orders() -> None:
    """Each order is delivered to its own address where it has one, else to its customer's."""
    assert order_places(scenario()) == ("customer:kim", "order:o2", "customer:lee", "customer:lee")


def test_order_districts_follow_the_address() -> None:
    """An order's own district wins over its customer's."""
    assert order_districts(scenario()) == ("Mapo", "Jongno", "Gangnam", "Gangnam")


def test_index_finds_ids_in_any_order() -> None:
    """Positions are those of the ids asked for, repeats included."""
    found = places(scenario())
    np.testing.assert_array_equal(found.index(["customer:lee", "WH", "WH"]), [4, 0, 0])
    with pytest.raises(KeyError, match="customer:idle"):
        found.index(["customer:idle"])


def test_an_ambiguous_place_is_refused() -> None:
    """A site that is named like a customer's place would be mistaken for it."""
    sites = [{"id": "customer:kim", "kind": "store", "lat": 1, "lon": 2}]
    with pytest.raises(ValueError, match="more than once: customer:kim"):
        places(scenario(sites=sites))


def test_positions_must_match_the_ids() -> None:
    """A missing latitude is an error at once, not a shifted map."""
    with pytest.raises(ValueError, match="2 ids, 1 latitudes"):
        Places(("a", "b"), np.zeros(1), np.zeros(2))


def test_a_scenario_without_orders_has_its_sites() -> None:
    """Empty tables are no special case."""
    bare = scenario(orders=[], order_lines=[], customers=CUSTOMERS[:1])
    assert places(bare).ids == ("WH", "S1", "SUP")
    assert order_places(bare) == order_districts(bare) == ()


def test_places_survive_pickling() -> None:
    """Worker processes find the same index."""
    again = pickle.loads(pickle.dumps(places(scenario())))
    np.testing.assert_array_equal(again.index(["order:o2"]), [5])
