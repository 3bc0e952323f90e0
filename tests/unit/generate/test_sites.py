"""Sites, vehicles, lanes and rate cards."""

import numpy as np
import pytest

from optimizer.generate import seoul, sites
from optimizer.generate.seoul import Spot
from optimizer.scenario.base import SiteKind


def test_distance_of_a_degree_of_latitude_is_111_km() -> None:
    """One degree along a meridian is 111.195 km on the mean sphere."""
    here = Spot("a", "", "", 37.0, 127.0)
    assert sites.distances_km([here], np.array([[38.0, 127.0]]))[0, 0] == pytest.approx(111.195, abs=0.001)


def test_the_network_has_the_sites_it_promises() -> None:
    """3 warehouses, 15 stores, 12 lockers, 2 partners and the supplier."""
    kinds = [site.kind for site in sites.sites(600)]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {
        SiteKind.SUPPLIER: 1,
        SiteKind.WAREHOUSE: 3,
        SiteKind.STORE: 15,
        SiteKind.LOCKER: 12,
        SiteKind.PARTNER: 2,
    }


def test_ids_are_unique() -> None:
    """No two sites, vehicle types or lanes share an id."""
    for rows in (sites.sites(600), sites.vehicle_types(600), sites.lanes()):
        assert len({row.id for row in rows}) == len(rows)


def test_volume_grows_with_the_orders() -> None:
    """Ten times the orders need ten times the vans, the throughput, the staff and the compartments."""
    usual, large = sites.sites(600), sites.sites(6000)
    for small, big in zip(usual, large, strict=True):
        for figure in ("throughput_units_per_day", "staff_per_hour", "pickup_orders_per_day"):
            assert getattr(big, figure) == (getattr(small, figure) and 10 * getattr(small, figure))
    for few, many in zip(sites.vehicle_types(600), sites.vehicle_types(6000), strict=True):
        assert many.count == 10 * few.count


@pytest.mark.parametrize(("orders", "scale"), [(24, 0.2), (150, 0.5), (600, 1.0), (2000, 10 / 3)])
def test_few_orders_need_more_than_their_share(orders: int, scale: float) -> None:
    """Below 600 the means shrink with the root of the orders, above they grow as the orders do."""
    assert sites.scale(orders) == pytest.approx(scale)
    throughput = sites.sites(orders)[1].throughput_units_per_day
    assert throughput == pytest.approx(450 * scale, abs=1)


def test_every_warehouse_and_some_stores_have_vans() -> None:
    """Each warehouse has vans by night and by day; the stores with vans exist."""
    homes = [row.home_site for row in sites.vehicle_types(600)]
    assert all(homes.count(spot.id) == 2 for spot in seoul.WAREHOUSES)
    assert {home for home in homes if home.startswith("st_")} == set(sites.VAN_STORES)
    assert set(sites.VAN_STORES) <= {spot.id for spot in seoul.STORES}


def test_every_store_is_replenished_by_its_nearest_warehouse() -> None:
    """One nightly lane leads to each store, and no other warehouse is nearer."""
    near = {spot.id: spot for spot in (*seoul.WAREHOUSES, *seoul.STORES)}
    nightly = [lane for lane in sites.lanes() if lane.id.startswith("night_")]
    assert sorted(lane.to_site for lane in nightly) == sorted(spot.id for spot in seoul.STORES)
    for lane in nightly:
        distance = sites.distances_km(seoul.WAREHOUSES, sites.points([near[lane.to_site]]))[:, 0]
        assert seoul.WAREHOUSES[int(distance.argmin())].id == lane.from_site


def test_every_locker_is_served_three_times_a_day() -> None:
    """Three lanes lead from one store to each locker."""
    for spot in seoul.LOCKERS:
        runs = [lane for lane in sites.lanes() if lane.to_site == spot.id]
        assert len({lane.departs for lane in runs}) == 3
        assert len({lane.from_site for lane in runs}) == 1


def test_heavier_parcels_cost_more() -> None:
    """Within a carrier and zone the price rises with the weight break."""
    cards: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for rate in sites.carrier_rates():
        cards.setdefault((rate.carrier, rate.zone), []).append((rate.max_weight_kg, rate.price))
    for card in cards.values():
        prices = [price for _, price in sorted(card)]
        assert prices == sorted(set(prices))


def test_only_the_courier_charges_by_zone() -> None:
    """The courier asks a surcharge in the outer districts and nowhere else."""
    surcharges = {
        (rate.carrier, rate.zone, rate.surcharge) for rate in sites.carrier_rates() if rate.surcharge
    }
    assert surcharges == {("courier", "outer", 1000)}
