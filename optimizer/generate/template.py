"""Templates by name, and the scenario made from one."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import yaml

from optimizer.generate import book, catalogue, expected, sites
from optimizer.generate.stock import stock
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Fewest and most orders a template is made for.
FEWEST, MOST = 20, 1_000_000
#: With more orders than this a scenario asks for fewer rounds: the third takes a quarter of the time and gains
#: less than a hundredth.
MANY, MANY_ROUNDS = 2_000, 2


def seoul_settings_text() -> str:
    """``scenario.yaml`` of the template ``seoul``, with its comments."""
    return files("optimizer.generate").joinpath("seoul_omnichannel.yaml").read_text(encoding="utf-8")


def seoul_omnichannel(orders: int, rng: np.random.Generator) -> Scenario:
    """Make a Seoul retailer with 3 warehouses, 15 stores, 12 lockers and 2 partners.

    Parameters
    ----------
    orders
        Number of orders on the first two days. Customers and forecast grow with it, and so do stock, vehicles, staff
        and throughput, with the root of it below 600; sites and products stay.
    rng
        Source of all randomness: stock ranges, customers and orders. The forecast does not depend on it.
    """
    settings = _settings(orders)
    demand = expected.expected(orders)
    opening = stock(demand, settings.horizon.start, rng)
    drawn = expected.draw(demand, rng)
    order_lines = expected.lines(demand, drawn, rng)
    buyers, customer = book.customers(drawn, rng)
    return Scenario(
        settings=settings,
        sites=sites.sites(orders),
        products=catalogue.products(),
        vehicle_types=sites.vehicle_types(orders),
        lanes=sites.lanes(),
        carrier_rates=sites.carrier_rates(),
        stock=opening,
        demand_forecast=expected.forecast(demand, settings.horizon.start),
        customers=buyers,
        orders=book.orders(drawn, buyers, customer, settings, rng),
        order_lines=order_lines,
        matrix=_no_matrix(),
    )


def _settings(orders: int) -> Settings:
    settings = Settings.model_validate(yaml.safe_load(seoul_settings_text()))
    if orders <= MANY:
        return settings
    return settings.model_copy(update={"solve": settings.solve.model_copy(update={"rounds": MANY_ROUNDS})})


def _no_matrix() -> pd.DataFrame:
    kinds = {
        "from_id": "object",
        "to_id": "object",
        "profile": "object",
        "distance_m": "float64",
        "duration_s": "float64",
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


#: What makes a scenario from a number of orders and a source of randomness, by template name.
TEMPLATES: Mapping[str, Callable[[int, np.random.Generator], Scenario]] = {"seoul": seoul_omnichannel}


def generate(template: str = "seoul", orders: int = 600, seed: int = 1) -> Scenario:
    """Make a scenario from a template.

    Parameters
    ----------
    template
        Name of the template, a key of :data:`TEMPLATES`.
    orders
        Number of orders, from :data:`FEWEST` to :data:`MOST`.
    seed
        Seed of everything drawn: the same arguments give the same scenario.

    Raises
    ------
    ValueError
        If there is no such template, or ``orders`` or ``seed`` is out of range.
    """
    if template not in TEMPLATES:
        msg = f"there is no template {template!r}; there is {', '.join(sorted(TEMPLATES))}"
        raise ValueError(msg)
    if not FEWEST <= orders <= MOST:
        msg = f"orders must be from {FEWEST} to {MOST}, got {orders}"
        raise ValueError(msg)
    if seed < 0:
        msg = f"seed must not be negative, got {seed}"
        raise ValueError(msg)
    return TEMPLATES[template](orders, np.random.default_rng(seed))
