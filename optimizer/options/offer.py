"""What a strategy offers: its options, sites, vehicles, lanes and rates, looked up once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimizer.core.cost import Component
from optimizer.core.units import scale_array
from optimizer.demand.orders import ProductArrays, product_arrays
from optimizer.options.calendar import Calendar, IntArray
from optimizer.options.rates import RateCard
from optimizer.options.unit_costs import UnitCost, unit_costs
from optimizer.scenario.base import HandOver, SiteKind, Temperature
from optimizer.scenario.rows import LaneRow, Product, Site, VehicleTypeRow
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import CollectOption, Option, Settings

#: Kind of site at which a hand-over takes place.
POINT_KINDS = {
    HandOver.STORE: SiteKind.STORE,
    HandOver.LOCKER: SiteKind.LOCKER,
    HandOver.CONVENIENCE_STORE: SiteKind.CONVENIENCE_STORE,
}
_CLASSES = tuple(Temperature)
#: Every temperature class as bits.
ALL_CLASSES = (1 << len(_CLASSES)) - 1


def temperature_bits(classes: Iterable[Temperature]) -> int:
    """Set of temperature classes as an integer: bit i stands for the i-th class."""
    return sum(1 << _CLASSES.index(one) for one in set(classes))


def whole(amount: float, scale: float) -> int:
    """``amount * scale`` in whole units, halves away from zero."""
    return int(scale_array(amount, scale))


@dataclass(frozen=True, eq=False)
class Offer:
    """The effective scenario of a strategy, with what the options look up.

    Parameters
    ----------
    settings
        Effective settings; their options are the ones offered.
    sites
        All sites of the scenario.
    in_use
        Whether the strategy uses each site, shape (S,).
    products
        Figures of the products.
    eligible
        Whether each option may carry each product, shape (options, P).
    vehicles
        Vehicle types with at least one vehicle and stop, by position of their site.
    lanes
        Lanes in order of their table.
    lanes_between
        Positions of the lanes linehaul may use, by positions of origin and destination: one per time of departure, the
        one with the smallest id.
    calendar, card
        Local time and carrier rates.
    """

    settings: Settings
    sites: tuple[Site, ...]
    in_use: npt.NDArray[np.bool_]
    products: ProductArrays
    eligible: npt.NDArray[np.bool_]
    vehicles: dict[int, tuple[VehicleTypeRow, ...]]
    lanes: tuple[LaneRow, ...]
    lanes_between: dict[tuple[int, int], tuple[int, ...]]
    calendar: Calendar
    card: RateCard

    @property
    def options(self) -> tuple[Option, ...]:
        """Options offered."""
        return self.settings.options

    @cached_property
    def option_index(self) -> dict[str, int]:
        """Position of each option by id."""
        return {option.id: position for position, option in enumerate(self.options)}

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Position of each site by id."""
        return {site.id: position for position, site in enumerate(self.sites)}

    @cached_property
    def unit_costs(self) -> dict[Component, UnitCost]:
        """Costs per unit by component."""
        return unit_costs(self.settings.policies, self.sites, self.options, self.lanes, self.products)

    @cached_property
    def site_bits(self) -> IntArray:
        """Temperature classes of each site as bits, shape (S,)."""
        return np.array([temperature_bits(site.temperatures) for site in self.sites], dtype=np.int64)

    def sources(self, option: Option) -> list[int]:
        """Positions of the sites, in use or not, that the option may draw on."""
        return [
            position
            for position, site in enumerate(self.sites)
            if site.kind in option.source_kinds
            and (not option.sites or site.id in option.sites)
            and _may_hand_over(option, site)
        ]

    def points(self, option: CollectOption) -> IntArray:
        """Positions of the collection points of the option's kind that are in use, by id."""
        kind = POINT_KINDS[option.hand_over]
        found = [
            position
            for position, site in enumerate(self.sites)
            if site.kind == kind and self.in_use[position]
        ]
        return np.array(sorted(found, key=lambda position: self.sites[position].id), dtype=np.int64)


def offer(scenario: Scenario, sites_in_use: Collection[str]) -> Offer:
    """Look up what the effective scenario of a strategy offers.

    Parameters
    ----------
    scenario
        Effective scenario: its options are the ones offered.
    sites_in_use
        Ids of the sites the strategy uses.
    """
    settings, used = scenario.settings, frozenset(sites_in_use)
    index = {site.id: position for position, site in enumerate(scenario.sites)}
    vehicles: dict[int, tuple[VehicleTypeRow, ...]] = {}
    for vehicle in scenario.vehicle_types:
        if vehicle.count and vehicle.max_stops != 0:
            home = index[vehicle.home_site]
            vehicles[home] = (*vehicles.get(home, ()), vehicle)
    lanes: dict[tuple[int, int], dict[int, int]] = {}
    for number in sorted(range(len(scenario.lanes)), key=lambda number: scenario.lanes[number].id):
        lane = scenario.lanes[number]
        leaving = lanes.setdefault((index[lane.from_site], index[lane.to_site]), {})
        leaving.setdefault(lane.departs, number)
    return Offer(
        settings=settings,
        sites=scenario.sites,
        in_use=np.array([site.id in used for site in scenario.sites], dtype=bool),
        products=product_arrays(scenario.products),
        eligible=_eligible(settings.options, scenario.products),
        vehicles=vehicles,
        lanes=scenario.lanes,
        lanes_between={pair: tuple(leaving.values()) for pair, leaving in lanes.items()},
        calendar=Calendar(settings.zone, settings.horizon.start, settings.horizon.days),
        card=RateCard(scenario.carrier_rates, settings.zones),
    )


def _may_hand_over(option: Option, site: Site) -> bool:
    """Whether the site can be the source, where source and collection point are the same."""
    if isinstance(option, CollectOption) and option.transport == "none":
        return site.kind == POINT_KINDS[option.hand_over]
    return True


def _eligible(options: tuple[Option, ...], products: tuple[Product, ...]) -> npt.NDArray[np.bool_]:
    result = np.ones((len(options), len(products)), dtype=bool)
    for column, product in enumerate(products):
        if product.eligible_options:
            result[:, column] = [option.id in product.eligible_options for option in options]
    return result
