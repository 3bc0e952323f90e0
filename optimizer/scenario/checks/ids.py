"""Ids that come twice, or that mean something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from optimizer.core.errors import Finding, Place
from optimizer.scenario.checks.registry import table_check
from optimizer.scenario.findings import at_rows
from optimizer.scenario.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.scenario.sheet import Draft, Sheet

_FILE = "scenario.yaml"
#: What place ids begin with that are no sites.
RESERVED = ("customer:", "order:")
_UNSAFE = set('/\\:*?"<>')
#: Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*)?", re.IGNORECASE)
#: A file system's names have 255 bytes at most; a run adds the time.
_LONGEST = 100


@table_check(
    "duplicate-id", "Two rows have the same key.", "Give each row its own id, or delete one of the rows."
)
def check_duplicate_id(draft: Draft) -> Iterator[Finding]:
    """No two rows of a table have the same key."""
    for sheet in draft.sheets.values():
        keys = list(TABLES[sheet.table][1])
        optional = [name for name in keys if sheet.table == "stock" and name == "date"]
        needed = [name for name in keys if name not in optional]
        known = sheet.frame[needed].notna().all(axis=1)
        repeated = sheet.frame.duplicated(keys) & known
        if repeated.any():
            yield from _repeated(sheet, keys, repeated)


def _repeated(sheet: Sheet, keys: list[str], repeated: pd.Series[bool]) -> Iterator[Finding]:
    group = sheet.frame.groupby(keys, dropna=False, sort=False).ngroup()
    first = sheet.rows[(~group.duplicated()).to_numpy()]

    def cause(row: int) -> str:
        cells = (sheet.frame[key].iloc[row] for key in keys)
        key = ", ".join(str(cell).removesuffix(" 00:00:00") for cell in cells if cell is not pd.NaT)
        return f"{' and '.join(keys)} {key!r} was used before, in row {first[group[row]]}"

    yield from at_rows("duplicate-id", sheet, keys[0], repeated, cause, "Rename or delete one of the two")


@table_check("duplicate-option", "Two fulfilment options have the same id.", "Give each option its own id.")
def check_duplicate_option(draft: Draft) -> Iterator[Finding]:
    """No two options have the same id."""
    seen: dict[str, int] = {}
    for index, option in enumerate(draft.settings.options):
        if option.id in seen:
            cause = f"the id {option.id!r} was used before, by options[{seen[option.id]}]"
            place = Place(_FILE, None, f"options[{index}].id")
            yield Finding("duplicate-option", place, cause, "Rename one of the two")
        seen.setdefault(option.id, index)


@table_check(
    "reserved-id",
    "An id reads like the id of another kind of place.",
    "Do not begin a site's id with 'customer:' or 'order:', and do not name a zone '*'.",
)
def check_reserved_id(draft: Draft) -> Iterator[Finding]:
    """Site ids cannot be mistaken for addresses, nor zones for the zone of everywhere else."""
    if draft.has("sites"):
        sheet = draft.sheets["sites"]
        ids = sheet.frame["id"].fillna("")
        where = ids.str.startswith(RESERVED)
        action = "Begin it otherwise: matrix names customers and orders so"
        yield from at_rows(
            "reserved-id", sheet, "id", where, lambda row: f"{ids[row]!r} reads like an address", action
        )
    if "*" in draft.settings.zones:
        place = Place(_FILE, None, "zones.*")
        yield Finding("reserved-id", place, "'*' stands for everywhere else", "Name the zone otherwise")


@table_check(
    "unsafe-name",
    "The name of the scenario or of a strategy cannot name a folder.",
    "Use letters, digits, spaces, '-' and '_'; results are written into folders of these names.",
)
def check_unsafe_name(draft: Draft) -> Iterator[Finding]:
    """Names that results are filed under can name folders, each its own, on any system."""
    names = {"name": draft.settings.name}
    names |= {f"strategies.{name}": name for name in draft.settings.strategies}
    seen: dict[str, str] = {}
    for path, name in names.items():
        other = seen.setdefault(name.casefold(), name) if path != "name" else name
        if other != name:
            cause = f"{name!r} and {other!r} are one folder where names have no case"
            yield Finding("unsafe-name", Place(_FILE, None, path), cause, "Rename one of the two")
        elif len(name.encode()) > _LONGEST:
            cause = f"{name[:20]!r}... is too long to name a folder"
            yield Finding("unsafe-name", Place(_FILE, None, path), cause, f"Use at most {_LONGEST} bytes")
        elif not names_a_folder(name):
            action = "Use letters, digits, spaces, '-' and '_', and no name of a device such as nul"
            yield Finding("unsafe-name", Place(_FILE, None, path), f"{name!r} cannot name a folder", action)


def names_a_folder(name: str) -> bool:
    """Whether any system takes an id for the name of a folder."""
    dots = name.startswith(".") or name.endswith((".", " "))
    return not (dots or _UNSAFE & set(name) or _DEVICES.fullmatch(name) or len(name.encode()) > _LONGEST)
