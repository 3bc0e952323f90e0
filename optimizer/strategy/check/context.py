"""Lookups into a scenario, built once per check."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from optimizer.scenario.rows import CarrierRate, LaneRow, Product, Site, VehicleTypeRow
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Option, Segment, Settings
from optimizer.strategy.check.clock import Clock
from optimizer.strategy.check.distance import Point, Roads


@dataclass(frozen=True)
class OrderedLine:
    """What one line of an order asks for."""

    id: str
    product: Product
    quantity: int


@dataclass(frozen=True)
class OrderFacts:
    """An order with its address and customer resolved; instants in seconds, None where not given."""

    id: str
    placed_at: int
    segment: Segment
    district: str
    place: str
    requested_option: str | None
    requested_point: str | None
    window_start: int | None
    window_end: int | None
    unserved_cost: float | None
    lines: dict[str, OrderedLine]

    @property
    def has_window(self) -> bool:
        """Whether the customer asked for a time of delivery."""
        return self.window_start is not None or self.window_end is not None

    @property
    def units(self) -> int:
        """Units ordered."""
        return sum(line.quantity for line in self.lines.values())


@dataclass(frozen=True)
class Context:
    """Everything the rules look up, by the planner's ids.

    Parameters
    ----------
    links
        The lanes that linehaul uses, by (origin, destination): one per time of departure.
    rates
        Rows of the rate card by carrier and zone, lightest first.
    on_hand, protected
        Units at the start by (site, product).
    receipts
        (site, product, date, units) of scheduled receipts.
    """

    settings: Settings
    clock: Clock
    roads: Roads
    in_use: frozenset[str]
    sites: dict[str, Site]
    products: dict[str, Product]
    options: dict[str, Option]
    lanes: dict[str, LaneRow]
    links: dict[tuple[str, str], tuple[LaneRow, ...]]
    vehicle_types: dict[str, VehicleTypeRow]
    rates: dict[str, dict[str, list[CarrierRate]]]
    orders: dict[str, OrderFacts]
    on_hand: dict[tuple[str, str], int]
    protected: dict[tuple[str, str], int]
    receipts: tuple[tuple[str, str, date, int], ...]

    def day_index(self, day: date) -> int:
        """Days from the start of the horizon to ``day``."""
        return (day - self.settings.horizon.start).days

    def in_horizon(self, day: date) -> bool:
        """Whether ``day`` is planned."""
        return 0 <= self.day_index(day) < self.settings.horizon.days


def build_context(scenario: Scenario, sites_in_use: tuple[str, ...]) -> Context:
    """Resolve a consistent scenario; what is not listed in ``sites_in_use`` stays known but may not serve."""
    settings = scenario.settings
    products = {product.id: product for product in scenario.products}
    places: dict[str, Point] = {site.id: (site.lat, site.lon) for site in scenario.sites}
    orders = _orders(scenario, products, places)
    on_hand, protected, receipts = _stock(scenario)
    return Context(
        settings=settings,
        clock=Clock(settings.zone),
        roads=Roads(settings.network, places, _matrix(scenario)),
        in_use=frozenset(sites_in_use),
        sites={site.id: site for site in scenario.sites},
        products=products,
        options={option.id: option for option in settings.options},
        lanes={lane.id: lane for lane in scenario.lanes},
        links=_links(scenario),
        vehicle_types={kind.id: kind for kind in scenario.vehicle_types},
        rates=_rates(scenario),
        orders=orders,
        on_hand=on_hand,
        protected=protected,
        receipts=receipts,
    )


def _missing(value: Any) -> bool:  # noqa: ANN401 (a cell of any type)
    return value is None or value != value  # noqa: PLR0124 (NaN and NaT differ from themselves)


def _text(value: Any) -> str | None:  # noqa: ANN401
    return None if _missing(value) else str(value)


def _instant(value: Any) -> int | None:  # noqa: ANN401
    return None if _missing(value) else int(value.timestamp() // 1)


def _orders(
    scenario: Scenario, products: dict[str, Product], places: dict[str, Point]
) -> dict[str, OrderFacts]:
    """All orders; ``places`` receives their addresses."""
    customers = {row["id"]: row for row in scenario.customers.to_dict("records")}
    lines: defaultdict[str, dict[str, OrderedLine]] = defaultdict(dict)
    for row in scenario.order_lines.to_dict("records"):
        line = OrderedLine(row["line"], products[row["product_id"]], int(row["quantity"]))
        lines[row["order_id"]][line.id] = line
    orders = {}
    for row in scenario.orders.to_dict("records"):
        customer = customers[row["customer_id"]]
        own = not _missing(row["lat"]) and not _missing(row["lon"])
        place, address = (f"order:{row['id']}", row) if own else (f"customer:{customer['id']}", customer)
        places[place] = (float(address["lat"]), float(address["lon"]))
        orders[row["id"]] = OrderFacts(
            id=row["id"],
            placed_at=int(row["placed_at"].timestamp() // 1),
            segment=scenario.settings.segments[customer["segment"]],
            district=_text(row["district"]) or customer["district"],
            place=place,
            requested_option=_text(row["requested_option"]),
            requested_point=_text(row["requested_point"]),
            window_start=_instant(row["window_start"]),
            window_end=_instant(row["window_end"]),
            unserved_cost=None if _missing(row["unserved_cost"]) else float(row["unserved_cost"]),
            lines=lines[row["id"]],
        )
    return orders


def _stock(
    scenario: Scenario,
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int], tuple[tuple[str, str, date, int], ...]]:
    """Units on hand and protected at the start, and receipts."""
    on_hand: defaultdict[tuple[str, str], int] = defaultdict(int)
    protected: defaultdict[tuple[str, str], int] = defaultdict(int)
    receipts = []
    for row in scenario.stock.to_dict("records"):
        place = (row["site_id"], row["product_id"])
        if _missing(row["date"]):
            on_hand[place] += int(row["on_hand"])
            protected[place] += int(row["protected"])
        else:
            receipts.append((*place, row["date"].date(), int(row["receipt"])))
    return dict(on_hand), dict(protected), tuple(receipts)


def _links(scenario: Scenario) -> dict[tuple[str, str], tuple[LaneRow, ...]]:
    links: defaultdict[tuple[str, str], dict[int, LaneRow]] = defaultdict(dict)
    for lane in sorted(scenario.lanes, key=lambda lane: lane.id):
        links[lane.from_site, lane.to_site].setdefault(lane.departs, lane)
    return {pair: tuple(lanes[departs] for departs in sorted(lanes)) for pair, lanes in links.items()}


def _rates(scenario: Scenario) -> dict[str, dict[str, list[CarrierRate]]]:
    rates: defaultdict[str, defaultdict[str, list[CarrierRate]]] = defaultdict(lambda: defaultdict(list))
    for rate in sorted(scenario.carrier_rates, key=lambda rate: rate.max_weight_kg):
        rates[rate.carrier][rate.zone].append(rate)
    return {carrier: dict(zones) for carrier, zones in rates.items()}


def _matrix(scenario: Scenario) -> list[tuple[str, str, str, float, float]]:
    frame = scenario.matrix
    names = ("from_id", "to_id", "profile", "distance_m", "duration_s")
    return list(zip(*(frame[name].tolist() for name in names), strict=True))


def milligrams(kilograms: float) -> int:
    """Weight in whole milligrams, the form in which sums of weights are compared."""
    return math.floor(kilograms * 1e6 + 0.5)
