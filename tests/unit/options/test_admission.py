"""Who may be served from where, to which point, with what: everything but time."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.scenarios import changed, small_rows, small_settings
from tests.unit.options.build import codes, found, keys, option, small

BY_MATRIX = {"method": "matrix"}


def matrix(place: str, **metres: float) -> list[dict[str, object]]:
    """Distances from sites to a place, an hour each."""
    return [
        {"from_id": site, "to_id": place, "profile": "van", "distance_m": distance, "duration_s": 60}
        for site, distance in metres.items()
    ]


def lockers_only(**changes: object) -> dict[str, Any]:
    return {"strategies": {"lockers": {"options": ["locker"]}}, **changes}


def two_lockers() -> dict[str, Any]:
    """Add a locker, L0, to which a lane leads from W1 as well."""
    sites = [*small_rows("sites"), {"id": "L0", "kind": "locker", "lat": 37.57, "lon": 126.99}]
    lanes = [*small_rows("lanes"), {"id": "W1-L0", "from_site": "W1", "to_site": "L0", "departs": "06:00"}]
    return {"sites": sites, "lanes": lanes}


@pytest.mark.parametrize(("metres", "told"), [(9000, None), (9001, 0.001)])
def test_too_far_is_told_in_kilometres(tmp_path: Path, metres: float, told: float | None) -> None:
    """The option goes 9 km: 9,000 m are near enough, 9,001 m are 0.001 km too far. Other sources are farther."""
    scenario = small(
        tmp_path,
        {"network": BY_MATRIX, "options": option("parcel", max_distance_km=9)},
        matrix=matrix("customer:C3", W1=metres, W2=20000, S1=20000, P1=20000),
    )
    table = found(scenario, "parcels")
    if told is None:
        assert {key[1] for key in keys(table, "O3")} == {"W1"}
    else:
        reason = table.reasons["O3"][0]
        assert (reason.code, reason.source) == ("too-far", "W1")
        assert reason.amount == pytest.approx(told)


def test_customers_go_no_farther_than_their_segment_to_collect(tmp_path: Path) -> None:
    """C2 goes 3 km: to a locker at 3,000 m, not to one at 3,250 m."""
    near = small(tmp_path / "1", lockers_only(network=BY_MATRIX), matrix=matrix("customer:C2", L1=3000))
    assert keys(found(near, "lockers"), "O2")
    far = small(tmp_path / "2", lockers_only(network=BY_MATRIX), matrix=matrix("customer:C2", L1=3250))
    reason = found(far, "lockers").reasons["O2"][0]
    assert (reason.code, reason.amount) == ("point-too-far", 0.25)


def test_linehaul_goes_to_the_nearest_point_and_ties_to_the_smaller_id(tmp_path: Path) -> None:
    """Without request O2 collects at the nearer of L0 and L1; at equal distance at L0."""
    orders = changed("orders", "O2", requested_point="")
    for name, metres, point in (("1", (900, 800), "L1"), ("2", (800, 800), "L0")):
        distances = matrix("customer:C2", L0=metres[0], L1=metres[1])
        scenario = small(
            tmp_path / name, lockers_only(network=BY_MATRIX), matrix=distances, orders=orders, **two_lockers()
        )
        table = found(scenario, "lockers")
        chosen = {
            table.offer.sites[table.point[row]].id for row in range(len(table)) if table.order[row] == 1
        }
        assert chosen == {point}


def test_a_requested_point_is_the_only_one_considered(tmp_path: Path) -> None:
    """O2 asks for L1, which is 2 km farther than L0 and still within reach."""
    distances = matrix("customer:C2", L0=500, L1=2500)
    scenario = small(tmp_path, lockers_only(network=BY_MATRIX), matrix=distances, **two_lockers())
    table = found(scenario, "lockers")
    assert {table.offer.sites[point].id for point in table.point[table.order == 1]} == {"L1"}


def test_a_requested_point_without_lane_is_not_served(tmp_path: Path) -> None:
    """O2 asks for L1; the only lane leads to L0."""
    more = two_lockers()
    more["lanes"] = [lane for lane in more["lanes"] if lane["id"] != "W1-L1"]
    table = found(small(tmp_path, lockers_only(), **more), "lockers")
    assert codes(table, "O2") == ["requested-point-not-served", "no-collection-point"]


def test_a_source_without_lane_to_a_point_serves_none(tmp_path: Path) -> None:
    """The only lane to a locker starts from W1; the option takes goods from W2."""
    options = option("locker", sites=["W2"])
    table = found(small(tmp_path, lockers_only(options=options)), "lockers")
    assert codes(table, "O1") == ["no-collection-point"]


def test_a_requested_store_is_the_only_source_of_its_own_stock(tmp_path: Path) -> None:
    """O1 asks for store S2; S1 near its home is not offered for collection."""
    sites = [*small_rows("sites"), {"id": "S2", "kind": "store", "lat": 37.556, "lon": 126.915}]
    orders = changed("orders", "O1", requested_point="S2")
    table = found(small(tmp_path, sites=sites, orders=orders))
    assert {key[1] for key in keys(table, "O1", option="store_pickup")} == {"S2"}


def test_a_segment_that_does_not_accept_the_hand_over_is_not_offered_it(tmp_path: Path) -> None:
    """Offices accept home only: O3 and O4 have no collection."""
    table = found(small(tmp_path, lockers_only()), "lockers")
    assert codes(table, "O3") == ["segment-does-not-accept"]


def test_binding_requests_leave_no_other_option(tmp_path: Path) -> None:
    """O2 asks for the locker, which `all` offers; `parcels` does not, and serves it by parcel."""
    scenario = small(tmp_path, {"delivery": {"requested": "binding"}})
    assert {key[2] for key in keys(found(scenario), "O2")} == {"locker"}
    assert {key[2] for key in keys(found(scenario, "parcels"), "O2")} == {"parcel"}


def test_an_unserved_request_that_binds_is_said_so(tmp_path: Path) -> None:
    """O3's office does not accept the locker it asks for, and may not be served by parcel."""
    orders = changed("orders", "O3", requested_option="locker")
    table = found(small(tmp_path, {"delivery": {"requested": "binding"}}, orders=orders))
    assert set(codes(table, "O3")) == {"segment-does-not-accept", "bound-to-requested-option"}


def test_only_sites_in_use_of_the_named_kinds_are_sources(tmp_path: Path) -> None:
    """Parcels go from warehouses, stores, partners; the strategy leaves out stores, partners and W2."""
    strategies = {
        "lean": {"options": ["parcel"], "site_kinds": ["warehouse", "locker"], "exclude_sites": ["W2"]}
    }
    table = found(small(tmp_path, {"strategies": strategies}), "lean")
    assert {key[1] for key in keys(table)} == {"W1"}


def test_an_option_names_its_sites(tmp_path: Path) -> None:
    """Of the four possible sources, the option takes W2 only."""
    table = found(small(tmp_path, {"options": option("parcel", sites=["W2"])}), "parcels")
    assert {key[1] for key in keys(table)} == {"W2"}


def test_products_that_are_not_eligible_keep_the_whole_order_out(tmp_path: Path) -> None:
    """Rice may go by van only; O1 has tea and rice."""
    products = changed("products", "rice", eligible_options="van")
    table = found(small(tmp_path, products=products))
    assert {key[2] for key in keys(table, "O1")} == {"van"}


@pytest.mark.parametrize("keeper", ["option", "source", "point"])
def test_option_source_and_point_must_keep_the_temperature(tmp_path: Path, keeper: str) -> None:
    """Tea is chilled for once; whoever does not keep chilled goods is out."""
    options = option("locker", temperatures=["ambient"] if keeper == "option" else ["chilled"])
    products = changed("products", "tea", temperature="chilled")
    sites = small_rows("sites")
    for site in sites:
        if (keeper, site["id"]) in (("source", "W1"), ("point", "L1")):
            site["temperatures"] = "ambient"
    table = found(small(tmp_path, lockers_only(options=options), sites=sites, products=products), "lockers")
    assert codes(table, "O2")[0] == "temperature"


def test_points_of_different_temperatures_are_told_apart(tmp_path: Path) -> None:
    """O1 and O2 collect chilled tea, O1 at L0 that keeps it, O2 at L1 that does not."""
    more = two_lockers()
    for site in more["sites"]:
        if site["id"] == "L1":
            site["temperatures"] = "ambient"
    settings = lockers_only(
        options=option("locker", temperatures=["chilled", "ambient"]),
        segments={**small_settings()["segments"], "family": {"accepts": ["locker"], "collect_max_km": 30}},
    )
    orders = changed("orders", "O1", requested_point="L0")
    products = changed("products", "tea", temperature="chilled")
    table = found(small(tmp_path, settings, orders=orders, products=products, **more), "lockers")
    assert keys(table, "O1")
    assert codes(table, "O2") == ["temperature", "no-collection-point"]


@pytest.mark.parametrize(("limit", "over"), [(10.4, None), (10.3, 0.1)])
def test_too_heavy_is_told_in_kilograms(tmp_path: Path, limit: float, over: float | None) -> None:
    """O1 weighs 10.4 kg."""
    table = found(small(tmp_path, {"options": option("parcel", max_weight_kg=limit)}), "parcels")
    if over is None:
        assert keys(table, "O1")
    else:
        reason = table.reasons["O1"][0]
        assert (reason.code, reason.unit) == ("too-heavy", "kg")
        assert reason.amount == pytest.approx(over)


def vans_only(**changes: object) -> dict[str, Any]:
    return {"strategies": {"vans": {"options": ["van"]}}, **changes}


def test_a_van_option_needs_vehicles_at_the_source(tmp_path: Path) -> None:
    """Vans are based at W1; without any, neither warehouse can send one."""
    table = found(small(tmp_path, vehicle_types=changed("vehicle_types", "V1", count=0)))
    assert not keys(table, option="van")
    alone = found(
        small(tmp_path / "2", vans_only(), vehicle_types=changed("vehicle_types", "V1", count=0)), "vans"
    )
    assert codes(alone, "O1") == ["no-vehicle-at-source"]


def test_a_shipment_must_fit_in_a_vehicle(tmp_path: Path) -> None:
    """O1 weighs 10.4 kg and fills 1.6 + 14 = 15.6 l; the van carries 10.4 kg and 15.1 l, half a litre less."""
    vehicles = changed("vehicle_types", "V1", capacity_kg=10.4, capacity_l=15.1)
    table = found(small(tmp_path, vans_only(), vehicle_types=vehicles), "vans")
    reason = table.reasons["O1"][0]
    assert (reason.code, reason.amount) == ("vehicle-too-small", 0.5)
    fits = changed("vehicle_types", "V1", capacity_kg=10.4, capacity_l=15.6)
    assert keys(found(small(tmp_path / "2", vans_only(), vehicle_types=fits), "vans"), "O1")


def test_a_vehicle_must_be_allowed_the_way(tmp_path: Path) -> None:
    """It is 12,065 m to C1, there and back 24.13 km; the van may drive 24 km."""
    vehicles = changed("vehicle_types", "V1", max_distance_km=24)
    table = found(small(tmp_path, vans_only(), vehicle_types=vehicles), "vans")
    reason = table.reasons["O1"][0]
    assert reason.code == "beyond-vehicle-range"
    assert reason.amount == pytest.approx(0.13)
    enough = changed("vehicle_types", "V1", max_distance_km=24.13)
    assert keys(found(small(tmp_path / "2", vans_only(), vehicle_types=enough), "vans"), "O1")


def test_an_option_without_any_site_of_its_kind_has_no_source(tmp_path: Path) -> None:
    """There is no hub."""
    table = found(small(tmp_path, {"options": option("parcel", source_kinds=["hub"])}), "parcels")
    assert codes(table, "O1") == ["no-source"]
    assert table.reasons["O1"][0].source == ""
