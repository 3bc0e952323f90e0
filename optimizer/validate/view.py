"""A scenario as each of its strategies sees it, with the orders each can serve."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.core.errors import Place
from optimizer.demand.orders import OrderBook, order_book
from optimizer.network.travel import Travel
from optimizer.options.attempts import servable
from optimizer.options.offer import Offer, offer
from optimizer.options.orders import coded, orders_of, positions
from optimizer.options.screen import Screen
from optimizer.options.why import Explainer
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario

SETTINGS_FILE = "scenario.yaml"


@dataclass(frozen=True, eq=False)
class StrategyView:
    """What one strategy offers, and to whom.

    Parameters
    ----------
    name
        Name of the strategy.
    screen
        All orders against its offer.
    served
        Whether each order of the book has any shipment, shape (N,).
    explainer
        Finds why not.
    """

    name: str
    screen: Screen
    served: npt.NDArray[np.bool_]
    explainer: Explainer

    @property
    def offer(self) -> Offer:
        """Options, sites and vehicles of the strategy."""
        return self.screen.offer

    @property
    def place(self) -> Place:
        """Where the strategy is written."""
        return Place(SETTINGS_FILE, None, f"strategies.{self.name}")


@dataclass(frozen=True, eq=False)
class World:
    """What the checks look at.

    Parameters
    ----------
    scenario
        A loaded scenario.
    book, travel
        Its orders and distances.
    views
        Its strategies.
    """

    scenario: Scenario
    book: OrderBook
    travel: Travel
    views: tuple[StrategyView, ...]


def see(scenario: Scenario, strategies: Iterable[str]) -> World:
    """Look at a scenario with the eyes of its strategies; distances are found once for all of them."""
    book, travel = order_book(scenario), Travel.from_scenario(scenario)
    orders = orders_of(book, {}, {site.id: number for number, site in enumerate(scenario.sites)})
    requests, request = coded(book.requested_option)
    distance_m = None
    views = []
    for name in strategies:
        offered = offer(effective(scenario, name), sites_in_use(scenario, name))
        asking = replace(orders, requested_option=positions(requests, request, offered.option_index))
        screen = Screen(offered, asking, travel, distance_m=distance_m)
        distance_m = screen.distance_m
        explainer = Explainer(book, asking, offered, travel)
        views.append(StrategyView(name, screen, servable(screen), explainer))
    return World(scenario, book, travel, tuple(views))
