"""Base of every settings and row model, and the small types they share."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)

#: Amounts, counts and sizes beyond this are taken for a mistake.
LARGEST = 1e9


class Model(BaseModel):
    """Frozen; unknown keys are errors; attribute docstrings become the documentation."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False)


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


#: Kinds of site that goods come from: they never run out, take no room of ours, and may be on another continent.
UPSTREAM_KINDS = (SiteKind.SUPPLIER, SiteKind.PLANT)


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


_CLOCK = re.compile(r"(?:(\d|[01]\d|2[0-3]):([0-5]\d)|24:00)(?::00(?:\.0+)?)?")

#: Validation context of values as a person wrote them, where ``9`` is not nine minutes after midnight.
WRITTEN: Mapping[str, bool] = {"written": True}


def clock_minutes(text: str) -> int:
    """Read ``HH:MM`` (also ``H:MM`` and ``HH:MM:00``, as other programs save it) as minutes after midnight.

    Raises
    ------
    ValueError
        If the text is anything else.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        msg = "a time of day is written HH:MM, from 00:00 to 24:00"
        raise ValueError(msg)
    return 1440 if match[1] is None else int(match[1]) * 60 + int(match[2])


def _clock(value: object, info: ValidationInfo) -> object:
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, str):
        return clock_minutes(value)
    if info.context and info.context.get("written"):
        return clock_minutes("")
    return value


def identifier(text: str) -> str:
    """Strip and normalise an id to NFC; leading zeros and case are kept as written.

    Raises
    ------
    ValueError
        If it is empty, longer than 200 characters, or holds a control character or ``|``.
    """
    text = plain_text(text)
    if not text or len(text) > 200 or "|" in text or any(unicodedata.category(sign) == "Cc" for sign in text):
        msg = "an id is a text of 1 to 200 characters without control characters and without '|'"
        raise ValueError(msg)
    return text


def plain_text(text: str) -> str:
    """Strip and normalise a text to NFC, so that equal-looking names are equal."""
    return unicodedata.normalize("NFC", text.strip())


def _day(value: object) -> object:
    """Accept a date or its text; a number would be taken for seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    msg = "a date is written YYYY-MM-DD"
    if not isinstance(value, str):
        raise ValueError(msg)  # noqa: TRY004 (pydantic reports a ValueError)
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ValueError(msg) from error


def _listed(value: object) -> object:
    """Split a table cell ``a|b`` into its parts; a list stays as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return value


def clock_text(minutes: int) -> str:
    """Write minutes after midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


#: Minutes after midnight, written ``HH:MM``.
Clock = Annotated[
    int,
    BeforeValidator(_clock),
    Field(ge=0, le=1440),
    PlainSerializer(clock_text, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(([01]?\d|2[0-3]):[0-5]\d|24:00)$", "examples": ["09:00"]}
    ),
]
#: A date, written ``YYYY-MM-DD``.
Day = Annotated[date, BeforeValidator(_day)]
#: An id as the planner wrote it, NFC-normalised.
Id = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(identifier)]
#: A name or district, NFC-normalised.
Text = Annotated[str, AfterValidator(plain_text)]
Amount = Annotated[float, Field(ge=0, le=LARGEST)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=int(LARGEST))]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(_listed)]
Temperatures = Annotated[tuple[Temperature, ...], BeforeValidator(_listed)]
ALL_WEEK: Any = tuple(Weekday)
