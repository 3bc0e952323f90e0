"""What every step of a strategy's evaluation looks up, built once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from optimizer.demand.orders import OrderBook, order_book
from optimizer.network.travel import Travel
from optimizer.options.calendar import Calendar
from optimizer.options.rates import RateCard
from optimizer.scenario.base import clock_text
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.rows import LaneRow, Product, Site, VehicleTypeRow
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Option, Settings


@dataclass(frozen=True, eq=False)
class Context:
    """A scenario as one strategy sees it.

    Parameters
    ----------
    strategy
        Name.
    scenario
        Effective scenario: override applied, only the options offered.
    in_use
        Ids of the sites in use.
    book
        The orders.
    travel
        Distances and travel times.
    """

    strategy: str
    scenario: Scenario
    in_use: tuple[str, ...]
    book: OrderBook
    travel: Travel

    @classmethod
    def of(cls, scenario: Scenario, strategy: str) -> Self:
        """Build the view that ``strategy`` has of ``scenario``."""
        view = effective(scenario, strategy)
        return cls(
            strategy, view, sites_in_use(scenario, strategy), order_book(view), Travel.from_scenario(view)
        )

    @property
    def settings(self) -> Settings:
        """Effective settings."""
        return self.scenario.settings

    @cached_property
    def calendar(self) -> Calendar:
        """Local days of the horizon."""
        return Calendar(self.settings.zone, self.settings.horizon.start, self.settings.horizon.days)

    @cached_property
    def rates(self) -> RateCard:
        """Carrier rates."""
        return RateCard(self.scenario.carrier_rates, self.settings.zones)

    @cached_property
    def site(self) -> dict[str, Site]:
        """Sites by id."""
        return {site.id: site for site in self.scenario.sites}

    @cached_property
    def product(self) -> dict[str, Product]:
        """Products by id."""
        return {product.id: product for product in self.scenario.products}

    @cached_property
    def option(self) -> dict[str, Option]:
        """Options by id."""
        return {option.id: option for option in self.settings.options}

    @cached_property
    def vehicle_type(self) -> dict[str, VehicleTypeRow]:
        """Vehicle types by id."""
        return {row.id: row for row in self.scenario.vehicle_types}

    @cached_property
    def lane(self) -> dict[str, LaneRow]:
        """Lanes by id."""
        return {row.id: row for row in self.scenario.lanes}

    @cached_property
    def vehicles_at(self) -> dict[str, tuple[VehicleTypeRow, ...]]:
        """Vehicle types with vehicles, by home site."""
        homes: dict[str, list[VehicleTypeRow]] = {}
        for row in self.scenario.vehicle_types:
            if row.count:
                homes.setdefault(row.home_site, []).append(row)
        return {home: tuple(rows) for home, rows in homes.items()}

    @cached_property
    def line_product(self) -> dict[tuple[str, str], str]:
        """Product id of each order line."""
        lines, orders, products = self.book.lines, self.book.ids, self.book.products.ids
        return {
            (orders[order], line): products[product]
            for order, line, product in zip(
                lines.order.tolist(), lines.id, lines.product.tolist(), strict=True
            )
        }

    def linehaul_lane(self, source: str, point: str, departure: str) -> LaneRow:
        """Lane on which an order travels from its source to its collection point at a departure."""
        lanes = [
            lane
            for lane in self._lanes_between.get((source, point), ())
            if departure.endswith(f"T{clock_text(lane.departs)}")
        ]
        return min(lanes, key=lambda lane: lane.id)

    @cached_property
    def _lanes_between(self) -> dict[tuple[str, str], list[LaneRow]]:
        found: dict[tuple[str, str], list[LaneRow]] = {}
        for lane in self.scenario.lanes:
            found.setdefault((lane.from_site, lane.to_site), []).append(lane)
        return found
