"""Products, stock, addresses, lanes and vehicles that do not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.core.errors import Finding, Place, Severity
from optimizer.scenario.base import UPSTREAM_KINDS
from optimizer.scenario.checks.registry import table_check
from optimizer.scenario.findings import at_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from optimizer.scenario.sheet import Draft


#: Speeds over some distance beyond which something is wrong: minutes for seconds, exchanged columns.
_SLOWEST_KMH, _FASTEST_KMH, _FAR_M = 1, 300, 200
#: Litres below which an overflow is rounding.
_NOTHING_L = 1e-6


@table_check(
    "margin-above-value",
    "The margin of a product is more than its value.",
    "Correct one of them: cost is value less margin.",
)
def check_margin_above_value(draft: Draft) -> Iterator[Finding]:
    """No product costs less than nothing."""
    if draft.has("products"):
        sheet = draft.sheets["products"]
        margin, value = sheet.frame["margin_per_unit"], sheet.frame["value_per_unit"]
        yield from at_rows(
            "margin-above-value",
            sheet,
            "margin_per_unit",
            margin > value,
            lambda row: f"margin_per_unit {margin[row]:g} is more than value_per_unit {value[row]:g}",
            "Correct one of them: purchase cost is value less margin",
        )


@table_check(
    "short-shelf-life",
    "A product keeps for fewer days than the horizon has; the plan does not know the age of units.",
    "Shorten the horizon, or see to the age of stock by hand.",
)
def check_short_shelf_life(draft: Draft) -> Iterator[Finding]:
    """Products keep for as long as is planned."""
    if draft.has("products"):
        sheet = draft.sheets["products"]
        days, horizon = sheet.frame["shelf_life_days"], draft.settings.horizon.days
        yield from at_rows(
            "short-shelf-life",
            sheet,
            "shelf_life_days",
            days < horizon,
            lambda row: f"days it keeps: {days[row]:g}; days of the horizon: {horizon}",
            "Shorten the horizon, or see to the age of stock by hand",
            Severity.WARNING,
        )


@table_check(
    "stock-or-receipt",
    "A stock row mixes opening stock and a receipt.",
    "Without a date write on_hand and protected; with a date write receipt.",
)
def check_stock_or_receipt(draft: Draft) -> Iterator[Finding]:
    """Keep opening stock, which has no date, apart from receipts, which have one."""
    if draft.has("stock"):
        sheet = draft.sheets["stock"]
        dated = sheet.frame["date"].notna()
        for column, where in (("on_hand", dated), ("protected", dated), ("receipt", ~dated)):
            given = "with a date" if where is dated else "without a date"
            action = "Leave it empty; a date belongs to a receipt only, and every receipt has one"
            yield from at_rows(
                "stock-or-receipt",
                sheet,
                column,
                where & (sheet.frame[column] > 0),
                lambda _, column=column, given=given: f"{column} is given in a row {given}",  # type: ignore[misc]
                action,
            )


@table_check(
    "protected-stock",
    "More units are protected than are on hand; none of them can be used.",
    "Correct one of them.",
)
def check_protected_stock(draft: Draft) -> Iterator[Finding]:
    """No more is protected than there is."""
    if draft.has("stock"):
        sheet = draft.sheets["stock"]
        held, kept = sheet.frame["on_hand"], sheet.frame["protected"]
        yield from at_rows(
            "protected-stock",
            sheet,
            "protected",
            sheet.frame["date"].isna() & (kept > held),
            lambda row: f"{kept[row]:g} units are protected, {held[row]:g} are on hand",
            "Correct one of them; nothing can be used as it is",
            Severity.WARNING,
        )


@table_check(
    "stock-above-storage",
    "Opening stock takes more room than its site has; no plan exists unless enough of it leaves on the first day.",
    "Correct storage_l or on_hand; mind the unit of volume_l.",
)
def check_stock_above_storage(draft: Draft) -> Iterator[Finding]:
    """Find sites without room for the opening stock that orders and lanes may use."""
    if draft.has("sites", "products", "stock"):
        sheet = draft.sheets["sites"]
        litres = sheet.frame["id"].map(_opening_l(draft)).fillna(0.0)
        limit = sheet.frame["storage_l"]
        yield from at_rows(
            "stock-above-storage",
            sheet,
            "storage_l",
            (litres > limit + _NOTHING_L) & ~sheet.frame["kind"].isin(UPSTREAM_KINDS),
            lambda row: f"{limit[row]:g} l of storage, opening stock of {litres[row]:g} l",
            "Correct storage_l or on_hand; mind the unit of volume_l",
            Severity.WARNING,
        )


def _opening_l(draft: Draft) -> pd.Series[float]:
    """Litres of the opening stock of each site beyond what is protected, by site."""
    products, stock = draft.sheets["products"].frame, draft.sheets["stock"].frame
    per_unit = dict(zip(products["id"], products["volume_l"], strict=True))
    usable = (stock["on_hand"] - stock["protected"]).clip(lower=0).where(stock["date"].isna(), 0)
    litres = stock["product_id"].map(per_unit).astype(np.float64) * usable
    return litres.groupby(stock["site_id"]).sum()


@table_check(
    "incomplete-address",
    "An order's own address lacks its latitude, longitude or district.",
    "Give all three, or none to deliver to the customer's address.",
)
def check_incomplete_address(draft: Draft) -> Iterator[Finding]:
    """Find own addresses of orders that are not complete."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        given = sheet.frame[["lat", "lon", "district"]].notna()
        count = given.sum(axis=1)

        def missing(row: int) -> str:
            return " and ".join(name for name in given.columns if not given[name].iloc[row])

        yield from at_rows(
            "incomplete-address",
            sheet,
            "lat",
            (count > 0) & (count < 3),
            lambda row: f"the order's own address lacks {missing(row)}",
            "Give lat, lon and district, or none of them",
        )


@table_check("lane-to-itself", "A lane leads from a site to the same site.", "Correct from_site or to_site.")
def check_lane_to_itself(draft: Draft) -> Iterator[Finding]:
    """Lanes lead somewhere else."""
    if draft.has("lanes"):
        sheet = draft.sheets["lanes"]
        start, end = sheet.frame["from_site"], sheet.frame["to_site"]
        yield from at_rows(
            "lane-to-itself",
            sheet,
            "to_site",
            start.notna() & (start == end),
            lambda row: f"the lane leads from {start[row]!r} to itself",
            "Correct from_site or to_site",
        )


@table_check(
    "small-vehicle",
    "A vehicle type cannot carry even the lightest order.",
    "Correct its capacity; mind the unit.",
)
def check_small_vehicle(draft: Draft) -> Iterator[Finding]:
    """Every vehicle type can carry some order."""
    if not draft.has("vehicle_types", "orders", "order_lines", "products"):
        return
    sheet = draft.sheets["vehicle_types"]
    for column, measure, unit in (("capacity_kg", "weight_kg", "kg"), ("capacity_l", "volume_l", "l")):
        least = _smallest_order(draft, measure)
        capacity = sheet.frame[column]
        yield from at_rows(
            "small-vehicle",
            sheet,
            column,
            capacity < least,
            lambda row, capacity=capacity, unit=unit, least=least: (  # type: ignore[misc]
                f"it carries {capacity[row]:g} {unit}, the smallest order has {least:g} {unit}"
            ),
            f"Correct the capacity, which is in {unit}",
            Severity.WARNING,
        )


def _smallest_order(draft: Draft, measure: str) -> float:
    """Weight or volume of the order that has least of it; infinity is never returned."""
    products = draft.sheets["products"].frame
    lines: pd.DataFrame = draft.sheets["order_lines"].frame
    per_unit = dict(zip(products["id"], products[measure], strict=True))
    amounts = lines["product_id"].map(per_unit).astype(np.float64) * lines["quantity"]
    totals = amounts.groupby(lines["order_id"]).sum(min_count=1)
    return 0.0 if totals.isna().all() else float(totals.min())


@table_check(
    "matrix-speed",
    "Distances and durations of the matrix make speeds that no vehicle has: often a unit is wrong.",
    "Give distance_m in metres and duration_s in seconds.",
)
def check_matrix_speed(draft: Draft) -> Iterator[Finding]:
    """Find rows of the matrix that are slower than walking or faster than any vehicle; one warning for all."""
    if draft.has("matrix"):
        sheet = draft.sheets["matrix"]
        metres, seconds = sheet.frame["distance_m"], sheet.frame["duration_s"]
        far = metres >= _FAR_M
        strange = far & ((metres > seconds * _FASTEST_KMH / 3.6) | (metres < seconds * _SLOWEST_KMH / 3.6))
        rows = np.flatnonzero(strange)
        if len(rows):
            first = rows[0]
            shown = f"{metres[first]:,.0f} m in {seconds[first]:,.0f} s"
            cause = f"rows with a speed below {_SLOWEST_KMH} or above {_FASTEST_KMH} km/h: {len(rows)}; here {shown}"
            place = Place(sheet.file, int(sheet.rows[first]), "duration_s")
            action = "Give distance_m in metres and duration_s in seconds"
            yield Finding("matrix-speed", place, cause, action, Severity.WARNING)


@table_check(
    "missing-matrix", "Distances are to come from the table matrix, which has no rows.", "Add matrix.csv."
)
def check_missing_matrix(draft: Draft) -> Iterator[Finding]:
    """There is a matrix where distances come from one."""
    if (
        draft.settings.network.method == "matrix"
        and draft.has("matrix")
        and not len(draft.sheets["matrix"].rows)
    ):
        place = Place("scenario.yaml", None, "network.method")
        action = "Add matrix.csv, or write great_circle or geodesic"
        yield Finding("missing-matrix", place, "the table matrix has no rows", action)
