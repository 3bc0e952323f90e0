"""How values are written: thousands separated, hours and percent with one decimal, money in its currency."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

from optimizer.core.units import from_minor, minor_digits
from optimizer.report.tables import Cell, Kind

#: Stands where there is no value.
NONE = "-"
UNBOUNDED = "unbounded"


def money(minor: float, currency: str, *, signed: bool = False) -> str:
    """Write minor units in the major unit, without the currency: 123456 cents are ``1,234.56``.

    Parameters
    ----------
    minor
        Minor units; a mean may have a fraction.
    signed
        Whether a gain is written with its plus.
    """
    return amount(
        from_minor(minor, currency) if isinstance(minor, int) else minor / 10 ** minor_digits(currency),
        currency,
        signed=signed,
    )


def amount(major: float, currency: str, *, signed: bool = False) -> str:
    """Write major units with the digits the currency has."""
    return _fixed(major, minor_digits(currency), signed=signed)


def with_currency(minor: float, currency: str) -> str:
    """Write money for a sentence: ``KRW 1,234,567``."""
    return f"{currency} {money(minor, currency)}"


def hours(value: float | None) -> str:
    """Write hours with one decimal; infinite ones are unbounded."""
    if value is None:
        return NONE
    return UNBOUNDED if math.isinf(value) else _fixed(value, 1)


def share(value: float | None) -> str:
    """Write a share as percent with one decimal; what is less than all is never written as 100.0%."""
    if value is None:
        return NONE
    return f"{min(value * 100, 99.9) if value < 1 else value * 100:,.1f}%"


def change(value: float | None) -> str:
    """Write a relative difference as percent with its sign."""
    return NONE if value is None else f"{_fixed(value * 100, 1, signed=True)}%"


def clock(instant: int, zone: str) -> str:
    """Local date and time of an instant: ``2026-11-24 09:30``."""
    return f"{datetime.fromtimestamp(instant, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def shown(value: Cell, kind: Kind, currency: str) -> str:
    """Write a cell of a table; the unit stands in its heading.

    Parameters
    ----------
    value
        Raw value; None where there is none. A text stays as it is in a column of any kind.
    kind
        What it is.
    currency
        ISO 4217 code of the report.
    """
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    if kind in (Kind.MONEY, Kind.MONEY_CHANGE):
        return money(value, currency, signed=kind == Kind.MONEY_CHANGE)
    if kind == Kind.AMOUNT:
        return amount(value, currency)
    return _plain(value, kind)


def _plain(value: float, kind: Kind) -> str:
    if kind == Kind.HOURS:
        return hours(value)
    if kind == Kind.SHARE:
        return share(value)
    if kind == Kind.CHANGE:
        return change(value)
    digits = {Kind.KM: 1, Kind.KG: 1, Kind.SECONDS: 1, Kind.NUMBER: 2}.get(kind, 0)
    return _fixed(value, digits)


def _fixed(value: float, digits: int, *, signed: bool = False) -> str:
    rounded = round(value, digits) + 0.0
    if rounded == 0:
        return f"{0:.{digits}f}"
    return f"{rounded:{'+' if signed else ''},.{digits}f}"
