"""What a row model says about each column of its table, read from its fields once."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import annotated_types
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from optimizer.scenario.base import Clock, identifier
from optimizer.scenario.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """How a cell's text is read."""

    ID = "id"
    TEXT = "text"
    CHOICE = "choice"
    CLOCK = "time of day"
    WHOLE = "whole number"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    LIST = "list"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Header.
    kind
        How its cells are read.
    required
        Whether every row needs a value.
    default
        Value of an empty cell; None where it means "none".
    low, high
        Smallest and largest value of a number; None for no limit.
    above
        Whether ``low`` itself is not allowed.
    choices
        Allowed values of a choice, or of the parts of a list; empty: any id.
    meaning
        The field's docstring.
    """

    name: str
    kind: Kind
    required: bool
    default: Any
    low: float | None = None
    high: float | None = None
    above: bool = False
    choices: type[StrEnum] | None = None
    meaning: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers with a range."""
        return self.kind in (Kind.WHOLE, Kind.NUMBER, Kind.CLOCK)


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Columns of a table in the order of its row model."""
    model = TABLES[table][0]
    return tuple(column_of(name, info) for name, info in model.model_fields.items())


def column_of(name: str, info: FieldInfo) -> Column:
    """Read one field of a model.

    Raises
    ------
    TypeError
        If its type has no reading as a cell.
    """
    kind_type, metadata = _unwrap(info.annotation, info.metadata)
    low, high, above = _range(metadata)
    kind, choices = _kind(kind_type, metadata)
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    meaning = " ".join((info.description or "").split())
    return Column(name, kind, info.is_required(), default, low, high, above, choices, meaning)


def _unwrap(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:  # noqa: ANN401 (a type form)
    """Strip ``| None`` and ``Annotated`` and collect the metadata below them."""
    found = list(metadata)
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            annotation = next(part for part in get_args(annotation) if part is not types.NoneType)
        elif get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            found += more
        else:
            return annotation, [part for item in found for part in _flat(item)]


def _flat(item: Any) -> Iterator[Any]:  # noqa: ANN401 (pydantic metadata)
    if isinstance(item, FieldInfo):
        yield from item.metadata
    else:
        yield item


def _range(metadata: list[Any]) -> tuple[float | None, float | None, bool]:
    low: float | None = None
    high: float | None = None
    above = False
    for item in metadata:
        if isinstance(item, annotated_types.Ge):
            low = float(item.ge)  # type: ignore[arg-type]
        elif isinstance(item, annotated_types.Gt):
            low, above = float(item.gt), True  # type: ignore[arg-type]
        elif isinstance(item, annotated_types.Le):
            high = float(item.le)  # type: ignore[arg-type]
    return low, high, above


_CLOCK_VALIDATOR = get_args(Clock)[1]
_PLAIN = {
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    dt.date: Kind.DATE,
    dt.datetime: Kind.INSTANT,
    str: Kind.TEXT,
}


def _kind(annotation: Any, metadata: list[Any]) -> tuple[Kind, type[StrEnum] | None]:  # noqa: ANN401
    if get_origin(annotation) is tuple:
        part = get_args(annotation)[0]
        return Kind.LIST, part if isinstance(part, type) and issubclass(part, StrEnum) else None
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return Kind.CHOICE, annotation
    if _CLOCK_VALIDATOR in metadata:
        return Kind.CLOCK, None
    if any(isinstance(item, AfterValidator) and item.func is identifier for item in metadata):
        return Kind.ID, None
    if annotation not in _PLAIN:
        msg = f"no cell can hold a {annotation}"
        raise TypeError(msg)
    return _PLAIN[annotation], None
