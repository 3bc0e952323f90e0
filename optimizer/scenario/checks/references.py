"""Names in the tables that must be known elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.core.errors import Finding, Place, Severity
from optimizer.scenario.checks.registry import table_check
from optimizer.scenario.findings import at_rows, did_you_mean, listing, sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from optimizer.scenario.sheet import Draft, Sheet


def _unknown(
    code: str,
    sheet: Sheet,
    column: str,
    known: Collection[str],
    what: str,
    severity: Severity = Severity.ERROR,
) -> Iterator[Finding]:
    """Name the cells of a column that are filled and not among the known names."""
    cells = sheet.frame[column]
    where = (cells.notna() & ~cells.isin(list(known))).to_numpy()
    # suggestions compare with the names in their order, so that they do not change from run to run
    names = sorted(known) if where.any() else []
    yield from at_rows(
        code,
        sheet,
        column,
        where,
        lambda row: f"there is no {what} {cells[row]!r}",
        lambda row: sentences(did_you_mean(str(cells[row]), names), f"Correct the id, or add the {what}"),
        severity,
    )


def _against(
    draft: Draft, code: str, target: str, what: str, references: Collection[tuple[str, str]]
) -> Iterator[Finding]:
    """Check columns, each given as (table, column), against the ids of one table."""
    if not draft.knows(target):
        return
    known = draft.sheets[target].ids()
    for table, column in references:
        if draft.has(table):
            yield from _unknown(code, draft.sheets[table], column, known, what)


@table_check("unknown-site", "A site is not in the table sites.", "Correct the id, or add the site.")
def check_unknown_site(draft: Draft) -> Iterator[Finding]:
    """Stock, lanes and requested points name sites."""
    references = (
        ("stock", "site_id"),
        ("lanes", "from_site"),
        ("lanes", "to_site"),
        ("orders", "requested_point"),
    )
    yield from _against(draft, "unknown-site", "sites", "site", references)


@table_check(
    "vehicle-without-depot",
    "The home site of vehicles is not in the table sites.",
    "Correct it, or add the site.",
)
def check_vehicle_without_depot(draft: Draft) -> Iterator[Finding]:
    """Vehicles start from a site that exists."""
    yield from _against(draft, "vehicle-without-depot", "sites", "site", (("vehicle_types", "home_site"),))


@table_check(
    "unknown-product", "A product is not in the table products.", "Correct the id, or add the product."
)
def check_unknown_product(draft: Draft) -> Iterator[Finding]:
    """Stock, order lines and the forecast name products."""
    references = (("stock", "product_id"), ("order_lines", "product_id"), ("demand_forecast", "product_id"))
    yield from _against(draft, "unknown-product", "products", "product", references)


@table_check(
    "unknown-customer", "A customer is not in the table customers.", "Correct the id, or add the customer."
)
def check_unknown_customer(draft: Draft) -> Iterator[Finding]:
    """Orders name customers."""
    yield from _against(draft, "unknown-customer", "customers", "customer", (("orders", "customer_id"),))


@table_check("unknown-order", "An order is not in the table orders.", "Correct the id, or add the order.")
def check_unknown_order(draft: Draft) -> Iterator[Finding]:
    """Order lines name orders."""
    yield from _against(draft, "unknown-order", "orders", "order", (("order_lines", "order_id"),))


@table_check("order-without-lines", "An order has no line.", "Add a line, or delete the order.")
def check_order_without_lines(draft: Draft) -> Iterator[Finding]:
    """Every order asks for something."""
    if draft.has("orders") and draft.knows("order_lines"):
        sheet = draft.sheets["orders"]
        ids = sheet.frame["id"]
        where = ids.notna() & ~ids.isin(draft.sheets["order_lines"].ids("order_id"))
        action = "Add a line to order_lines, or delete the order"
        yield from at_rows(
            "order-without-lines",
            sheet,
            "id",
            where,
            lambda row: f"the order {ids[row]!r} has no line",
            action,
        )


@table_check("unknown-segment", "A segment is not in the settings.", "Correct it, or add it under segments.")
def check_unknown_segment(draft: Draft) -> Iterator[Finding]:
    """Find segments of customers that the settings lack."""
    if draft.has("customers"):
        yield from _unknown(
            "unknown-segment", draft.sheets["customers"], "segment", draft.settings.segments, "segment"
        )


@table_check(
    "unknown-option", "A fulfilment option is not in the settings.", "Correct it, or add it under options."
)
def check_unknown_option(draft: Draft) -> Iterator[Finding]:
    """Orders, products and strategies name options of the settings."""
    known = [option.id for option in draft.settings.options]
    if draft.has("orders"):
        yield from _unknown("unknown-option", draft.sheets["orders"], "requested_option", known, "option")
    if draft.has("products"):
        yield from _unknown_eligible(draft.sheets["products"], known)
    for name, strategy in draft.settings.strategies.items():
        for index, option in enumerate(strategy.options):
            if option not in known:
                place = Place("scenario.yaml", None, f"strategies.{name}.options[{index}]")
                action = sentences(did_you_mean(option, known), "Name an option of the settings")
                yield Finding("unknown-option", place, f"there is no option {option!r}", action)


def _unknown_eligible(sheet: Sheet, known: list[str]) -> Iterator[Finding]:
    strange = [
        [option for option in cell if option not in known] if isinstance(cell, tuple) else []
        for cell in sheet.frame["eligible_options"]
    ]
    yield from at_rows(
        "unknown-option",
        sheet,
        "eligible_options",
        np.array([bool(names) for names in strange], dtype=bool),
        lambda row: f"there is no option {strange[row][0]!r}",
        lambda row: sentences(did_you_mean(strange[row][0], known), "Correct it, or add the option"),
    )


@table_check(
    "unknown-profile", "A vehicle profile has no speed.", "Correct it, or add it under network.speeds_kmh."
)
def check_unknown_profile(draft: Draft) -> Iterator[Finding]:
    """Vehicles and matrix rows name profiles with a speed."""
    for table in ("vehicle_types", "matrix"):
        if draft.has(table):
            yield from _unknown(
                "unknown-profile",
                draft.sheets[table],
                "profile",
                draft.settings.network.speeds_kmh,
                "profile",
            )


@table_check(
    "unknown-place", "A place of the matrix is not there.", "Write a site's id, customer:<id> or order:<id>."
)
def check_unknown_place(draft: Draft) -> Iterator[Finding]:
    """Find places of the matrix that are no site, customer or order."""
    if draft.has("matrix") and all(draft.knows(table) for table in ("sites", "customers", "orders")):
        sheet = draft.sheets["matrix"]
        if not len(sheet.rows):
            return
        known = set(draft.sheets["sites"].ids())
        known |= {f"customer:{name}" for name in draft.sheets["customers"].ids()}
        known |= {f"order:{name}" for name in draft.sheets["orders"].ids()}
        for column in ("from_id", "to_id"):
            yield from _unknown("unknown-place", sheet, column, known, "place")


def _districts(draft: Draft) -> set[str]:
    return set(draft.sheets["customers"].ids("district") | draft.sheets["orders"].ids("district"))


@table_check(
    "unknown-district",
    "A district of the forecast or of a zone has no customer, so that what is said of it has no effect.",
    "Write the district as in customers.",
)
def check_unknown_district(draft: Draft) -> Iterator[Finding]:
    """Find districts of the forecast, and misspelt ones of zones, in which nobody lives."""
    if not (draft.knows("customers") and draft.has("orders")):
        return
    known = sorted(_districts(draft))
    if draft.has("demand_forecast"):
        sheet = draft.sheets["demand_forecast"]
        strange = sorted(sheet.ids("district") - set(known))
        if strange:
            cause = f"no customer lives in: {listing(strange)}"
            hint = sentences(did_you_mean(strange[0], known), "Their forecast will not be used")
            place = Place(sheet.file, None, "district")
            yield Finding("unknown-district", place, cause, hint, Severity.WARNING)
    yield from _misspelt_in_zones(draft, known)


def _misspelt_in_zones(draft: Draft, known: list[str]) -> Iterator[Finding]:
    """Find districts of zones that are like one of ``known`` that is in no zone: zones may well name others."""
    zones = draft.settings.zones
    listed = {district for districts in zones.values() for district in districts}
    outside = [district for district in known if district not in listed]
    for zone, districts in zones.items():
        for index, district in enumerate(districts):
            if district not in known and (hint := did_you_mean(district, outside)):
                place = Place("scenario.yaml", None, f"zones.{zone}[{index}]")
                cause = f"no customer lives in {district!r}"
                yield Finding("unknown-district", place, cause, hint, Severity.WARNING)


@table_check(
    "unknown-zone",
    "A zone of the rates is neither a zone of the settings nor a district of anybody.",
    "Correct it, or leave it if the rate card covers more than the scenario.",
)
def check_unknown_zone(draft: Draft) -> Iterator[Finding]:
    """Rates are for zones or districts that occur; one warning for all that do not."""
    if draft.knows("customers") and draft.has("orders", "carrier_rates"):
        sheet = draft.sheets["carrier_rates"]
        known = {*draft.settings.zones, *_districts(draft), "*"}
        strange = sorted(sheet.ids("zone") - known)
        if strange:
            cause = f"no zone and no customer's district: {listing(strange)}"
            hint = sentences(did_you_mean(strange[0], sorted(known)), "These rates will not be used")
            yield Finding("unknown-zone", Place(sheet.file, None, "zone"), cause, hint, Severity.WARNING)
