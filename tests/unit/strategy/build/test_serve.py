import math
from pathlib import Path
from typing import Any

import pytest

from optimizer.strategy.build.serve import STOPS_PER_TOUR, serve_costs
from optimizer.strategy.build.zones import expected_zones
from optimizer.strategy.context import Context
from tests.helpers.scenarios import changed, small_settings
from tests.helpers.strategy import small_context


def _only(folder: Path, option: str, keys: dict[str, Any] | None = None, **tables: Any) -> Context:  # noqa: ANN401
    """Load the small scenario with one option offered, two units an order."""
    settings = small_settings()
    settings["options"] = [
        {**one, **(keys or {})} if one["id"] == option else one for one in settings["options"]
    ]
    settings["strategies"] = {"all": {"options": [option]}}
    settings["policies"] = {
        "returns": {
            "cost_per_unit": 1000,
            "cost_per_unit_by_hand_over": {"store": 400},
            "customer_pays_share": 0.5,
        }
    }
    return small_context(folder, settings=settings, **tables)


def _cost(context: Context, zone: str, site: str, product: str) -> float:
    zones = expected_zones(context)
    costs = serve_costs(context, zones, context.in_use)
    products = [one.id for one in context.scenario.products]
    return float(costs[zones.names.index(zone), context.in_use.index(site), products.index(product)])


def _road_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat, other = math.radians(a[0]), math.radians(b[0])
    east = math.radians(b[1] - a[1])
    cosine = math.sin(lat) * math.sin(other) + math.cos(lat) * math.cos(other) * math.cos(east)
    return 6371.0088 * math.acos(cosine) * 1.3


def test_a_parcel_is_priced_for_a_typical_order(tmp_path: Path) -> None:
    """Two tea from W2 to Mapo: (500 handling + 700 packing + 3000) / 2, 40 a unit, and 0.1 * 1000 * 0.5 of returns."""
    context = _only(
        tmp_path,
        "parcel",
        {"extra_cost_per_order": 700},
        sites=changed("sites", "W2", handling_cost_per_unit=40),
        products=changed("products", "tea", return_rate=0.1),
    )
    assert _cost(context, "Mapo/family", "W2", "tea") == pytest.approx(2100 + 40 + 50)
    # two rice weigh 20 kg: the next row of the metro; Guro is outside of it
    assert _cost(context, "Mapo/family", "W2", "rice") == pytest.approx(1200 / 2 + 4500 / 2 + 40)
    assert _cost(context, "Guro/office", "W2", "tea") == pytest.approx(600 + 3000 + 90)


def test_a_partner_keeps_its_commission(tmp_path: Path) -> None:
    """P1 keeps a tenth of the 3000 of a milk."""
    assert _cost(_only(tmp_path, "parcel"), "Mapo/family", "P1", "milk") == pytest.approx(1500 + 300)


def test_what_no_rate_holds_cannot_be_served(tmp_path: Path) -> None:
    """Two units of 13 kg are above the last row of 25 kg."""
    context = _only(tmp_path, "parcel", products=changed("products", "rice", weight_kg=13))
    assert _cost(context, "Mapo/family", "W1", "rice") == math.inf


def test_a_van_pays_a_share_of_a_tour(tmp_path: Path) -> None:
    """A twentieth of the van and of the way there and back, and four minutes at the door; W2 has no van."""
    context = _only(tmp_path, "van")
    way = 2 * _road_km((37.48, 126.88), (37.56, 126.91)) / STOPS_PER_TOUR
    per_order = 20000 / STOPS_PER_TOUR + way * 300 + (way / 25 + 4 / 60) * 12000
    assert _cost(context, "Mapo/family", "W1", "tea") == pytest.approx(per_order / 2, rel=1e-6)
    assert _cost(context, "Mapo/family", "W2", "tea") == math.inf


def test_beyond_its_distance_an_option_serves_nobody(tmp_path: Path) -> None:
    """Mapo is about 12 km from W1 by road, Guro about 2."""
    context = _only(tmp_path, "van", {"max_distance_km": 5})
    assert _cost(context, "Mapo/family", "W1", "tea") == math.inf
    assert _cost(context, "Guro/office", "W1", "tea") < math.inf


def test_the_distance_from_the_source_limits_collecting_too(tmp_path: Path) -> None:
    """L1 is close to Jung, but W1, where its goods come from, is about 16 km away."""
    assert _cost(_only(tmp_path / "a", "locker"), "Jung/family", "W1", "tea") < math.inf
    near = _only(tmp_path / "b", "locker", {"max_distance_km": 10})
    assert _cost(near, "Jung/family", "W1", "tea") == math.inf


def test_orders_above_the_weight_of_an_option_go_otherwise(tmp_path: Path) -> None:
    """Two rice weigh 20 kg, two milk 2.2."""
    context = _only(tmp_path, "parcel", {"max_weight_kg": 19})
    assert _cost(context, "Mapo/family", "W1", "rice") == math.inf
    assert _cost(context, "Mapo/family", "W1", "milk") < math.inf


def test_collecting_costs_the_pickup_and_needs_a_point_nearby(tmp_path: Path) -> None:
    """S1 is 1.3 km from Mapo: pickup 90 for two units and cheap returns; Jung is too far, offices do not collect."""
    context = _only(
        tmp_path,
        "store_pickup",
        sites=changed("sites", "S1", pickup_cost_per_order=90),
        products=changed("products", "tea", return_rate=0.1),
    )
    assert _cost(context, "Mapo/family", "S1", "tea") == pytest.approx(45 + 0.1 * 400 * 0.5)
    assert _cost(context, "Jung/family", "S1", "tea") == math.inf
    assert _cost(context, "Guro/office", "S1", "tea") == math.inf
    assert _cost(context, "Mapo/family", "W1", "tea") == math.inf


def test_linehaul_pays_the_lane_by_the_kilogram_of_a_full_truck(tmp_path: Path) -> None:
    """To L1 at 20 a unit, 10 a kg and 5000 a ton truck for two units of 0.2 kg, and 60 for the pickup."""
    lanes = [
        {
            "id": "W1-L1",
            "from_site": "W1",
            "to_site": "L1",
            "cost_per_unit": 20,
            "cost_per_kg": 10,
            "cost_per_truck": 5000,
            "truck_kg": 1000,
            "departs": "06:00",
        }
    ]
    context = _only(tmp_path, "locker", sites=changed("sites", "L1", pickup_cost_per_order=60), lanes=lanes)
    assert _cost(context, "Jung/family", "W1", "tea") == pytest.approx(20 + 15 * 0.2 + 30)
    assert _cost(context, "Jung/family", "W1", "rice") == pytest.approx(20 + 15 * 10 + 30)
    assert _cost(context, "Jung/family", "W2", "tea") == math.inf
    assert _cost(context, "Jung/office", "W1", "tea") == math.inf


def test_a_product_goes_only_where_it_is_allowed(tmp_path: Path) -> None:
    """Milk is chilled and the locker is not; tea that may go by van only goes by nothing else."""
    assert _cost(_only(tmp_path / "a", "locker"), "Jung/family", "W1", "milk") == math.inf
    barred = _only(tmp_path / "b", "parcel", products=changed("products", "tea", eligible_options="van"))
    assert _cost(barred, "Mapo/family", "W1", "tea") == math.inf
    warm = _only(tmp_path / "c", "parcel", sites=changed("sites", "W1", temperatures="ambient"))
    assert _cost(warm, "Mapo/family", "W1", "milk") == math.inf


def test_the_cheapest_option_counts(tmp_path: Path) -> None:
    """With every option offered, tea to Mapo from S1 is collected for nothing; from W1 it goes by parcel or van."""
    context = small_context(tmp_path)
    assert _cost(context, "Mapo/family", "S1", "tea") == 0
    van = _cost(_only(tmp_path / "van", "van"), "Mapo/family", "W1", "tea")
    assert _cost(context, "Mapo/family", "W1", "tea") == pytest.approx(min(van, 1500))


def test_named_sites_alone_send(tmp_path: Path) -> None:
    """An option that names W1 draws on no other warehouse."""
    context = _only(tmp_path, "parcel", {"sites": ["W1"]})
    assert _cost(context, "Mapo/family", "W1", "tea") < math.inf
    assert _cost(context, "Mapo/family", "W2", "tea") == math.inf
