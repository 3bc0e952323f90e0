import pytest
from geopy.distance import geodesic, great_circle

from optimizer.scenario.settings import Network
from optimizer.strategy.check.distance import EARTH_RADIUS_M, Roads, geodesic_m, haversine_m

SEOUL, BUSAN = (37.5665, 126.9780), (35.1796, 129.0756)
PLACES = {"a": SEOUL, "b": BUSAN}


def test_haversine_and_geodesic_agree_with_geopy() -> None:
    """Seoul to Busan: geopy's great circle on the same sphere, and its ellipsoid."""
    sphere = great_circle(SEOUL, BUSAN, radius=EARTH_RADIUS_M / 1000).m
    assert haversine_m(SEOUL, BUSAN) == pytest.approx(sphere, abs=1e-6)
    assert geodesic_m(SEOUL, BUSAN) == pytest.approx(geodesic(SEOUL, BUSAN).m, abs=1e-6)
    assert haversine_m((0, 0), (0, 180)) == pytest.approx(EARTH_RADIUS_M * 3.141592653589793)


@pytest.mark.parametrize(("method", "measure"), [("great_circle", haversine_m), ("geodesic", geodesic_m)])
def test_roads_are_longer_by_circuity_and_take_their_time(method: str, measure: type) -> None:
    """Metres are straight distance times circuity; seconds come from the unrounded distance."""
    network = Network.model_validate(
        {"method": method, "circuity": 1.25, "speeds_kmh": {"van": 25, "bike": 10}}
    )
    roads = Roads(network, PLACES)
    road = measure(SEOUL, BUSAN) * 1.25
    assert roads.metres("a", "b") == roads.metres("b", "a") == round(road)
    assert roads.seconds("a", "b", "van") == round(road / 25 * 3.6)
    assert roads.seconds("b", "a", "bike") == round(road / 10 * 3.6)


def test_the_matrix_is_taken_as_it_is_and_missing_pairs_fall_back() -> None:
    """Rows are rounded, halves up, and know a direction and a profile."""
    network = Network.model_validate({"method": "matrix", "circuity": 1.25})
    roads = Roads(network, PLACES, [("a", "b", "van", 1000.5, 60.4)])
    assert (roads.metres("a", "b"), roads.seconds("a", "b", "van")) == (1001, 60)
    assert roads.metres("b", "a") == round(haversine_m(SEOUL, BUSAN) * 1.25)
    assert roads.metres("a", "b", "bike") == roads.metres("b", "a")


def test_the_matrix_is_not_used_by_other_methods_and_nothing_is_far_from_itself() -> None:
    """The method decides, not the presence of a table."""
    roads = Roads(Network(), PLACES, [("a", "b", "van", 1000.0, 60.0), ("a", "a", "van", 5.0, 5.0)])
    assert roads.metres("a", "b") > 300_000
    assert (roads.metres("a", "a"), roads.seconds("a", "a", "van")) == (0, 0)
