"""Costs of a shipment that grow with its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from optimizer.core.cost import Component
from optimizer.scenario.base import SiteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.demand.orders import ProductArrays
    from optimizer.scenario.rows import LaneRow, Site
    from optimizer.scenario.settings import Option, Policies

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UnitCost:
    """Cost of one unit: ``rates[i, 0] + rates[i, 1] * per_product[product]``.

    Parameters
    ----------
    by
        What i is: the position of the shipment's source, option or lane.
    rates
        Per unit, and per unit of ``per_product``, shape (n, 2).
    per_product
        Figure of each product, shape (P,).
    """

    by: Literal["source", "option", "lane"]
    rates: FloatArray
    per_product: FloatArray


def unit_costs(
    policies: Policies,
    sites: Sequence[Site],
    options: Sequence[Option],
    lanes: Sequence[LaneRow],
    products: ProductArrays,
) -> dict[Component, UnitCost]:
    """Costs per unit by component."""

    def table(pairs: list[tuple[float, float]]) -> FloatArray:
        return np.array(pairs, dtype=np.float64).reshape(-1, 2)

    returns = policies.returns
    borne = 1 - returns.customer_pays_share
    returned = [
        returns.cost_per_unit_by_hand_over.get(option.hand_over, returns.cost_per_unit) * borne
        for option in options
    ]
    commission = [site.commission_rate if site.kind == SiteKind.PARTNER else 0.0 for site in sites]
    price = policies.co2_price_per_t / 1e6
    return {
        Component.SITE_HANDLING: UnitCost(
            "source", table([(site.handling_cost_per_unit, 0.0) for site in sites]), products.weight_kg
        ),
        Component.PARTNER_COMMISSION: UnitCost(
            "source", table([(0.0, rate) for rate in commission]), products.value
        ),
        Component.EXPECTED_RETURNS: UnitCost(
            "option", table([(0.0, cost) for cost in returned]), products.return_rate
        ),
        Component.LINEHAUL: UnitCost(
            "lane", table([(lane.cost_per_unit, lane.cost_per_kg) for lane in lanes]), products.weight_kg
        ),
        Component.CO2: UnitCost(
            "lane", table([(0.0, lane.co2_g_per_kg * price) for lane in lanes]), products.weight_kg
        ),
    }
