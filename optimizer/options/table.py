"""All shipments that could be made, as one table of arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from optimizer.core.cost import Component
from optimizer.options.calendar import IntArray
from optimizer.options.promise import is_hard
from optimizer.scenario.settings import CollectOption

if TYPE_CHECKING:
    from optimizer.demand.orders import OrderBook
    from optimizer.options.offer import Offer
    from optimizer.options.reasons import Reason
    from optimizer.options.why import Explainer

FloatArray = npt.NDArray[np.float64]
SmallArray = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Candidates:
    """The M shipments that could be made, by order, option, source and time; arrays have shape (M,).

    Parameters
    ----------
    book
        The order book.
    offer
        What the strategy offers; positions of sites, options and lanes refer to it.
    order, source, option
        Positions in the book, the sites and the options.
    departure
        Position in ``departures``, the labels.
    point
        Position of the collection point among the sites (for carry-out and collection from the point's own stock:
        the source), -1 where delivered.
    day
        Day index of the label, from 0.
    leaves_at
        Instant of leaving; by van the wave's departure.
    handed_over_at
        Instant of hand-over; -1 by van.
    promise_at
        Latest hand-over promised; :data:`~optimizer.options.calendar.NEVER` without promise.
    earliest_start, latest_start
        Start of service by van, from wave, window and hard promise; -1 otherwise. Travel is not in them.
    late_hours
        Hours after a promise that is not hard; by van those that even a route of its own cannot avoid.
    distance_m
        Road distance between address and source, or collection point where collected.
    pool
        Position in ``pools``, -1 for none: ``depot/YYYY-MM-DD@wave`` by van, ``lane|departure`` by linehaul.
    lane
        Position of the lane by linehaul, else -1.
    service_s
        Duration of service by van, else 0.
    weight_kg
        Weight of all lines the shipment may carry.
    carrier
        Price of the carrier for ``weight_kg``, in the currency's major unit.
    co2_g
        Emission of the carrier's rate.
    entry_line, entry_candidate
        The E pairs of a line (position in the book's lines) and a shipment that may carry it, by shipment, shape (E,).
    departures, pools
        Labels.
    explainer
        Finds why orders cannot be served.
    """

    book: OrderBook
    offer: Offer
    order: SmallArray
    source: SmallArray
    option: SmallArray
    departure: SmallArray
    point: SmallArray
    day: SmallArray
    leaves_at: IntArray
    handed_over_at: IntArray
    promise_at: IntArray
    earliest_start: IntArray
    latest_start: IntArray
    late_hours: FloatArray
    distance_m: SmallArray
    pool: SmallArray
    lane: SmallArray
    service_s: SmallArray
    weight_kg: FloatArray
    carrier: FloatArray
    co2_g: FloatArray
    entry_line: SmallArray
    entry_candidate: SmallArray
    departures: tuple[str, ...]
    pools: tuple[str, ...]
    explainer: Explainer

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def hard(self) -> npt.NDArray[np.bool_]:
        """Whether the promise must be kept, shape (M,)."""
        return np.array([is_hard(option) for option in self.offer.options])[self.option]

    @property
    def handling(self) -> FloatArray:
        """Handling per order and the option's extra cost at the source, major unit, shape (M,)."""
        at_site = np.array([site.handling_cost_per_order for site in self.offer.sites])
        extra = np.array([option.extra_cost_per_order for option in self.offer.options])
        cost: FloatArray = at_site[self.source] + extra[self.option]
        return cost

    @property
    def pickup(self) -> FloatArray:
        """Cost of handing the order over at the collection point, major unit, shape (M,)."""
        at_point = np.array([site.pickup_cost_per_order for site in self.offer.sites])
        collected = np.array([isinstance(option, CollectOption) for option in self.offer.options])
        cost: FloatArray = np.where(collected[self.option], at_point[self.point], 0.0)
        return cost

    @property
    def lateness(self) -> FloatArray:
        """Cost of ``late_hours`` at the option's rate, major unit, shape (M,)."""
        rates = np.array([option.late_cost_per_hour or 0.0 for option in self.offer.options])
        cost: FloatArray = self.late_hours * rates[self.option]
        return cost

    @property
    def fixed_cost(self) -> FloatArray:
        """All costs once per shipment, CO2 of the carrier included, shape (M,)."""
        price = self.offer.settings.policies.co2_price_per_t
        total: FloatArray = (
            self.handling + self.pickup + self.carrier + self.lateness + self.co2_g * price / 1e6
        )
        return total

    def key(self, candidate: int) -> tuple[str, str, str, str]:
        """Ids of order, source, option and the departure's label."""
        return (
            self.book.ids[self.order[candidate]],
            self.offer.sites[self.source[candidate]].id,
            self.offer.options[self.option[candidate]].id,
            self.departures[self.departure[candidate]],
        )

    @cached_property
    def first_entry(self) -> IntArray:
        """Entries of shipment i are ``first_entry[i]`` up to, without, ``first_entry[i + 1]``; shape (M + 1,)."""
        return np.searchsorted(self.entry_candidate, np.arange(len(self) + 1)).astype(np.int64)

    def entry_cost(self, component: Component) -> FloatArray:
        """Cost of one unit of each entry's line in its shipment, major unit, shape (E,).

        Parameters
        ----------
        component
            ``SITE_HANDLING``, ``PARTNER_COMMISSION``, ``EXPECTED_RETURNS``, ``LINEHAUL`` (without trucks), ``CO2``
            (of the lane); zeros for any other.
        """
        table = self.offer.unit_costs.get(component)
        if table is None or not len(table.rates):
            return np.zeros(len(self.entry_line))
        product = self.book.lines.product[self.entry_line]
        which = getattr(self, table.by)[self.entry_candidate]
        rates, per = table.rates[which], table.per_product
        return np.where(which >= 0, rates[:, 0] + rates[:, 1] * per[product], 0.0)

    @property
    def entry_unit_cost(self) -> FloatArray:
        """Cost of one unit of each entry's line in its shipment, over all components, shape (E,)."""
        total = np.zeros(len(self.entry_line))
        for component in self.offer.unit_costs:
            total += self.entry_cost(component)
        return total

    @cached_property
    def reasons(self) -> dict[str, tuple[Reason, ...]]:
        """Why each order without any candidate has none, by order id; the most telling reason first."""
        served = np.zeros(len(self.book), dtype=bool)
        served[self.order] = True
        return self.explainer.reasons(np.flatnonzero(~served).astype(np.int64))

    def explain(self, order_id: str) -> tuple[Reason, ...]:
        """Why an order cannot go by the options and sources that have no candidate for it.

        Returns
        -------
        tuple[Reason, ...]
            The most telling reason of each option and source (empty for reasons that hold for all sources).

        Raises
        ------
        KeyError
            If there is no such order.
        """
        return self.explainer.explain(self.book.index[order_id])
