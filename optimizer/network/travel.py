"""Road distance and travel time between places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.units import scale_array
from optimizer.network.distance import arc_m, geodesic_m, row_blocks, unit_vectors
from optimizer.network.places import Places, places
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import DistanceMethod

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

#: Kilometres per hour in one metre per second.
KMH_PER_MPS = 3.6


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Distances and durations from every one of n places to every other.

    Parameters
    ----------
    distance_m
        Whole metres by road, shape (n, n), from row to column.
    duration_s
        Whole seconds, shape (n, n), from row to column.
    """

    distance_m: IntArray
    duration_s: IntArray


@dataclass(frozen=True, eq=False)
class PairTable:
    """Given distances and durations of one profile, sorted by pair.

    Parameters
    ----------
    key
        ``from * number of places + to`` of each given pair of different places, ascending, shape (k,)
        with k >= 1.
    distance_m, duration_s
        As given, shape (k,).
    """

    key: IntArray
    distance_m: FloatArray
    duration_s: FloatArray

    def fill(self, key: IntArray, distance_m: FloatArray, duration_s: FloatArray) -> None:
        """Overwrite the entries of those pairs ``key`` that are given; all three have one shape."""
        position = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        given = self.key[position] == key
        distance_m[given] = self.distance_m[position[given]]
        duration_s[given] = self.duration_s[position[given]]


@dataclass(frozen=True, eq=False)
class Travel:
    """How far and how long it is from one place of a scenario to another.

    Straight distance times circuity, and that over the profile's speed; with the method ``matrix`` the
    given figures instead, wherever a pair is given. A place is always at distance 0 from itself. Holds
    arrays only, so that it is cheap to send to worker processes.

    Parameters
    ----------
    places
        All places.
    method
        How distances are found.
    circuity
        Road distance per straight distance.
    speeds_kmh
        Mean speed by profile.
    tables
        Given pairs by profile; empty unless the method is ``matrix``.
    """

    places: Places
    method: DistanceMethod
    circuity: float
    speeds_kmh: Mapping[str, float]
    tables: Mapping[str, PairTable]

    @classmethod
    def from_scenario(cls, scenario: Scenario) -> Self:
        """Build from the places, settings and matrix table of ``scenario``."""
        network = scenario.settings.network
        found = places(scenario)
        tables = _pair_tables(scenario.matrix, found) if network.method == DistanceMethod.MATRIX else {}
        return cls(found, network.method, network.circuity, dict(network.speeds_kmh), tables)

    def matrix(
        self, ids: Sequence[str], profile: str = "van", dtype: npt.DTypeLike = np.int64
    ) -> TravelMatrix:
        """Distances and durations between all of ``ids``, which may repeat.

        Parameters
        ----------
        ids
            Place ids, n of them.
        profile
            Key of ``network.speeds_kmh``.
        dtype
            Integer type of the result; ``int32`` halves the memory of large matrices.

        Raises
        ------
        KeyError
            If an id is no place, or the profile has no speed.
        """
        count = len(ids)
        index = self.places.index(ids)
        result = TravelMatrix(np.empty((count, count), dtype=dtype), np.empty((count, count), dtype=dtype))
        symmetric = profile not in self.tables
        for rows in row_blocks(count, count):
            columns = slice(rows.start if symmetric else 0, count)
            road_m, drive_s = self._block(index[rows], index[columns], profile)
            for matrix, values in ((result.distance_m, road_m), (result.duration_s, drive_s)):
                matrix[rows, columns] = scale_array(values)
                if symmetric:
                    matrix[columns, rows] = matrix[rows, columns].T
        return result

    def distance_m(self, from_ids: Sequence[str], to_ids: Sequence[str], profile: str = "van") -> IntArray:
        """Road distances from each of ``from_ids`` to each of ``to_ids``.

        Parameters
        ----------
        from_ids, to_ids
            Place ids, which may repeat.
        profile
            Matters only where the matrix table gives distances by profile.

        Returns
        -------
        numpy.ndarray
            Whole metres, int64, shape (len(from_ids), len(to_ids)).

        Raises
        ------
        KeyError
            If an id is no place.
        """
        start, end = self.places.index(from_ids), self.places.index(to_ids)
        result = np.empty((len(start), len(end)), dtype=np.int64)
        for rows in row_blocks(len(start), len(end)):
            road_m = self._straight_m(start[rows], end)
            road_m *= self.circuity
            self._overwrite(start[rows], end, profile, road_m, np.empty_like(road_m))
            result[rows] = scale_array(road_m)
        return result

    @property
    def missing_pairs(self) -> dict[str, int]:
        """Ordered pairs of different places that the matrix table lacks, by profile with a speed or a row.

        They fall back to the great circle. Empty unless the method is ``matrix``.
        """
        if self.method != DistanceMethod.MATRIX:
            return {}
        pairs = len(self.places) * (len(self.places) - 1)
        profiles = dict.fromkeys((*self.speeds_kmh, *self.tables))
        return {name: pairs - (len(self.tables[name].key) if name in self.tables else 0) for name in profiles}

    def _block(self, start: IntArray, end: IntArray, profile: str) -> tuple[FloatArray, FloatArray]:
        """Unrounded metres by road and seconds, both of shape (len(start), len(end))."""
        if profile not in self.speeds_kmh:
            msg = f"network.speeds_kmh has no profile {profile!r}"
            raise KeyError(msg)
        road_m = self._straight_m(start, end)
        road_m *= self.circuity
        drive_s = road_m / (self.speeds_kmh[profile] / KMH_PER_MPS)
        self._overwrite(start, end, profile, road_m, drive_s)
        return road_m, drive_s

    def _straight_m(self, start: IntArray, end: IntArray) -> FloatArray:
        lat, lon = self.places.lat, self.places.lon
        if self.method == DistanceMethod.GEODESIC:
            return geodesic_m(lat[start, None], lon[start, None], lat[end], lon[end])
        return arc_m(
            unit_vectors(lat[start], lon[start])[:, :, None], unit_vectors(lat[end], lon[end])[:, None, :]
        )

    def _overwrite(
        self, start: IntArray, end: IntArray, profile: str, road_m: FloatArray, drive_s: FloatArray
    ) -> None:
        if profile in self.tables:
            key = start[:, None] * len(self.places) + end
            self.tables[profile].fill(key, road_m, drive_s)


def _pair_tables(matrix: pd.DataFrame, known: Places) -> dict[str, PairTable]:
    """Given pairs of different places by profile; rows that name no place of the scenario are left out."""
    names = pd.Index(known.ids)
    start, end = (names.get_indexer(pd.Index(matrix[column])) for column in ("from_id", "to_id"))
    used = (start >= 0) & (end >= 0) & (start != end)
    rows = matrix[used].assign(key=start[used] * len(known) + end[used]).sort_values("key")
    return {
        str(profile): PairTable(
            group["key"].to_numpy(np.int64),
            group["distance_m"].to_numpy(np.float64),
            group["duration_s"].to_numpy(np.float64),
        )
        for profile, group in rows.groupby("profile")
    }
