"""What is known of a set of orders under a strategy's offer; each figure is computed once."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimizer.network.travel import Travel
from optimizer.options import reasons
from optimizer.options.calendar import NEVER, IntArray, seconds
from optimizer.options.drafts import Attempt
from optimizer.options.loads import Load, Loads
from optimizer.options.offer import Offer
from optimizer.options.orders import Orders
from optimizer.options.reasons import Log
from optimizer.scenario.settings import OptionBase, ParcelOption

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
    ) -> None:
        self.offer = offer
        self.orders = orders
        self.travel = travel
        self.log = log
        self.loads = Loads(offer, orders)
        self.suffixes = {} if suffixes is None else suffixes
        self._ready: dict[int, IntArray] = {}
        self._promise: dict[int, IntArray] = {}
        self._asking: dict[int, IntArray] = {}

    @cached_property
    def distance_m(self) -> IntArray:
        """Road distance from each site to each order's address, shape (S, N)."""
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
            promised = _promised_to_segments(self.offer, self.orders)
            known = self.offer.options[option].promise
            if known is not None and known.hours is not None:
                promised = np.minimum(promised, self.orders.placed + seconds(known.hours, 3600))
            if known is not None and known.days is not None:
                day = self.offer.calendar.day(self.orders.placed) + known.days
                promised = np.minimum(promised, self.offer.calendar.instant(day, known.by))
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
        orders = self.orders
        return self.offer.card.rows(option.carrier, orders.districts, orders.district, load.milligrams)


def _promised_to_segments(offer: Offer, orders: Orders) -> IntArray:
    hours = [offer.settings.segments[name].promise_hours for name in orders.segments]
    after = np.array([NEVER if limit is None else seconds(limit, 3600) for limit in hours], dtype=np.int64)
    promised: IntArray = np.minimum(orders.placed + after[orders.segment], NEVER)
    return promised


def is_hard(option: OptionBase) -> bool:
    """Whether a hand-over after the promise is not allowed."""
    return option.late_cost_per_hour is None
