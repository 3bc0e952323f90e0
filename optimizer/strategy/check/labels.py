"""Departure labels and dates, read as strictly as they are written."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from optimizer.scenario.settings import CarryOutOption, CollectOption, Option, ParcelOption, VanOption

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
#: Years of which instants and dates may be.
_YEARS = (1971, 9000)


@dataclass(frozen=True)
class Label:
    """What a departure label says.

    Parameters
    ----------
    day
        Local date of leaving.
    tag
        What follows the date: ``THH:MM``, ``@wave`` or nothing.
    """

    day: date
    tag: str


def parse_date(text: str) -> date | None:
    """Read a date written ``YYYY-MM-DD``; None if it is not one, or none that a plan could mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and _YEARS[0] <= day.year < _YEARS[1] else None


def is_instant(seconds: int) -> bool:
    """Whether seconds since 1970 are an instant that a plan could mean."""
    first, last = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in _YEARS)
    return first <= seconds < last


def is_linehaul(option: Option) -> bool:
    """Whether goods come to the collection point on a lane."""
    return isinstance(option, CollectOption) and option.transport == "linehaul"


def is_own_stock(option: Option) -> bool:
    """Whether the customer takes goods from where they lie: collected without transport, or carried out."""
    return isinstance(option, CarryOutOption) or (
        isinstance(option, CollectOption) and not is_linehaul(option)
    )


def parse_label(text: str, option: Option) -> Label | None:
    """Read the label of a shipment by ``option``; None if it does not have that option's form."""
    day = parse_date(text[:10])
    if day is None:
        return None
    tag = text[10:]
    if isinstance(option, VanOption):
        fits = tag.startswith("@") and len(tag) > 1
    elif isinstance(option, ParcelOption) or is_linehaul(option):
        fits = tag.startswith("T") and _CLOCK.fullmatch(tag[1:]) is not None
    else:
        fits = not tag
    return Label(day, tag) if fits else None
