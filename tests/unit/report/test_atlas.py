import math

import pytest
from geopy.distance import great_circle

from optimizer.report.atlas import Atlas, drawing_of
from optimizer.report.goods import Goods
from tests.helpers.plan_scenario import ROUTE
from tests.unit.report.samples import HOSTILE, hand_made, nothing, scenario

MADE = scenario()
ATLAS = Atlas.of(MADE)


def test_places_are_drawn_to_scale() -> None:
    """Distance on the plane is that on the sphere, for places a few kilometres apart."""
    a, b = ATLAS.ids.index("W"), ATLAS.ids.index("order:O3")
    drawn = math.hypot(ATLAS.x[a] - ATLAS.x[b], ATLAS.y[a] - ATLAS.y[b])
    assert drawn == pytest.approx(great_circle((37.5, 127.0), (37.53, 127.03)).km, rel=1e-3)
    assert ATLAS.x[b] > ATLAS.x[a]
    assert ATLAS.y[b] > ATLAS.y[a]


def test_sites_have_kind_and_name() -> None:
    """A site without a name is called by its id."""
    marks = {mark.name: mark.kind for mark in ATLAS.sites}
    assert marks["W"] == "warehouse"
    assert marks[HOSTILE] == "locker"
    assert [ATLAS.ids[mark.place] for mark in ATLAS.sites] == ["SUP", "W", "S", "K", "P"]


def test_a_districts_name_stands_in_the_middle_of_its_addresses() -> None:
    """Eight addresses, one of them an order's own."""
    (mark,) = ATLAS.districts
    rows = [place for place, name in enumerate(ATLAS.ids) if ":" in name]
    assert len(rows) == 8
    assert mark.name == "north"
    assert mark.x == pytest.approx(sum(ATLAS.x[row] for row in rows) / 8)
    assert mark.y == pytest.approx(sum(ATLAS.y[row] for row in rows) / 8)


def test_a_route_runs_from_depot_over_its_stops_to_the_depot() -> None:
    """In the order of driving, with what a hover shows."""
    (route,) = drawing_of(Goods(MADE), ATLAS, hand_made()).routes
    assert [ATLAS.ids[place] for place in route.places] == ["W", "customer:C2", "order:O3", "W"]
    assert (route.id, route.wave) == (ROUTE, "2025-03-03 evening")
    assert route.label == "16:30 to 17:16, 2 stops, 12.0 km"


def test_addresses_are_told_apart_by_the_option_that_serves_them() -> None:
    """Every order is at one place: with its option, or unserved."""
    drawing = drawing_of(Goods(MADE), ATLAS, hand_made())
    served = {name: [ATLAS.ids[place] for place in places] for name, places in drawing.served}
    assert served["van"] == ["customer:C2", "order:O3"]
    assert served["collect"] == ["customer:C4"]
    assert [ATLAS.ids[place] for place in drawing.unserved] == ["customer:C8"]
    assert sum(len(places) for places in served.values()) == 7


def test_a_plan_that_serves_nobody_draws_no_routes() -> None:
    """All addresses are unserved."""
    drawing = drawing_of(Goods(MADE), ATLAS, nothing())
    assert (drawing.routes, drawing.served, len(drawing.unserved)) == ((), (), 8)


def test_a_scenario_without_orders_has_a_middle_all_the_same() -> None:
    """Sites alone are laid out around their own middle."""
    atlas = Atlas.of(MADE.replace(orders=MADE.orders.head(0), customers=MADE.customers.head(0)))
    assert len(atlas.ids) == 5
    assert sum(atlas.y) == pytest.approx(0)
    assert atlas.districts == ()
