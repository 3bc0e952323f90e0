"""Checks of where things are, and of the distances between them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.errors import Finding, Place, Severity, code
from optimizer.network.distance import EARTH_RADIUS_M, unit_vectors
from optimizer.network.travel import Travel
from optimizer.scenario.base import SiteKind
from optimizer.scenario.findings import at_rows
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.sheet import Sheet
from optimizer.validate.registry import check
from optimizer.validate.view import World

FloatArray = npt.NDArray[np.float64]

#: Nobody is served from so far; a place that far from all others has wrong coordinates.
IMPLAUSIBLE_M = 2_000_000
#: Kinds of site that may well be on another continent.
_OVERSEAS = (SiteKind.SUPPLIER, SiteKind.PLANT)

SWAPPED = code(
    "coordinates-swapped",
    "A place is more than 2,000 km from everything it has to do with; often latitude and longitude are swapped.",
    "Correct lat and lon.",
)


def sheet(table: str, frame: pd.DataFrame) -> Sheet:
    """Rows of a loaded table as their planner sees them."""
    return Sheet(table, f"{table}.csv", frame, np.arange(2, len(frame) + 2, dtype=np.int64))


def swapped_coordinates(scenario: Scenario) -> Iterator[Finding]:
    """Find customers and orders far from all sites, and sites far from all customers.

    Runs before the other checks: with such coordinates they would only repeat it.
    """
    sites = pd.DataFrame({"lat": [s.lat for s in scenario.sites], "lon": [s.lon for s in scenario.sites]})
    customers, orders = scenario.customers, scenario.orders
    yield from _far(sheet("customers", customers), sites, "site")
    yield from _far(sheet("orders", orders), sites, "site")
    near = [site.kind not in _OVERSEAS for site in scenario.sites]
    yield from _far(sheet("sites", sites.where(pd.Series(near), np.nan)), customers, "customer")


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

    def cause(row: int) -> str:
        text = f"({lat[row]:g}, {lon[row]:g}) is {gap_m[row] / 1000:,.0f} km from the nearest {what}"
        if swapped_m[row] < IMPLAUSIBLE_M:
            text += f"; with lat and lon swapped it would be {swapped_m[row] / 1000:,.0f} km"
        return text

    def action(row: int) -> str:
        return "Swap lat and lon" if swapped_m[row] < IMPLAUSIBLE_M else "Correct lat and lon"

    yield from at_rows(SWAPPED, table, "lat", gap_m > IMPLAUSIBLE_M, cause, action)


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
                Place("matrix.csv", None, "profile"),
                f"profile {profile!r} lacks {missing:,} of {total:,} pairs{_example(world.travel, profile)}",
                "Add them, or accept great-circle distances for them",
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
