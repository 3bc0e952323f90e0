"""By when an order is promised: by the option, and by what its segment is told."""

import numpy as np

from optimizer.options.calendar import NEVER, Calendar, IntArray, seconds
from optimizer.scenario.settings import OptionBase, Segment


def promised_at(calendar: Calendar, option: OptionBase, segment: Segment, placed: IntArray) -> IntArray:
    """Latest hand-over promised to orders of one segment; :data:`~optimizer.options.calendar.NEVER` for none.

    Parameters
    ----------
    placed
        Instants of ordering, shape (N,).

    Returns
    -------
    numpy.ndarray
        The earliest of ``placed + hours``, the option's ``days`` later at ``by``, and the segment's
        ``promise_hours``, shape (N,).
    """
    promised: IntArray = np.full(len(placed), NEVER, dtype=np.int64)
    if segment.promise_hours is not None:
        promised = np.minimum(promised, placed + seconds(segment.promise_hours, 3600))
    known = option.promise
    if known is not None and known.hours is not None:
        promised = np.minimum(promised, placed + seconds(known.hours, 3600))
    if known is not None and known.days is not None:
        promised = np.minimum(promised, calendar.instant(calendar.day(placed) + known.days, known.by))
    return promised
