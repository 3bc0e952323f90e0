"""Customers and the order book."""

import numpy as np
import pandas as pd
import pytest

from optimizer.generate import book, seoul
from optimizer.generate.sites import distances_km
from optimizer.generate.template import generate
from optimizer.scenario.base import HandOver
from optimizer.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def made() -> Scenario:
    """Make the scenario of 600 orders, seed 1."""
    return generate()


def local(instants: pd.Series) -> pd.Series:
    """Instants on a Seoul clock."""
    clock: pd.Series = instants.dt.tz_convert("Asia/Seoul")
    return clock


def test_addresses_lie_near_their_district() -> None:
    """An address is at most 2.6 km north or south and east or west of its district's centroid."""
    district = np.repeat(np.arange(25), 200)
    place = book.addresses(district, np.random.default_rng(1))
    centre = np.array([(d.lat, d.lon) for d in seoul.DISTRICTS])[district]
    offset = np.abs(place - centre) * [111.195, 111.195 * np.cos(np.radians(37.55))]
    assert 2.4 < offset.max() < 2.62


def test_some_customers_order_twice(made: Scenario) -> None:
    """Every customer orders, and fewer customers than orders do."""
    orders = made.orders["customer_id"].value_counts()
    assert orders.max() >= 2
    assert len(made.customers) < 600


def test_an_order_belongs_to_the_segment_drawn(made: Scenario) -> None:
    """The five segments all order, offices about one order in twenty."""
    segment = made.orders["customer_id"].map(made.customers.set_index("id")["segment"])
    assert set(segment) == set(made.settings.segments)
    assert 10 <= (segment == "office").sum() <= 55


def test_at_most_a_tenth_asks_for_a_window(made: Scenario) -> None:
    """Some orders, at most 10 %, have a window; it lies on the next day and in the hours of a van wave."""
    windows = made.orders.dropna(subset=["window_start"])
    assert 0 < len(windows) <= 60
    start, end = local(windows["window_start"]), local(windows["window_end"])
    assert (start < end).all()
    assert ((start.dt.normalize() - local(windows["placed_at"]).dt.normalize()).dt.days == 1).all()
    waves = made.settings.waves.values()
    for a, b in zip(start, end, strict=True):
        assert any(
            wave.departs <= a.hour * 60 + a.minute and b.hour * 60 + b.minute <= wave.back_by
            for wave in waves
        )


def test_requests_are_options_the_segment_accepts(made: Scenario) -> None:
    """Who asks for an option names one of the settings, and its hand-over is accepted."""
    options = {option.id: option for option in made.settings.options}
    segment = made.orders["customer_id"].map(made.customers.set_index("id")["segment"])
    asked = made.orders["requested_option"].notna()
    requests = set(zip(made.orders.loc[asked, "requested_option"], segment[asked], strict=True))
    assert 0.1 < asked.mean() < 0.5
    assert {"carry_out", "collect_store", "collect_locker", "van_dawn", "freight"} <= {o for o, _ in requests}
    for option, name in requests:
        assert options[option].hand_over in made.settings.segments[name].accepts


def test_collectors_name_a_point_they_would_walk_to(made: Scenario) -> None:
    """Who wants to collect names the nearest store or locker, no farther than the segment goes."""
    customers = made.customers.set_index("id")
    spots = {spot.id: spot for spot in (*seoul.STORES, *seoul.LOCKERS)}
    asked = made.orders[made.orders["requested_option"].isin(["collect_store", "collect_locker"])]
    assert len(asked) > 20
    for buyer, option, point in asked[["customer_id", "requested_option", "requested_point"]].to_numpy():
        kind = seoul.STORES if option == "collect_store" else seoul.LOCKERS
        place = customers.loc[[buyer], ["lat", "lon"]].to_numpy()
        road = distances_km(kind, place)[:, 0] * 1.3
        assert kind[int(road.argmin())] == spots[point]
        assert road.min() <= made.settings.segments[str(customers.loc[buyer, "segment"])].collect_max_km


def test_who_buys_in_a_store_is_in_one(made: Scenario) -> None:
    """Orders of the channel store name the store they were placed in; two thirds take the goods along."""
    orders = made.orders[(made.orders["sales_channel"] == "store") & made.orders["lat"].isna()]
    assert orders["requested_point"].str.startswith("st_").all()
    taken = (orders["requested_option"] == "carry_out").mean()
    assert taken == pytest.approx(2 / 3, abs=0.02)
    accepts = [made.settings.segments[name].accepts for name in made.settings.segments if name != "office"]
    assert all(HandOver.CARRY_OUT in accepted for accepted in accepts)


def test_some_orders_go_to_another_address(made: Scenario) -> None:
    """4 % of the orders have an address of their own, complete, and do not ask to collect."""
    own = made.orders.dropna(subset=["lat"])
    assert len(own) == 24
    assert own["lon"].notna().all()
    assert own["district"].isin([district.name for district in seoul.DISTRICTS]).all()
    assert own["requested_point"].isna().all()
    assert made.orders.loc[made.orders["lat"].isna(), "district"].isna().all()
