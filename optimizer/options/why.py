"""Reasons for orders that cannot be served, found by trying again with a log."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.demand.orders import OrderBook
from optimizer.network.travel import Travel
from optimizer.options.attempts import outcomes, try_one
from optimizer.options.calendar import IntArray
from optimizer.options.offer import Offer
from optimizer.options.orders import Orders
from optimizer.options.reasons import OPTION_NOT_OFFERED, Log, Reason
from optimizer.options.screen import Screen


@dataclass(frozen=True, eq=False)
class Explainer:
    """Finds why orders are not served.

    Parameters
    ----------
    book, orders
        The order book, and the same as positions.
    offer
        What the strategy offers.
    travel
        Distances.
    """

    book: OrderBook
    orders: Orders
    offer: Offer
    travel: Travel

    def reasons(self, which: IntArray) -> dict[str, tuple[Reason, ...]]:
        """Reasons for the orders at ``which`` over all options and sources, by order id, most telling first."""
        log = self.log(which)
        return {
            self.book.ids[order]: (*self.named(log, position), *self._not_offered(order))
            for position, order in enumerate(which.tolist())
        }

    def log(self, which: IntArray) -> Log:
        """Note what keeps the orders at ``which`` from every option and source."""
        log = Log(len(which))
        for _ in outcomes(Screen(self.offer, self.orders.take(which), self.travel, log)):
            pass
        return log

    def explain(self, order: int) -> tuple[Reason, ...]:
        """Name the most telling reason of each option and source that cannot serve the order."""
        alone = self.orders.take(np.array([order], dtype=np.int64))
        found: dict[tuple[str, str], Reason] = {}
        for option, offered in enumerate(self.offer.options):
            for source in self.offer.sources(offered):
                log = Log(1)
                screen = Screen(self.offer, alone, self.travel, log)
                if try_one(screen, option, source) is None:
                    for reason in self.named(log, 0)[:1]:
                        found.setdefault((reason.option, reason.source), reason)
        return (*found.values(), *self._not_offered(order))

    def named(self, log: Log, position: int) -> tuple[Reason, ...]:
        """Return what a log of this offer holds for an order, the most telling first."""
        return log.reasons(
            position, [option.id for option in self.offer.options], [site.id for site in self.offer.sites]
        )

    def _not_offered(self, order: int) -> tuple[Reason, ...]:
        request = self.book.requested_option[order]
        if request is None or request in self.offer.option_index:
            return ()
        log = Log(1)
        log.record(OPTION_NOT_OFFERED, 0, -1, np.zeros(1, dtype=np.int64))
        return tuple(replace(reason, option=request) for reason in log.reasons(0, [request], []))
