"""One option from one source, start to end; and all of them in turn."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.options import reasons
from optimizer.options.admission import admit, load_shipments
from optimizer.options.calendar import IntArray
from optimizer.options.drafts import Attempt, Drafts
from optimizer.options.loads import Load
from optimizer.options.screen import Screen
from optimizer.options.timing import at_the_point, keep_window, linehauls, parcels, vans
from optimizer.options.vehicles import VanLoads
from optimizer.scenario.settings import ParcelOption, VanOption


@dataclass(frozen=True, eq=False)
class Outcome:
    """Shipments possible by one option from one source.

    Parameters
    ----------
    option, source
        Positions.
    drafts
        The shipments.
    load
        What each order's shipment may carry.
    rate
        Row of the rate card for each order of the screen, -1 where no carrier is paid.
    """

    option: int
    source: int
    drafts: Drafts
    load: Load
    rate: IntArray


def outcomes(screen: Screen) -> Iterator[Outcome]:
    """Outcomes of every option from every source that has any shipment."""
    for number, option in enumerate(screen.offer.options):
        sources = screen.offer.sources(option)
        if not sources:
            Attempt(number, -1, screen.asking(number), screen.log).note(
                screen.asking(number), reasons.NO_SOURCE
            )
        for source in sources:
            outcome = try_one(screen, number, source)
            if outcome is not None:
                yield outcome


def servable(screen: Screen) -> npt.NDArray[np.bool_]:
    """Whether each order has any shipment; orders are not tried again once they have one, shape (N,)."""
    found = np.zeros(len(screen.orders), dtype=bool)
    number, options = np.arange(len(found)), screen.offer.options
    # the ways of vans take longest to work out
    for option in sorted(range(len(options)), key=lambda option: isinstance(options[option], VanOption)):
        for source in screen.offer.sources(options[option]):
            asking = screen.asking(option)
            left = asking[~found[number[asking]]]
            outcome = try_one(screen, option, source, left) if len(left) else None
            if outcome is not None:
                found[number[outcome.drafts.order]] = True
        left = np.flatnonzero(~found[number])
        if len(left) < len(number) / 4:
            screen, number = screen.among(left), number[left]
    return found


def try_one(screen: Screen, option: int, source: int, among: IntArray | None = None) -> Outcome | None:
    """Try an option from a source; None if no order can be served.

    Parameters
    ----------
    screen
        The orders.
    option, source
        Positions.
    among
        Positions of the orders to try, ascending; None: all that may be served by the option.
    """
    who = screen.asking(option) if among is None else among
    attempt = Attempt(option, source, who, screen.log)
    if not screen.offer.in_use[source]:
        attempt.note(attempt.who, reasons.SOURCE_NOT_IN_USE)
        return None
    points = admit(screen, attempt)
    if not len(attempt.who):
        return None
    load, loaded = load_shipments(screen, attempt, points)
    rate = np.full(len(screen.orders), -1, dtype=np.int64)
    chosen = screen.offer.options[option]
    if isinstance(chosen, ParcelOption):
        rate = screen.rates(chosen, load)
        attempt.keep(rate[attempt.who] >= 0, reasons.NO_RATE)
    if not len(attempt.who):
        return None
    drafts = _timed(screen, attempt, (points, rate, loaded))
    return Outcome(option, source, drafts, load, rate) if len(drafts) else None


def _timed(screen: Screen, attempt: Attempt, found: tuple[IntArray, IntArray, VanLoads | None]) -> Drafts:
    points, rate, loaded = found
    option = screen.offer.options[attempt.option]
    if isinstance(option, ParcelOption):
        return parcels(screen, attempt, option, rate)
    if loaded is not None:
        return vans(screen, attempt, loaded)
    by_lane = option.transport == "linehaul"
    drafts = linehauls(screen, attempt, points) if by_lane else at_the_point(screen, attempt)
    return keep_window(screen, attempt, drafts)
