"""Lookups shared by the tables of one strategy: names, weights, and what is carried where."""

from dataclasses import dataclass
from functools import cached_property

from optimizer.scenario.rows import Product, Site, VehicleTypeRow
from optimizer.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Goods:
    """A scenario, looked up by id."""

    scenario: Scenario

    @cached_property
    def site(self) -> dict[str, Site]:
        """Sites by id."""
        return {site.id: site for site in self.scenario.sites}

    @cached_property
    def product(self) -> dict[str, Product]:
        """Products by id."""
        return {product.id: product for product in self.scenario.products}

    @cached_property
    def vehicle_type(self) -> dict[str, VehicleTypeRow]:
        """Vehicle types by id."""
        return {row.id: row for row in self.scenario.vehicle_types}

    @cached_property
    def line_kg(self) -> dict[tuple[str, str], float]:
        """Weight of one unit of each order line in kilograms."""
        lines = self.scenario.order_lines
        columns = zip(lines["order_id"], lines["line"], lines["product_id"], strict=True)
        return {(order, line): self.product[product].weight_kg for order, line, product in columns}

    @cached_property
    def option_name(self) -> dict[str, str]:
        """Names of the options, their ids where they have none."""
        return {option.id: option.name or option.id for option in self.scenario.settings.options}

    @cached_property
    def segment_name(self) -> dict[str, str]:
        """Names of the segments, their ids where they have none."""
        return {name: segment.name or name for name, segment in self.scenario.settings.segments.items()}

    def site_name(self, site: str) -> str:
        """Name of a site, its id where it has none."""
        return self.site[site].name or site

    def product_name(self, product: str) -> str:
        """Name of a product, its id where it has none."""
        return self.product[product].name or product
