"""What is known of a set of orders under a strategy's offer; each figure is computed once."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimizer.network.travel import Travel
from optimizer.options import reasons
from optimizer.options.calendar import NEVER, IntArray
from optimizer.options.drafts import Attempt
from optimizer.options.loads import Load, Loads
from optimizer.options.offer import Offer
from optimizer.options.orders import Orders
from optimizer.options.promise import promised_at
from optimizer.options.rates import MG_PER_KG
from optimizer.options.reasons import Log
from optimizer.scenario.settings import ParcelOption

BoolArray = npt.NDArray[np.bool_]


class Screen:
    """N orders against what a strategy offers.

    Parameters
    ----------
    offer
        What is offered.
    orders
        Orders, all of the book or some.
    travel
        Distances.
    log
        Where reasons are noted; None: nowhere.
    suffixes
        Position of each text that follows the date in a departure's label; new ones are added.
    distance_m
        Road distance from each site to each order's address if known already, shape (S, N).

    Attributes
    ----------
    loads
        What shipments may carry.
    """

    def __init__(
        self,
        offer: Offer,
        orders: Orders,
        travel: Travel,
        log: Log | None = None,
        suffixes: dict[str, int] | None = None,
        distance_m: IntArray | None = None,
    ) -> None:
        self.offer = offer
        self.orders = orders
        self.travel = travel
        self.log = log
        self.loads = Loads(offer, orders)
        self.suffixes = {} if suffixes is None else suffixes
        self._distance_m = distance_m
        self._ready: dict[int, IntArray] = {}
        self._promise: dict[int, IntArray] = {}
        self._asking: dict[int, IntArray] = {}

    def among(self, which: IntArray) -> "Screen":
        """Return the same offer against the orders at ``which`` alone."""
        distance_m = self.distance_m[:, which]
        return Screen(self.offer, self.orders.take(which), self.travel, self.log, distance_m=distance_m)

    @cached_property
    def distance_m(self) -> IntArray:
        """Road distance from each site to each order's address, shape (S, N)."""
        if self._distance_m is not None:
            return self._distance_m
        between = self.travel.distance_m([site.id for site in self.offer.sites], self.orders.addresses)
        return between[:, self.orders.address]

    @cached_property
    def collect_max_m(self) -> npt.NDArray[np.float64]:
        """How far each order's segment goes to collect, shape (N,)."""
        segments = self.offer.settings.segments
        limits = [round(segments[name].collect_max_km * 1000, 6) for name in self.orders.segments]
        return np.array(limits)[self.orders.segment]

    def suffix(self, text: str) -> int:
        """Position of ``text`` in :attr:`suffixes`."""
        return self.suffixes.setdefault(text, len(self.suffixes))

    def ready(self, site: int) -> IntArray:
        """Instant at which each order's goods are ready at the site, shape (N,)."""
        if site not in self._ready:
            self._ready[site] = self.offer.calendar.ready(self.offer.sites[site], self.orders.placed)
        return self._ready[site]

    def promise(self, option: int) -> IntArray:
        """Latest hand-over promised to each order by the option and its segment; ``NEVER`` for none, shape (N,)."""
        if option not in self._promise:
            promised = np.full(len(self.orders), NEVER, dtype=np.int64)
            for number, name in enumerate(self.orders.segments):
                among = np.flatnonzero(self.orders.segment == number)
                promised[among] = promised_at(
                    self.offer.calendar,
                    self.offer.options[option],
                    self.offer.settings.segments[name],
                    self.orders.placed[among],
                )
            self._promise[option] = promised
        return self._promise[option]

    def asking(self, option: int) -> IntArray:
        """Orders that may be served by the option at all: bound to no other one, hand-over accepted."""
        if option not in self._asking:
            attempt = Attempt(option, -1, np.arange(len(self.orders), dtype=np.int64), self.log)
            if self.offer.settings.policies.delivery.requested == "binding":
                request = self.orders.requested_option
                attempt.keep((request < 0) | (request == option), reasons.BOUND_TO_REQUEST)
            segments, hand_over = self.offer.settings.segments, self.offer.options[option].hand_over
            accepts = np.array(
                [hand_over in segments[name].accepts for name in self.orders.segments], dtype=bool
            )
            attempt.keep(accepts[self.orders.segment[attempt.who]], reasons.SEGMENT_REFUSES)
            self._asking[option] = attempt.who
        return self._asking[option]

    def rates(self, option: ParcelOption, load: Load) -> IntArray:
        """Row of the rate card for each order's load, -1 for none, shape (N,)."""
        orders, weight_kg = self.orders, load.milligrams / MG_PER_KG
        return self.offer.card.rows(option.carrier, orders.districts, orders.district, weight_kg)
