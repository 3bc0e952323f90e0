"""When an order is promised to be handed over."""

import numpy as np

from optimizer.options.calendar import NEVER, Calendar, IntArray, seconds
from optimizer.scenario.settings import Option, Segment


def promised_at(calendar: Calendar, option: Option, segment: Segment, placed: IntArray) -> IntArray:
    """Latest hand-over promised by the option and to the segment, the earliest of all that hold.

    Parameters
    ----------
    calendar
        Local days.
    option, segment
        The option, and the customer's segment.
    placed
        Instants of ordering, shape (N,).

    Returns
    -------
    numpy.ndarray
        Instants; :data:`~optimizer.options.calendar.NEVER` without promise, shape (N,).
    """
    promised = np.full(len(placed), NEVER, dtype=np.int64)
    told = option.promise
    for hours in (segment.promise_hours, None if told is None else told.hours):
        if hours is not None:
            promised = np.minimum(promised, placed + seconds(hours, 3600))
    if told is not None and told.days is not None:
        promised = np.minimum(promised, calendar.instant(calendar.day(placed) + told.days, told.by))
    return promised


def is_hard(option: Option) -> bool:
    """Whether a hand-over after the promise is not allowed."""
    return option.late_cost_per_hour is None
