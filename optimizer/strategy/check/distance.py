"""Road distances and durations, recomputed from coordinates or the table matrix."""

import math
from collections.abc import Iterable, Mapping

from optimizer.core.units import round_half_away
from optimizer.scenario.settings import DistanceMethod, Network

#: Mean radius of the earth in metres.
EARTH_RADIUS_M = 6371008.8
#: Profile of distances that no vehicle drives.
WALKED = "van"

Point = tuple[float, float]


def haversine_m(start: Point, end: Point) -> float:
    """Great-circle distance in metres between two (latitude, longitude) points in degrees.

    ``2 R asin(sqrt(sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2)))``.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
    """
    lat_1, lon_1, lat_2, lon_2 = map(math.radians, (*start, *end))
    half = math.sin((lat_2 - lat_1) / 2) ** 2
    half += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def geodesic_m(start: Point, end: Point) -> float:
    """Distance in metres on the WGS 84 ellipsoid, by geopy."""
    from geopy.distance import geodesic

    return float(geodesic(start, end).m)


class Roads:
    """Distances in whole metres and durations in whole seconds between places.

    Parameters
    ----------
    network
        Method, circuity and speeds of the settings.
    places
        (latitude, longitude) in degrees by place id.
    matrix
        (from, to, profile, metres, seconds) per row of the table; used with the method ``matrix`` alone.
    """

    def __init__(
        self,
        network: Network,
        places: Mapping[str, Point],
        matrix: Iterable[tuple[str, str, str, float, float]] = (),
    ) -> None:
        self._network = network
        self._places = places
        self._table: dict[tuple[str, str, str], tuple[int, int]] = {}
        if network.method is DistanceMethod.MATRIX:
            self._table = {
                (start, end, profile): (round_half_away(metres), round_half_away(seconds))
                for start, end, profile, metres, seconds in matrix
            }
        self._straight: dict[tuple[str, str], float] = {}

    def metres(self, start: str, end: str, profile: str = WALKED) -> int:
        """Road distance from ``start`` to ``end``."""
        if start == end:
            return 0
        given = self._table.get((start, end, profile))
        return given[0] if given else round_half_away(self._road(start, end))

    def seconds(self, start: str, end: str, profile: str) -> int:
        """Travel time from ``start`` to ``end`` with a vehicle of the profile."""
        if start == end:
            return 0
        given = self._table.get((start, end, profile))
        if given:
            return given[1]
        return round_half_away(self._road(start, end) / (self._network.speeds_kmh[profile] / 3.6))

    def _road(self, start: str, end: str) -> float:
        pair = (start, end) if start < end else (end, start)
        straight = self._straight.get(pair)
        if straight is None:
            geodesic = self._network.method is DistanceMethod.GEODESIC
            measure = geodesic_m if geodesic else haversine_m
            straight = self._straight[pair] = measure(self._places[pair[0]], self._places[pair[1]])
        return straight * self._network.circuity
