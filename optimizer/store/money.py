"""Money in files: written in the currency's major unit, read back into exact minor units."""

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

#: Digits of the finest currency: what an amount may have while its currency is not known.
FINEST_DIGITS = 3
#: Stands where a document holds money in minor units, or money that is in the major unit already.
_MINOR, _MAJOR = "minor", "major"
_ANY = "*"
_GROUPS = {_ANY: {"cost": _MINOR, "revenue": _MAJOR, "margin": _MAJOR}}
#: Where each document of a run holds money, ``*`` for every name and every row of a list.
FIGURES: Mapping[str, Any] = {
    "total": _MINOR,
    "cost_per_order": _MINOR,
    "components": {_ANY: _MINOR},
    "revenue": _MAJOR,
    "margin": _MAJOR,
    **dict.fromkeys(("by_channel", "by_segment", "by_district", "by_option"), _GROUPS),
}
COMPARISON: Mapping[str, Any] = {
    "saving": _MINOR,
    "strategies": {
        _ANY: dict.fromkeys(("total", "cost_per_order", "difference", "to_win", "naive_total"), _MINOR)
    },
}
TRUST: Mapping[str, Any] = {"naive_total": _MINOR, "rounds": {_ANY: {"total": _MINOR}}}
VERDICT: Mapping[str, Any] = {"strategies": {_ANY: {"total": _MINOR}}}


def in_major(document: Any, shape: Mapping[str, Any], digits: int) -> Any:  # noqa: ANN401 (JSON values)
    """Turn the money of a document from minor units into the major unit.

    A whole number of minor units becomes the number whose shortest text is the exact amount (599 cents: 5.99).

    Parameters
    ----------
    document
        Plain values for JSON.
    shape
        Where it holds money: :data:`FIGURES`, for one.
    digits
        Of the currency's minor unit.
    """
    return _walked(document, shape, lambda value, kind: _to_major(value, kind, digits))


def in_minor(document: Any, shape: Mapping[str, Any], digits: int) -> Any:  # noqa: ANN401 (JSON values)
    """Turn the money of a document that :func:`in_major` wrote back into minor units.

    An amount that is no whole number of minor units keeps its fraction; what is no number stays as it is.
    """
    return _walked(document, shape, lambda value, kind: _to_minor(value, kind, digits))


def amount_read(text: str, digits: int) -> int:
    """Read what :func:`~optimizer.core.units.major_text` wrote.

    Raises
    ------
    ValueError
        If it is no number, or has more digits after the point than the currency.
    """
    # as many digits as an int64 surely holds
    match = re.fullmatch(r"(-?[0-9]{1,18})(?:\.([0-9]+))?", text)
    if match is None or len(match[2] or "") > digits or len(match[1]) + digits > 19:
        kind = f"an amount with at most {digits} digits after the point" if digits else "a whole number"
        msg = f"{text!r} is not {kind}"
        raise ValueError(msg)
    return int(Decimal(text).scaleb(digits))


def _walked(value: Any, shape: Any, convert: Callable[[float, str], float]) -> Any:  # noqa: ANN401
    if isinstance(shape, str):
        return convert(value, shape) if _is_number(value) else value
    if shape is None:
        return value
    if isinstance(value, dict):
        return {
            name: _walked(item, shape.get(name, shape.get(_ANY)), convert) for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_walked(item, shape.get(_ANY), convert) for item in value]
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _to_major(value: float, kind: str, digits: int) -> float:
    if not digits:
        return value
    # sums of products of prices carry noise in digits that no price has
    return round(value, digits + 6) if kind == _MAJOR else value / 10**digits


def _to_minor(value: float, kind: str, digits: int) -> float:
    if not digits or kind == _MAJOR:
        return value
    scaled = Decimal(repr(value)).scaleb(digits)
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)
