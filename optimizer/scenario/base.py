"""Base of every settings and row model, and the small types they share."""

import re
import unicodedata
from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

#: Amounts, counts and sizes beyond this are taken for a mistake.
LARGEST = 1e9


class Model(BaseModel):
    """Frozen; unknown keys are errors; attribute docstrings become the documentation."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False, validate_default=True
    )


class SiteKind(StrEnum):
    """What a site is."""

    SUPPLIER = "supplier"
    PLANT = "plant"
    WAREHOUSE = "warehouse"
    HUB = "hub"
    STORE = "store"
    LOCKER = "locker"
    CONVENIENCE_STORE = "convenience_store"
    PARTNER = "partner"
    RETURN_CENTRE = "return_centre"


class HandOver(StrEnum):
    """Where and how the customer receives the goods."""

    HOME = "home"
    STORE = "store"
    LOCKER = "locker"
    CONVENIENCE_STORE = "convenience_store"
    CARRY_OUT = "carry_out"
    DOCK = "dock"


class Weekday(StrEnum):
    """Days of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Temperature(StrEnum):
    """Temperature class of a product, a vehicle, a site or an option."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def _clock(value: object) -> object:
    """Accept ``HH:MM`` (and YAML's unquoted base-60 integer for it) as minutes after midnight."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, str):
        if not _CLOCK.fullmatch(value.strip()):
            msg = "a time of day is written HH:MM, from 00:00 to 24:00, in quotes"
            raise ValueError(msg)
        hours, minutes = value.strip().split(":")
        return int(hours) * 60 + int(minutes)
    return value


def _identifier(value: str) -> str:
    """Normalise to NFC; leading zeros and case are kept as written."""
    text = unicodedata.normalize("NFC", value.strip())
    if not text or any(unicodedata.category(sign) == "Cc" for sign in text) or "|" in text:
        msg = "an id is a non-empty text without control characters and without '|'"
        raise ValueError(msg)
    return text


def _listed(value: object) -> object:
    """Split a table cell ``a|b`` into its parts; a list stays as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return value


def clock_text(minutes: int) -> str:
    """Write minutes after midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock_delta(minutes: int) -> timedelta:
    """Minutes after midnight as a duration."""
    return timedelta(minutes=minutes)


#: Minutes after midnight, written ``HH:MM``.
Clock = Annotated[
    int,
    BeforeValidator(_clock),
    Field(ge=0, le=1440),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", "examples": ["09:00"]}
    ),
]
#: An id as the planner wrote it, NFC-normalised.
Id = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_identifier)]
Amount = Annotated[float, Field(ge=0, le=LARGEST)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=int(LARGEST))]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(_listed)]
Temperatures = Annotated[tuple[Temperature, ...], BeforeValidator(_listed)]
ALL_WEEK: Any = tuple(Weekday)
