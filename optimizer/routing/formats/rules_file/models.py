"""What a rules file may say; times, distances and costs are in the units of the routing file."""

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

#: Instants, durations and prices beyond this are taken for a mistake. It leaves room for seconds since 1970, and in
#: thousandths of a unit is within what a problem holds.
LARGEST = 8e9
#: Decimals that a price may have.
_DECIMALS = 6
#: Least and largest rate of traffic: a problem holds thousandths.
SLOWEST, FASTEST = 0.001, 10


def _name(value: object) -> object:
    """Take a number for the text that it is in the routing file."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _block(value: object) -> object:
    """Take a block that has been emptied for one that is not there."""
    return {} if value is None else value


def _list(value: object) -> object:
    """Do the same for a list."""
    return () if value is None else value


def exact(price: float) -> Fraction:
    """Return a price as the planner wrote it."""
    return Fraction(str(price))


def _not_too_fine(price: float) -> float:
    if 10**_DECIMALS % exact(price).denominator:
        kind = "too_fine"
        raise PydanticCustomError(kind, "more than {most} decimals", {"most": _DECIMALS})
    return price


#: A client, vehicle or profile as the routing file and all outputs call it.
Name = Annotated[str, Field(min_length=1), BeforeValidator(_name)]
Time = Annotated[float, Field(strict=True, ge=0, le=LARGEST)]
Price = Annotated[float, Field(strict=True, ge=0, le=LARGEST), AfterValidator(_not_too_fine)]
Rate = Annotated[float, Field(strict=True, ge=SLOWEST, le=FASTEST)]


class Model(BaseModel):
    """Frozen; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False)


class Period(Model):
    """How fast vehicles move from an instant on, until the next period."""

    start: Time = Field(alias="from")
    """Instant at which it begins."""
    rate: Rate
    """Share of the speed in free traffic, to three decimals: 0.5 doubles travel times, 2 halves them."""


class Traffic(Model):
    """Travel times by time of day."""

    profile: Name | None = None
    """Profile of the vehicles (VROOM's format); left out: every profile that has no entry of its own."""
    periods: tuple[Period, ...] = Field(min_length=1)
    """In order of time. Before the first one traffic is free; the last one lasts for ever."""


class Balance(Model):
    """Routes of like length."""

    cost_per_distance_of_longest_route: Price
    """For each unit of distance of the longest route, beside what it costs anyway."""


class Keep(Model):
    """What it costs to depart from the plan that ``--start`` names."""

    cost_per_changed_vehicle: Price = 0
    """For each client that another vehicle visits than before."""
    cost_per_time_moved: Price = 0
    """For each unit of time by which the arrival at a client is earlier or later than before."""
    tolerance: Time = 0
    """Time by which an arrival moves for free."""


class Overtime(Model):
    """What long routes cost beside the rest."""

    after: Time
    """Duration of a route from which on it is overtime."""
    cost_per_time: Price
    """For each unit of time beyond it."""


class Vehicle(Model):
    """Rules of one vehicle."""

    begins_with: tuple[Name, ...] = ()
    """Clients with which its route begins, in this order."""
    overtime: Overtime | None = None
    """In place of that of all vehicles."""


class Rules(Model):
    """A rules file."""

    traffic: Annotated[tuple[Traffic, ...], BeforeValidator(_list)] = ()
    """Travel times by time of day."""
    balance: Balance | None = None
    """Routes of like length."""
    keep: Keep | None = None
    """Prices of changes to the plan that ``--start`` names."""
    overtime: Overtime | None = None
    """Of every vehicle that has none of its own."""
    vehicles: Annotated[dict[Name, Vehicle], BeforeValidator(_block)] = {}
    """Rules by vehicle."""
    locks: Annotated[dict[Name, Name], BeforeValidator(_block)] = {}
    """By client the vehicle that alone may visit it."""
