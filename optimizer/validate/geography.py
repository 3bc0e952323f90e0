"""Checks of where things are, and of the distances between them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.errors import Finding, Place, Severity, code
from optimizer.network.distance import EARTH_RADIUS_M, arc_m, unit_vectors
from optimizer.network.travel import Travel
from optimizer.scenario.base import UPSTREAM_KINDS
from optimizer.scenario.findings import at_rows
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.sheet import Sheet
from optimizer.validate.registry import check
from optimizer.validate.view import World

FloatArray = npt.NDArray[np.float64]

#: Nobody is served from so far; a place that far from all others has wrong coordinates.
IMPLAUSIBLE_M = 2_000_000
#: Straight distances below which coordinates are too coarse to judge a matrix by.
_FAR_M = 500

SWAPPED = code(
    "coordinates-swapped",
    "A place is more than 2,000 km from everything it has to do with, and would be near with lat and lon swapped.",
    "Swap lat and lon.",
)
IMPLAUSIBLE = code(
    "coordinates-implausible",
    "A place is more than 2,000 km from everything it has to do with.",
    "Correct lat and lon; 0, 0 is what a search for an address gives that finds nothing.",
)


def sheet(scenario: Scenario, table: str, frame: pd.DataFrame | None = None) -> Sheet:
    """Rows of a loaded table as their planner sees them.

    Parameters
    ----------
    scenario
        The scenario of the table.
    table
        Its name.
    frame
        What checks look at in its rows, if that is not the table itself.
    """
    rows = getattr(scenario, table)
    if table in scenario.origins:
        file, numbers = scenario.origins[table]
    else:
        file, numbers = f"{table}.csv", np.arange(2, len(rows) + 2, dtype=np.int64)
    if frame is None:
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(index=range(len(rows)))
    return Sheet(table, file, frame, numbers)


def misplaced(scenario: Scenario) -> Iterator[Finding]:
    """Find customers and orders far from all sites, and sites far from all customers.

    Runs before the other checks: with such coordinates they would only repeat it.
    """
    sites = pd.DataFrame({"lat": [s.lat for s in scenario.sites], "lon": [s.lon for s in scenario.sites]})
    yield from _far(sheet(scenario, "customers"), sites, "site")
    yield from _far(sheet(scenario, "orders"), sites, "site")
    near = [site.kind not in UPSTREAM_KINDS for site in scenario.sites]
    yield from _far(
        sheet(scenario, "sites", sites.where(pd.Series(near), np.nan)), scenario.customers, "customer"
    )


def _far(table: Sheet, others: pd.DataFrame, what: str) -> Iterator[Finding]:
    lat, lon = (table.frame[axis].to_numpy(np.float64) for axis in ("lat", "lon"))
    placed = ~(np.isnan(lat) | np.isnan(lon))
    there = unit_vectors(others["lat"].to_numpy(np.float64), others["lon"].to_numpy(np.float64))
    if not len(others) or not placed.any():
        return
    gap_m, swapped_m = np.zeros(len(lat)), np.zeros(len(lat))
    gap_m[placed] = _nearest_m(lat[placed], lon[placed], there)
    far = np.flatnonzero(gap_m > IMPLAUSIBLE_M)
    may_swap = far[np.abs(lon[far]) <= 90]
    swapped_m[far] = np.inf
    swapped_m[may_swap] = _nearest_m(lon[may_swap], lat[may_swap], there)

    def distance(row: int) -> str:
        return f"({lat[row]:g}, {lon[row]:g}) is {gap_m[row] / 1000:,.0f} km from the nearest {what}"

    def swapped_cause(row: int) -> str:
        return f"{distance(row)}; with lat and lon swapped it would be {swapped_m[row] / 1000:,.0f} km"

    def other_cause(row: int) -> str:
        nowhere = lat[row] == 0 and lon[row] == 0
        hint = "; a search for an address that finds nothing gives 0, 0" if nowhere else ""
        return distance(row) + hint

    mends = (gap_m > IMPLAUSIBLE_M) & (swapped_m < IMPLAUSIBLE_M)
    yield from at_rows(SWAPPED, table, "lat", mends, swapped_cause, "Swap lat and lon")
    other = (gap_m > IMPLAUSIBLE_M) & ~mends
    yield from at_rows(IMPLAUSIBLE, table, "lat", other, other_cause, "Correct lat and lon")


def _nearest_m(lat: FloatArray, lon: FloatArray, others: FloatArray) -> FloatArray:
    """Great-circle distance to the nearest of ``others`` (unit vectors, shape (3, n)), good to some metres."""
    nearest = np.empty(len(lat))
    for start in range(0, len(lat), 8192):
        some = slice(start, start + 8192)
        cosine = unit_vectors(lat[some], lon[some]).T @ others
        nearest[some] = EARTH_RADIUS_M * np.arccos(np.clip(cosine.max(axis=1), -1.0, 1.0))
    return nearest


@check(
    "missing-matrix-pairs",
    "The table matrix lacks pairs of places; the great circle stands in for them.",
    "Add the pairs, or choose another network.method.",
)
def missing_matrix_pairs(world: World) -> Iterator[Finding]:
    """Find how many pairs each profile lacks."""
    total = len(world.travel.places) * (len(world.travel.places) - 1)
    for profile, missing in world.travel.missing_pairs.items():
        if missing:
            yield Finding(
                "missing-matrix-pairs",
                Place(sheet(world.scenario, "matrix").file, None, "profile"),
                f"profile {profile!r} lacks {missing:,} of {total:,} pairs{_example(world.travel, profile)}",
                "Add them, or accept great-circle distances for them",
                Severity.WARNING,
            )


@check(
    "matrix-too-short",
    "Distances of the matrix are less than half the straight line: a unit or an address is wrong.",
    "Give distance_m in metres, and correct lat and lon.",
)
def matrix_too_short(world: World) -> Iterator[Finding]:
    """Find rows of the matrix that no road can have; one warning for all."""
    if not world.travel.tables:
        return
    places, rows = world.travel.places, sheet(world.scenario, "matrix")
    known = pd.Index(places.ids)
    start, end = (known.get_indexer(pd.Index(rows.frame[column])) for column in ("from_id", "to_id"))
    points = unit_vectors(places.lat, places.lon)
    straight_m = np.where((start >= 0) & (end >= 0), arc_m(points[:, start], points[:, end]), 0.0)
    given_m = rows.frame["distance_m"].to_numpy(np.float64)
    short = np.flatnonzero((straight_m > _FAR_M) & (given_m < straight_m / 2))
    if len(short):
        first = short[0]
        shown = f"{given_m[first]:,.0f} m where the straight line is {straight_m[first]:,.0f} m"
        yield Finding(
            "matrix-too-short",
            Place(rows.file, int(rows.rows[first]), "distance_m"),
            f"rows with less than half the straight line: {len(short)}; here {shown}",
            "Give distance_m in metres, and correct lat and lon of the two places",
            Severity.WARNING,
        )


def _example(travel: Travel, profile: str) -> str:
    """One pair that is missing, as a text."""
    ids = travel.places.ids
    given = travel.tables[profile].key if profile in travel.tables else np.zeros(0, dtype=np.int64)
    # the keys of all pairs in ascending order; the first that differs from those given is missing
    start, end = np.divmod(np.arange(len(given) + 1, dtype=np.int64), len(ids) - 1)
    end += end >= start
    differs = np.append(given != (start * len(ids) + end)[:-1], True)
    first = int(np.argmax(differs))
    return f", for example {ids[start[first]]} to {ids[end[first]]}"
