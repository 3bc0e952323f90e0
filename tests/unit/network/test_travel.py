"""Road distances and durations are what docs/model.md says, whichever way they are asked for."""

import pickle
from typing import Any

import numpy as np
import pytest
from geopy.distance import geodesic
from geopy.distance import great_circle as geopy_great_circle

from optimizer.core.units import round_half_away
from optimizer.network import distance
from optimizer.network.travel import Travel
from tests.unit.network.hand_made import scenario, settings

IDS = ("WH", "customer:kim", "order:o2", "customer:lee")
AT = {"WH": (37.50, 127.00), "customer:kim": (37.56, 126.92)}
MATRIX = [
    {"from_id": "WH", "to_id": "customer:kim", "distance_m": 12000.5, "duration_s": 1500.4},
    {"from_id": "customer:kim", "to_id": "WH", "distance_m": 13000, "duration_s": 1700},
    {"from_id": "WH", "to_id": "customer:kim", "profile": "bike", "distance_m": 11000, "duration_s": 4000},
    {"from_id": "WH", "to_id": "customer:idle", "distance_m": 1, "duration_s": 1},
    {"from_id": "WH", "to_id": "WH", "distance_m": 77, "duration_s": 77},
]


def travel(method: str = "great_circle", matrix: list[dict[str, Any]] | None = None) -> Travel:
    network = {"method": method, "circuity": 1.25, "speeds_kmh": {"van": 36.0, "bike": 18.0}}
    return Travel.from_scenario(scenario(settings=settings(network=network), matrix=matrix or []))


@pytest.mark.parametrize(("profile", "speed_mps"), [("van", 10.0), ("bike", 5.0)])
def test_distance_and_duration_by_hand(profile: str, speed_mps: float) -> None:
    """Distance is geopy's great circle times circuity; duration is that, unrounded, over the speed."""
    road_m = geopy_great_circle(AT["WH"], AT["customer:kim"], radius=6371.0088).meters * 1.25
    found = travel().matrix(IDS, profile)
    assert found.distance_m[0, 1] == round_half_away(road_m)
    assert found.duration_s[0, 1] == round_half_away(road_m / speed_mps)
    assert found.distance_m.dtype == found.duration_s.dtype == np.int64


def test_duration_comes_from_the_unrounded_distance() -> None:
    """At a snail's 0.1 m/s, half a metre rounded away would be five seconds."""
    slow = {"circuity": 1.25, "speeds_kmh": {"van": 0.36}}
    asked = Travel.from_scenario(scenario(settings=settings(network=slow)))
    found = asked.matrix(asked.places.ids)
    lat, lon = asked.places.lat, asked.places.lon
    road_m = distance.great_circle_m(lat[:, None], lon[:, None], lat, lon) * 1.25
    np.testing.assert_array_equal(found.duration_s, np.floor(road_m / 0.1 + 0.5))
    np.testing.assert_array_equal(found.distance_m, np.floor(road_m + 0.5))


def test_matrix_is_symmetric_with_zero_diagonal() -> None:
    """Without a matrix table there and back are equal, and staying costs nothing."""
    found = travel().matrix(IDS)
    for part in (found.distance_m, found.duration_s):
        np.testing.assert_array_equal(part, part.T)
        np.testing.assert_array_equal(np.diag(part), 0)
        assert (part + np.eye(len(IDS), dtype=np.int64) > 0).all()


@pytest.mark.parametrize("method", ["great_circle", "geodesic", "matrix"])
def test_rectangle_equals_matrix(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rectangular distances are entries of the square matrix, repeats and blocks included."""
    asked = travel(method, MATRIX)
    whole = asked.matrix(IDS).distance_m
    monkeypatch.setattr(distance, "BLOCK_ENTRIES", 2)
    found = asked.distance_m([IDS[3], IDS[0], IDS[0]], IDS[1:])
    np.testing.assert_array_equal(found, whole[[3, 0, 0], 1:])
    np.testing.assert_array_equal(asked.matrix(IDS).distance_m, whole)


def test_geodesic_method() -> None:
    """The method geodesic takes geopy's geodesic for the straight distance."""
    road_m = geodesic(AT["WH"], AT["customer:kim"]).meters * 1.25
    found = travel("geodesic").matrix(IDS)
    assert found.distance_m[1, 0] == found.distance_m[0, 1] == round_half_away(road_m)
    assert found.duration_s[0, 1] == round_half_away(road_m / 10)
    assert found.distance_m[0, 1] != travel().matrix(IDS).distance_m[0, 1]


def test_given_pairs_win_by_profile_and_direction() -> None:
    """The matrix table holds for its own profile and direction; the rest falls back to the great circle."""
    asked, plain = travel("matrix", MATRIX), travel()
    van, bike = asked.matrix(IDS), asked.matrix(IDS, "bike")
    assert (van.distance_m[0, 1], van.duration_s[0, 1]) == (12001, 1500)
    assert (van.distance_m[1, 0], van.duration_s[1, 0]) == (13000, 1700)
    assert (bike.distance_m[0, 1], bike.duration_s[0, 1]) == (11000, 4000)
    assert bike.distance_m[1, 0] == plain.matrix(IDS).distance_m[1, 0]
    np.testing.assert_array_equal(van.duration_s[2:], plain.matrix(IDS).duration_s[2:])
    assert asked.distance_m(["WH"], ["customer:kim"])[0, 0] == 12001
    assert asked.distance_m(["WH"], ["customer:kim"], "bike")[0, 0] == 11000


def test_a_place_is_at_no_distance_from_itself() -> None:
    """A row from a place to itself does not count: two orders to one address lie next to each other."""
    found = travel("matrix", MATRIX).matrix(["WH", "WH"])
    np.testing.assert_array_equal(found.distance_m, 0)
    np.testing.assert_array_equal(found.duration_s, 0)


def test_missing_pairs_are_counted() -> None:
    """Six places have thirty ordered pairs; given ones among them count, rows to other places do not."""
    assert travel("matrix", MATRIX).missing_pairs == {"van": 28, "bike": 29}
    assert travel("matrix").missing_pairs == {"van": 30, "bike": 30}
    assert travel("great_circle", MATRIX).missing_pairs == {}


def test_matrix_table_is_ignored_by_other_methods() -> None:
    """Only the method matrix reads the table."""
    found = travel("great_circle", MATRIX).matrix(IDS)
    np.testing.assert_array_equal(found.distance_m, travel().matrix(IDS).distance_m)


def test_unknown_profile_and_place_are_named() -> None:
    """A profile without speed, or an id that is no place, is named."""
    with pytest.raises(KeyError, match="no profile 'boat'"):
        travel().matrix(IDS, "boat")
    with pytest.raises(KeyError, match="nowhere"):
        travel().distance_m(["nowhere"], ["WH"])


def test_smaller_integers_on_request() -> None:
    """int32 holds the same figures in half the memory."""
    small, large = travel().matrix(IDS, dtype=np.int32), travel().matrix(IDS)
    assert small.distance_m.dtype == small.duration_s.dtype == np.int32
    np.testing.assert_array_equal(small.distance_m, large.distance_m)


def test_nothing_asked_nothing_given() -> None:
    """No places make an empty matrix."""
    assert travel().matrix([]).distance_m.shape == (0, 0)
    assert travel().distance_m([], ["WH"]).shape == (0, 1)


def test_travel_survives_pickling() -> None:
    """A worker process computes the same figures."""
    asked = travel("matrix", MATRIX)
    again = pickle.loads(pickle.dumps(asked))
    np.testing.assert_array_equal(again.matrix(IDS).duration_s, asked.matrix(IDS).duration_s)
