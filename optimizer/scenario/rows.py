"""The tables of a scenario, one model per row: columns, units, ranges, defaults.

A column without a default is required. An empty cell means the default.
"""

import datetime as dt
from typing import Annotated

from pydantic import Field

from optimizer.scenario.base import (
    ALL_WEEK,
    Amount,
    Clock,
    Count,
    Id,
    Ids,
    Latitude,
    Longitude,
    Model,
    Share,
    SiteKind,
    Temperature,
    Temperatures,
    Text,
    Weekdays,
)


class Site(Model):
    """A supplier, plant, warehouse, hub, store, locker, convenience store, partner or return centre."""

    id: Id
    """Unique id."""
    kind: SiteKind
    """What the site is."""
    lat: Latitude
    """Latitude in degrees (WGS 84)."""
    lon: Longitude
    """Longitude in degrees (WGS 84)."""
    name: Text = ""
    """Name shown in reports."""
    district: Text = ""
    """District shown in reports."""
    opens: Clock = 0
    """Opening time: goods are prepared and handed over from then on."""
    closes: Clock = 1440
    """Closing time."""
    closed_days: Weekdays = ()
    """Weekdays on which the site is closed, joined by ``|``."""
    cut_off: Clock | None = None
    """Orders placed later than this count as placed at the next midnight; default: none."""
    handling_time_min: Annotated[float, Field(ge=0, le=14400)] = 0
    """Minutes from order to goods ready to leave or to be collected."""
    handling_cost_per_order: Amount = 0
    """Cost of preparing one shipment."""
    handling_cost_per_unit: Amount = 0
    """Cost of picking and packing one unit."""
    pickup_cost_per_order: Amount = 0
    """Cost of handing over one order that is collected here."""
    throughput_units_per_day: Amount | None = None
    """Units of customer orders that can leave per day; default: no limit."""
    staff_per_hour: Amount | None = None
    """Persons at work in an opening hour; with ``units_per_staff_hour`` a second limit on throughput."""
    units_per_staff_hour: Amount | None = None
    """Units one person prepares in an hour."""
    pickup_orders_per_day: Count | None = None
    """Orders that can be collected here per day (a locker's compartments); default: no limit."""
    storage_l: Amount | None = None
    """Storage volume in litres; default: no limit."""
    fixed_cost_per_day: Amount = 0
    """Charged for each day on which an order leaves from or is collected at the site."""
    commission_rate: Share = 0
    """Partner: share of the goods' value kept by the partner."""
    temperatures: Annotated[Temperatures, Field(min_length=1)] = (
        Temperature.AMBIENT,
        Temperature.CHILLED,
        Temperature.FROZEN,
    )
    """Temperature classes it can hold, joined by ``|``; default: all."""


class Product(Model):
    """A thing that is sold by the unit."""

    id: Id
    """Unique id."""
    name: Text = ""
    """Name shown in reports."""
    category: Text = ""
    """Category shown in reports."""
    weight_kg: Annotated[float, Field(gt=0, le=10000)]
    """Weight of a unit."""
    volume_l: Annotated[float, Field(gt=0, le=100000)]
    """Volume of a unit in litres."""
    value_per_unit: Amount
    """Selling price of a unit without tax."""
    margin_per_unit: Amount = 0
    """Selling price less purchase cost; lost when a unit is not served."""
    holding_rate_per_year: Annotated[float, Field(ge=0, le=10)] = 0.2
    """Cost of holding a unit for a year as a share of its purchase cost, value less margin."""
    temperature: Temperature = Temperature.AMBIENT
    """Temperature class."""
    shelf_life_days: Annotated[int, Field(ge=1, le=36500)] | None = None
    """Days a unit keeps; default: for ever. A warning is given where the horizon is longer."""
    return_rate: Share = 0
    """Expected share of units returned."""
    eligible_options: Ids = ()
    """Options by which it may be sent, joined by ``|``; default: all."""


class StockRow(Model):
    """Stock of a product at a site: on hand at the start, or a scheduled receipt."""

    site_id: Id
    """Site."""
    product_id: Id
    """Product."""
    date: dt.date | None = None
    """Empty: the opening stock. A date: the day from which ``receipt`` is on hand."""
    on_hand: Count = 0
    """Units on hand when the horizon starts; only where ``date`` is empty."""
    protected: Count = 0
    """Units kept for the site's own shelf, not for orders or transfers; only where ``date`` is empty."""
    receipt: Count = 0
    """Units of a scheduled receipt; only where ``date`` is given."""


class ForecastRow(Model):
    """Expected demand of a product in a district on a day."""

    district: Text
    """District as written in customers."""
    product_id: Id
    """Product."""
    date: dt.date
    """Day."""
    quantity: Amount
    """Expected units; fractions are allowed."""


class Customer(Model):
    """Someone who orders."""

    id: Id
    """Unique id."""
    segment: Id
    """Segment of the settings."""
    district: Text
    """District."""
    lat: Latitude
    """Latitude of the address."""
    lon: Longitude
    """Longitude of the address."""
    name: Text = ""
    """Name shown in reports."""


class Order(Model):
    """An order placed by a customer."""

    id: Id
    """Unique id."""
    customer_id: Id
    """Customer."""
    placed_at: dt.datetime
    """Instant, ISO 8601; without an offset it is in the scenario's zone."""
    sales_channel: Id
    """Where the customer bought: web, app, store, phone, or any name."""
    requested_option: Id | None = None
    """Option the customer asked for."""
    requested_point: Id | None = None
    """Site where the customer wants to collect."""
    window_start: dt.datetime | None = None
    """Start of the requested delivery window."""
    window_end: dt.datetime | None = None
    """End of the requested delivery window."""
    district: Text | None = None
    """District of its own delivery address; default: the customer's."""
    lat: Latitude | None = None
    """Latitude of its own delivery address; default: the customer's."""
    lon: Longitude | None = None
    """Longitude of its own delivery address."""
    unserved_cost: Amount | None = None
    """Cost of not serving the order; default: its margin plus the policy's penalty."""


class OrderLine(Model):
    """One product of an order."""

    order_id: Id
    """Order."""
    line: Id
    """Id of the line, unique within its order."""
    product_id: Id
    """Product."""
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    """Units ordered."""


class VehicleTypeRow(Model):
    """Like vehicles based at one site."""

    id: Id
    """Unique id."""
    home_site: Id
    """Site where the vehicles start and end."""
    count: Count
    """Vehicles available."""
    capacity_kg: Amount
    """Weight one vehicle carries."""
    capacity_l: Amount | None = None
    """Volume one vehicle carries in litres; default: no limit."""
    max_stops: Count | None = None
    """Most stops on a route; default: no limit."""
    fixed_cost: Amount = 0
    """Cost of one route (vehicle and set-up)."""
    cost_per_km: Amount = 0
    """Cost per kilometre driven."""
    cost_per_h: Amount = 0
    """Cost per hour from leaving to returning."""
    shift_start: Clock = 0
    """Earliest departure."""
    shift_end: Clock = 1440
    """Latest return."""
    max_distance_km: Amount | None = None
    """Longest route; default: no limit."""
    profile: Id = "van"
    """Key of ``network.speeds_kmh``."""
    temperatures: Annotated[Temperatures, Field(min_length=1)] = (Temperature.AMBIENT,)
    """Temperature classes it can carry, joined by ``|``; default: ambient."""
    co2_g_per_km: Amount = 0
    """Emission per kilometre."""


class LaneRow(Model):
    """A directed link between sites on which stock or orders travel."""

    id: Id
    """Unique id."""
    from_site: Id
    """Origin."""
    to_site: Id
    """Destination."""
    mode: Id = "truck"
    """Mode of transport shown in reports."""
    cost_per_unit: Amount = 0
    """Cost per unit moved."""
    cost_per_kg: Amount = 0
    """Cost per kilogram moved."""
    cost_per_truck: Amount = 0
    """Cost per truck and departure."""
    truck_kg: Annotated[float, Field(gt=0, le=1e6)] = 1000
    """Weight a truck carries."""
    trucks: Count = 1000
    """Most trucks per departure."""
    departs: Clock = 0
    """Time of departure."""
    transit_h: Annotated[float, Field(ge=0, le=2400)] = 0
    """Hours on the way."""
    days: Annotated[Weekdays, Field(min_length=1)] = ALL_WEEK
    """Weekdays of operation, joined by ``|``; default: all."""
    co2_g_per_kg: Amount = 0
    """Emission per kilogram moved."""


class CarrierRate(Model):
    """One cell of a carrier's rate card: a zone and a weight break."""

    carrier: Id
    """Carrier as named by the options."""
    zone: Text = "*"
    """A zone of the settings, a district, or ``*`` for everywhere else; the most specific wins."""
    max_weight_kg: Annotated[float, Field(gt=0, le=100000)]
    """The rate holds for shipments up to this weight."""
    price: Amount
    """Price of a shipment."""
    surcharge: Amount = 0
    """Added to the price (islands, mountains)."""
    transit_days: Annotated[int, Field(ge=0, le=365)] = 1
    """Days from collection to delivery, counting only days of service."""
    no_service_days: Weekdays = ()
    """Weekdays without delivery, joined by ``|``."""
    co2_g: Amount = 0
    """Emission per shipment."""


class MatrixRow(Model):
    """Distance and duration from one place to another."""

    from_id: Id
    """A site's id, ``customer:<id>``, or ``order:<id>`` for an order with its own address."""
    to_id: Id
    """Written like ``from_id``."""
    profile: Id = "van"
    """Key of ``network.speeds_kmh``."""
    distance_m: Annotated[float, Field(ge=0, le=1e8)]
    """Metres."""
    duration_s: Annotated[float, Field(ge=0, le=1e8)]
    """Seconds."""


#: Row model, key columns and whether the table must exist, by table name (also the file's stem).
TABLES: dict[str, tuple[type[Model], tuple[str, ...], bool]] = {
    "sites": (Site, ("id",), True),
    "products": (Product, ("id",), True),
    "stock": (StockRow, ("site_id", "product_id", "date"), True),
    "demand_forecast": (ForecastRow, ("district", "product_id", "date"), False),
    "customers": (Customer, ("id",), True),
    "orders": (Order, ("id",), True),
    "order_lines": (OrderLine, ("order_id", "line"), True),
    "vehicle_types": (VehicleTypeRow, ("id",), False),
    "lanes": (LaneRow, ("id",), False),
    "carrier_rates": (CarrierRate, ("carrier", "zone", "max_weight_kg"), False),
    "matrix": (MatrixRow, ("from_id", "to_id", "profile"), False),
}
