"""Finds the best start and end of an order of stops that is timed leg by leg."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from optimizer.routing.entities import Break, VehicleType, Window
from optimizer.routing.matrix import Traffic

ANY_TIME: tuple[Window, ...] = ((0, 2**62),)

#: Start and end of a route.
Span = tuple[int, int]
#: Arrival, begin and end of service at one stop.
Times = tuple[int, int, int]
#: A break taken: which, the number of stops before it, and when it begins.
Taken = tuple[Break, int, int]


class Timer(Protocol):
    """An order of stops of which the best span is looked for."""

    @property
    def leaving(self) -> Window:
        """Window in which the route may start."""
        ...

    @property
    def least(self) -> int:
        """Duration that no timing falls below."""
        ...

    def earliest_end(self, start: int) -> int | None:
        """Return when a route that starts at this instant is over at the earliest; None if it cannot hold."""
        ...

    def latest_start(self, end: int) -> int:
        """Return the latest start of a route that is over by ``end``, which is an earliest end."""
        ...


@dataclass(frozen=True)
class Tour:
    """An order of stops with everything its timing depends on; by itself without traffic and breaks.

    Parameters
    ----------
    loading
        Duration of loading before the first leg.
    legs
        Durations in free traffic. One more than stops: the last one leads to the end, and is 0 where the route
        ends at its last stop.
    windows, services
        Of each stop: when service may begin, and how long it lasts.
    leaving, arriving
        Windows of the start of loading and of the end; a vehicle that is back too early waits outside.
    distance
        Sum over the legs.
    returns
        False: the route ends at its last stop.
    traffic, breaks
        What the plain timing does not look at.
    """

    loading: int
    legs: list[int]
    windows: list[tuple[Window, ...]]
    services: list[int]
    leaving: Window
    arriving: Window
    distance: int
    returns: bool
    traffic: Traffic | None
    breaks: tuple[Break, ...]

    @cached_property
    def least(self) -> int:
        """Duration without any waiting."""
        return self.loading + sum(self.legs) + sum(self.services)

    def earliest_end(self, start: int) -> int | None:
        """Return the earliest end from this start; see :class:`Timer`."""
        now = start + self.loading
        for leg, windows, service in zip(self.legs, self.windows, self.services, strict=False):
            if now + leg > windows[-1][1]:
                return None
            now = begin(windows, now + leg) + service
        end = max(now + self.legs[-1], self.arriving[0])
        return end if end <= self.arriving[1] else None

    def latest_start(self, end: int) -> int:
        """Return the latest start for this end; see :class:`Timer`."""
        now = end
        for leg, windows, service in zip(
            reversed(self.legs), reversed(self.windows), reversed(self.services), strict=False
        ):
            latest = now - leg - service
            now = max(min(latest, close) for opening, close in windows if opening <= latest)
        return min(now - self.legs[0] - self.loading, self.leaving[1])

    def timeline(self, start: int) -> tuple[list[Times], list[Taken]]:
        """Return the times of each stop when served as early as this start allows, and no rests."""
        times = []
        now = start + self.loading
        for leg, windows, service in zip(self.legs, self.windows, self.services, strict=False):
            arrival = now + leg
            served = begin(windows, arrival)
            now = served + service
            times.append((arrival, served, now))
        return times, []


def begin(windows: tuple[Window, ...], arrival: int) -> int:
    """Earliest start of service at or after ``arrival``, which is no later than the last window's end."""
    for opening, close in windows:
        if arrival <= close:
            return max(arrival, opening)
    msg = f"arrival {arrival} is after the last of the windows {windows}"
    raise ValueError(msg)


def time_cost(kind: VehicleType, duration: int) -> int:
    """Cost units of a route's duration, overtime included."""
    overtime = max(0, duration - kind.overtime_after)
    return kind.cost_per_duration * duration + kind.cost_per_overtime * overtime


def best_span(timer: Timer, kind: VehicleType) -> Span | None:
    """Start and end of the best timing: least cost, earliest end, latest start.

    The earliest end is a non-decreasing function of the start. Each pass finds the earliest end still open and
    the latest start that keeps it. Without traffic only another window of a stop, or another place for a break,
    can make a later pass shorter, and passes are no more than these.
    """
    best: Span | None = None
    start = timer.leaving[0]
    while start <= timer.leaving[1]:
        end = timer.earliest_end(start)
        if end is None:
            break
        start = timer.latest_start(end)
        duration = end - start
        if duration <= kind.max_duration and (
            best is None or time_cost(kind, duration) < time_cost(kind, best[1] - best[0])
        ):
            best = start, end
        cheapest = best is not None and time_cost(kind, best[1] - best[0]) == time_cost(kind, timer.least)
        if cheapest or duration == timer.least:
            break
        start += 1
    return best


def rank(kind: VehicleType, span: Span) -> tuple[int, int, int]:
    """Return what is least for the better span: cost, then the end, then the start turned round."""
    start, end = span
    return time_cost(kind, end - start), end, -start
