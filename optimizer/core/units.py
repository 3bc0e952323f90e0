"""The only place where float becomes integer: scale, rounding, overflow test.

Rounding is half away from zero, the commercial rule: 0.5 becomes 1 and -0.5 becomes -1.
"""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

#: Largest magnitude an integer may have in a problem: sums of a million of them stay within int64.
MAX_SCALED = 2**43

#: Digits after the decimal point of a currency's minor unit (ISO 4217); two unless listed.
_MINOR_DIGITS = {
    "KRW": 0,
    "JPY": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "PYG": 0,
    "UGX": 0,
    "KWD": 3,
    "BHD": 3,
    "TND": 3,
}


def minor_digits(currency: str) -> int:
    """Digits after the decimal point of the currency's minor unit: KRW 0, EUR 2, KWD 3."""
    return _MINOR_DIGITS.get(currency, 2)


def round_half_away(value: float) -> int:
    """Round to the nearest integer, halves away from zero.

    Raises
    ------
    OverflowError
        If the value is not finite or beyond :data:`MAX_SCALED`.
    """
    if not math.isfinite(value) or abs(value) > MAX_SCALED:
        msg = f"{value} cannot be held as an integer of magnitude at most {MAX_SCALED}"
        raise OverflowError(msg)
    # floor(|x| + 0.5) errs where |x| + 0.5 itself rounds up (0.49999999999999994)
    whole = math.floor(abs(value))
    rounded = whole + (abs(value) - whole >= 0.5)
    return -rounded if value < 0 else rounded


def to_minor(amount: float, currency: str) -> int:
    """Convert an amount of money in the currency's major unit to integer minor units.

    Examples
    --------
    >>> to_minor(1234.5, "KRW"), to_minor(12.345, "EUR")
    (1235, 1235)
    """
    digits = minor_digits(currency)
    # repr-rounding to 9 digits keeps 1.005 EUR from becoming 100 cents through binary representation
    return round_half_away(round(amount * 10**digits, 6))


def from_minor(amount: int, currency: str) -> float:
    """Convert integer minor units to the currency's major unit."""
    return float(amount / 10 ** minor_digits(currency))


def major_text(amount: int, digits: int) -> str:
    """Write integer minor units of a currency with so many digits in its major unit: 590 cents are ``5.90``."""
    return f"{Decimal(amount).scaleb(-digits):f}"


def scale_array(values: npt.ArrayLike, scale: float = 1.0) -> npt.NDArray[np.int64]:
    """Multiply by ``scale`` and round to int64, halves away from zero.

    Raises
    ------
    OverflowError
        If any scaled value is not finite or beyond :data:`MAX_SCALED`.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # told below, as an error
        scaled: npt.NDArray[Any] = np.asarray(values, dtype=np.float64) * scale
    if scaled.size and not (np.isfinite(scaled).all() and np.abs(scaled).max() <= MAX_SCALED):
        msg = f"a value times {scale} is not finite or beyond {MAX_SCALED}"
        raise OverflowError(msg)
    whole = np.floor(np.abs(scaled))
    rounded: npt.NDArray[np.int64] = (np.sign(scaled) * (whole + (np.abs(scaled) - whole >= 0.5))).astype(
        np.int64
    )
    return rounded
