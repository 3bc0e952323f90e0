"""The settings of a scenario, ``scenario.yaml``."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from optimizer.scenario.base import (
    ALL_WEEK,
    Amount,
    Clock,
    Day,
    HandOver,
    Id,
    Model,
    Share,
    SiteKind,
    Temperature,
    Text,
    Weekday,
)


class DistanceMethod(StrEnum):
    """How distances are found."""

    GREAT_CIRCLE = "great_circle"
    GEODESIC = "geodesic"
    MATRIX = "matrix"


class Horizon(Model):
    """The days that are planned."""

    start: Day
    """First day."""
    days: Annotated[int, Field(ge=1, le=366)]
    """Number of days; orders placed on them are served on them."""


class Network(Model):
    """Distances and travel times."""

    method: DistanceMethod = DistanceMethod.GREAT_CIRCLE
    """``great_circle`` (sphere), ``geodesic`` (WGS 84, geopy) or ``matrix`` (table matrix; a
    missing pair falls back to the great circle and is warned of)."""
    circuity: Annotated[float, Field(ge=1, le=5)] = 1.3
    """Road distance per straight distance."""
    speeds_kmh: dict[Id, Annotated[float, Field(gt=0, le=300)]] = Field(default_factory=lambda: {"van": 25.0})
    """Mean speed per vehicle profile; default: `van: 25`."""


class Wave(Model):
    """A daily time slot of the own fleet. Waves must not overlap, so that each may use every vehicle."""

    departs: Clock
    """Earliest departure from the depot."""
    back_by: Clock
    """Latest return."""


class Departure(Model):
    """When goods leave a source under an option."""

    at: Clock
    """Time of departure."""
    order_by: Clock = 1440
    """Orders placed until then make it."""
    days_before: Annotated[int, Field(ge=0, le=30)] = 0
    """``order_by`` is on the day of departure (0) or so many days before."""


class WaveDeparture(Model):
    """A wave of the own fleet and when one must order for it."""

    wave: Id
    """Wave of the settings."""
    order_by: Clock = 1440
    """Orders placed until then make it."""
    days_before: Annotated[int, Field(ge=0, le=30)] = 0
    """``order_by`` is on the day of the wave (0) or so many days before."""


class Promise(Model):
    """When the customer is told to have the goods: within ``hours``, or ``days`` later by ``by``."""

    hours: Annotated[float, Field(gt=0, le=2400)] | None = None
    """Hours after the order."""
    days: Annotated[int, Field(ge=0, le=100)] | None = None
    """Days after the day of the order."""
    by: Clock = 1440
    """Time of day, with ``days``."""


class OptionBase(Model):
    """What every fulfilment option says."""

    id: Id
    """Unique id."""
    name: str = ""
    """Name shown in reports."""
    source_kinds: Annotated[tuple[SiteKind, ...], Field(min_length=1)]
    """Kinds of site the goods may come from."""
    sites: tuple[Id, ...] = ()
    """Sites the goods may come from; default: all of those kinds."""
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = ALL_WEEK
    """Weekdays on which goods leave."""
    promise: Promise | None = None
    """What is promised; default: nothing."""
    late_cost_per_hour: Amount | None = None
    """Cost per hour after the promise; default: the promise is hard."""
    max_distance_km: Amount | None = None
    """Farthest customer from the source, by road; default: no limit."""
    max_weight_kg: Amount | None = None
    """Heaviest shipment; default: no limit."""
    temperatures: Annotated[tuple[Temperature, ...], Field(min_length=1)] = (Temperature.AMBIENT,)
    """Temperature classes it keeps."""
    extra_cost_per_order: Amount = 0
    """Further handling at the source for one shipment (packing for the carrier, a courier's call-out)."""


class ParcelOption(OptionBase):
    """A carrier brings a parcel to the customer's address, or a pallet to a dock."""

    hand_over: Literal[HandOver.HOME, HandOver.DOCK]
    """``home`` or ``dock``."""
    transport: Literal["parcel"]
    """``parcel``: the price comes from carrier_rates."""
    carrier: Id
    """Carrier of carrier_rates."""
    departures: Annotated[tuple[Departure, ...], Field(min_length=1)]
    """When the carrier collects at the source."""
    delivered_by: Clock = 1080
    """Time of day at which the carrier's delivery counts."""


class VanOption(OptionBase):
    """The own fleet brings the order to the customer's address or dock."""

    hand_over: Literal[HandOver.HOME, HandOver.DOCK]
    """``home`` or ``dock``."""
    transport: Literal["own_van"]
    """``own_van``: routes are planned per depot, day and wave."""
    waves: Annotated[tuple[WaveDeparture, ...], Field(min_length=1)]
    """Waves that carry it."""
    service_min: Annotated[float, Field(ge=0, le=600)] = 4
    """Minutes at the customer's door."""


class CollectOption(OptionBase):
    """The customer collects at a store, locker or convenience store."""

    hand_over: Literal[HandOver.STORE, HandOver.LOCKER, HandOver.CONVENIENCE_STORE]
    """Kind of the collection point."""
    transport: Literal["none", "linehaul"] = "none"
    """``none``: the point's own stock; ``linehaul``: goods come by a lane from the source to the point."""


class CarryOutOption(OptionBase):
    """The customer takes the goods from the store's shelf when ordering."""

    hand_over: Literal[HandOver.CARRY_OUT]
    """``carry_out``."""
    transport: Literal["none"] = "none"
    """``none``."""


Option = Annotated[
    Annotated[ParcelOption | VanOption, Field(discriminator="transport")] | CollectOption | CarryOutOption,
    Field(discriminator="hand_over"),
]


class Segment(Model):
    """Customers with like needs."""

    name: str = ""
    """Name shown in reports."""
    accepts: Annotated[tuple[HandOver, ...], Field(min_length=1)] = (HandOver.HOME,)
    """Hand-overs its customers accept."""
    collect_max_km: Amount = 0
    """How far they go to collect, by road."""
    promise_hours: Annotated[float, Field(gt=0, le=2400)] | None = None
    """Service promised to the segment: no option may take longer; default: no such promise."""
    size: Literal["single", "bulk"] = "single"
    """Typical order size, for reports."""
    stage: Literal["acquisition", "trial", "loyal", "at_risk", "lapsed"] | None = None
    """Lifecycle stage, for reports."""


class DeliveryPolicy(Model):
    """How orders may be served."""

    split: Literal["none", "order", "line"] = "none"
    """``none``: one shipment per order; ``order``: a shipment per line at most; ``line``: a line's units
    may come from several sources."""
    partial: bool = False
    """Whether an order may be served in part."""
    departure_choices: Annotated[int, Field(ge=1, le=14)] = 2
    """Departures considered per order, source and option, from the earliest."""
    requested: Literal["preferred", "binding"] = "preferred"
    """``binding``: an order whose requested option the strategy offers is served by it alone; ``preferred``:
    requests not met are counted."""
    keep_windows: bool = False
    """True: an order with a window is served only by options that can keep it."""


class ReturnPolicy(Model):
    """What a returned unit is expected to cost."""

    window_days: Annotated[int, Field(ge=0, le=3650)] = 7
    """Days in which goods may be returned, for reports."""
    cost_per_unit: Amount = 0
    """Cost of one returned unit (transport, check, loss of value)."""
    cost_per_unit_by_hand_over: dict[HandOver, Amount] = Field(default_factory=dict)
    """Other cost where the order was handed over so (a store takes returns back cheaply)."""
    customer_pays_share: Share = 0
    """Share of that cost paid by the customer."""


class StockPolicy(Model):
    """How stock is placed before orders are known."""

    replenish: bool = True
    """Whether stock is moved on lanes against the forecast."""
    units_per_order: Annotated[float, Field(gt=0, le=10000)] = 2.0
    """Typical units of an order, to price expected demand before orders are known."""
    ready_by: Clock = 480
    """Goods that arrive until then are on hand that day, later ones the next day."""
    shortage_cost_share: Annotated[float, Field(ge=0, le=100)] = 1.0
    """Price of expected demand not served, as a share of the margin."""
    end_value_share: Share = 0.1
    """Value of a unit left at the end of the horizon, as a share of its margin."""


class UnservedPolicy(Model):
    """What an unserved order costs beyond its margin."""

    penalty_per_order: Amount = 0
    """Added to the margin of the order."""


class Policies(Model):
    """Rules in force."""

    delivery: DeliveryPolicy = DeliveryPolicy()
    """How orders may be served."""
    returns: ReturnPolicy = ReturnPolicy()
    """What returns cost."""
    stock: StockPolicy = StockPolicy()
    """How stock is placed."""
    unserved: UnservedPolicy = UnservedPolicy()
    """What an unserved order costs."""
    co2_price_per_t: Amount = 0
    """Price of a tonne of CO2; 0: emissions are reported and not charged."""


class Strategy(Model):
    """A named override of the scenario: which options, sites, policies are in force."""

    description: str = ""
    """What it is, for reports."""
    options: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Options offered."""
    site_kinds: tuple[SiteKind, ...] = ()
    """Kinds of site in use; default: all."""
    exclude_sites: tuple[Id, ...] = ()
    """Sites of those kinds that are not in use."""
    override: dict[str, Any] = Field(default_factory=dict)
    """What differs under ``waves``, ``options``, ``segments`` and ``policies``, in the structure of this file;
    options and segments by id (``{policies: {delivery: {split: order}}, options: {van: {service_min: 3}}}``).
    A list replaces the whole list."""


class Limits(Model):
    """What a recommended strategy must keep."""

    p95_hours: Annotated[float, Field(gt=0)] | None = None
    """Hours from order to hand-over for 95 % of the orders; default: no limit."""
    fill_rate: Share | None = None
    """Share of orders served in full; default: no limit."""


class Solve(Model):
    """How the scenario is solved."""

    time_limit_s: Annotated[float, Field(gt=0)] | None = None
    """Wall-clock limit of the whole command; default: none, the iteration limits decide."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Seed of every random choice."""
    threads: Annotated[int, Field(ge=1, le=256)] | None = None
    """Cores used; default: all."""
    rounds: Annotated[int, Field(ge=1, le=50)] = 4
    """Most rounds of fulfilment, routing and feedback."""
    tolerance: Share = 0.01
    """A round that is not cheaper than the best by this share is without gain; two in a row end the search, so it
    acts from the third round on, and only where `rounds` allows a fourth."""
    damping: Share = 0.5
    """Weight d of the first routes' marginal costs against the estimate; after round n it is 1 / (1 / d + n - 1)."""
    routing_engine: Literal["auto", "decomposed", "pyvrp", "ortools", "sisr", "portfolio", "genetic"] = "auto"
    """Engine for vans."""
    routing_iterations: Annotated[int, Field(ge=1)] = 300
    """Iterations of the routing engine per depot, day and wave."""
    fulfilment_engine: Literal["auto", "highs", "greedy"] = "auto"
    """Engine for orders."""
    fulfilment_nodes: Annotated[int, Field(ge=1)] = 200
    """Nodes of the fulfilment engine's branch and bound."""
    fulfilment_gap: Share = 0.001
    """Relative gap at which the fulfilment engine stops."""
    inventory_engine: Literal["auto", "flow", "lp"] = "auto"
    """Engine for stock."""


class Settings(Model):
    """A scenario's settings."""

    format: Literal[1]
    """Version of this format."""
    name: Id
    """Short name, used for run folders."""
    description: str = ""
    """What it is."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """ISO 4217 code; all money is in its major unit."""
    zone: str
    """IANA time zone of every time without offset, `Asia/Seoul`."""
    encoding: str = "utf-8"
    """Encoding of the CSV files (Korean spreadsheets often write cp949)."""
    horizon: Horizon
    """The days that are planned."""
    network: Network = Network()
    """Distances and travel times."""
    zones: dict[Id, tuple[Text, ...]] = Field(default_factory=dict)
    """Names for groups of districts, as carrier_rates may use."""
    waves: dict[Id, Wave] = Field(default_factory=dict)
    """Time slots of the own fleet."""
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    """Ways by which goods may reach people, told apart by ``hand_over`` (and ``transport``)."""
    segments: Annotated[dict[Id, Segment], Field(min_length=1)]
    """Customer segments."""
    policies: Policies = Policies()
    """Rules in force."""
    strategies: Annotated[dict[Id, Strategy], Field(min_length=1)]
    """Strategies to compare."""
    baseline: Id | None = None
    """Strategy the others are compared with; default: the first."""
    limits: Limits = Limits()
    """What a recommended strategy must keep."""
    solve: Solve = Solve()
    """How the scenario is solved."""
