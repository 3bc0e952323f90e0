"""Times an order of stops under traffic and with breaks, which it places."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from optimizer.routing.entities import Break, VehicleType, Window
from optimizer.routing.matrix import FREE_FLOW, Traffic
from optimizer.routing.timing import Span, Taken, Times, Tour, begin, best_span, rank, time_cost

_NEVER = 2**62
_FREE = Traffic((0,), (FREE_FLOW,))

#: Earliest or latest instants by the number of breaks taken so far.
_Instants = list[int]


@dataclass(frozen=True)
class RestedTour:
    """A tour under its traffic, with given breaks taken, each wherever that suits best.

    Earliest instants are propagated from stop to stop for each number of breaks taken so far, latest instants
    backwards; before a leg and on arrival the next break may be taken. Who is earlier can always wait, so an
    earlier instant is never worse.

    Parameters
    ----------
    tour
        The order of stops.
    taken
        Breaks taken, in order.
    leaving, arriving
        Windows of start and end.
    """

    tour: Tour
    taken: tuple[Break, ...]
    leaving: Window
    arriving: Window

    @cached_property
    def traffic(self) -> Traffic:
        """How fast vehicles move."""
        return self.tour.traffic or _FREE

    @cached_property
    def least(self) -> int:
        """Duration without any waiting, at the highest rate of the traffic."""
        fastest = max(self.traffic.rates)
        legs = sum(FREE_FLOW * leg // fastest for leg in self.tour.legs)
        rests = sum(one.duration_s for one in self.taken)
        return self.tour.loading + legs + sum(self.tour.services) + rests

    def earliest_end(self, start: int) -> int | None:
        """Return the earliest end from this start; see :class:`~optimizer.routing.timing.Timer`."""
        stages = list(self._stages(start))
        end = max(self._arrive(stages[-1][1], self.tour.legs[-1])[-1], self.arriving[0])
        return end if end <= self.arriving[1] else None

    def latest_start(self, end: int) -> int:
        """Return the latest start for this end; see :class:`~optimizer.routing.timing.Timer`."""
        instants = self._depart([-1] * len(self.taken) + [end], self.tour.legs[-1])
        return min(self._start_of(instants, len(self.tour.services)), self.leaving[1])

    def timeline(self, start: int) -> tuple[list[Times], list[Taken]]:
        """Return the times of each stop, and each rest, of the earliest end from this start."""
        stages = list(self._stages(start))
        taken: list[Taken] = []
        times: list[Times] = []
        count = len(self.taken)
        departure = 0
        for stage, (before, after) in reversed(list(enumerate(stages))):
            served = after[count]
            while after[count] < before[count]:
                count -= 1
                rest = self.taken[count]
                taken.append((rest, stage // 2, after[count + 1] - rest.duration_s))
            if stage % 2:
                number = stage // 2
                times.append((before[count], begin(self.tour.windows[number], served), departure))
            departure = before[count]
        return times[::-1], taken[::-1]

    def likely_starts(self) -> list[int]:
        """Return starts at which the duration may be least under traffic, ascending.

        The duration is a piecewise linear function of the start, but for rounding. It bends or jumps only where
        some leg begins or ends just as the rate changes, as a window of the stop it leads to opens or closes, or
        as a break's does: the latest start for each of these, and the first and last start of all.
        """
        first, last = self.leaving[0], self.latest_start(self.arriving[1])
        if last < first:
            return []
        soonest = [after for _, after in self._stages(first)][::2]
        latest = [after for _, after in self._stages(last)][::2]
        starts = {first, last}
        edges = {edge for rest in self.taken for edge in rest.window} | set(self.traffic.starts)
        windows = [*self.tour.windows, (self.arriving,)]
        for number, (leg, opened) in enumerate(zip(self.tour.legs, windows, strict=True)):
            instants = edges | {edge for window in opened for edge in window if edge < _NEVER}
            leaving = {self.traffic.departure(one, leg) for one in instants} | instants
            for count, (since, until) in enumerate(zip(soonest[number], latest[number], strict=True)):
                for instant in leaving:
                    if since <= instant <= until:
                        still = [-1] * (len(self.taken) + 1)
                        still[count] = instant
                        starts.add(self._start_of(still, number))
        return sorted(one for one in starts if first <= one <= last)

    def _stages(self, start: int) -> Iterator[tuple[_Instants, _Instants]]:
        """Earliest instants before and after resting: loaded, then on arrival and when served, per stop."""
        tour = self.tour
        instants = [start + tour.loading] + [_NEVER] * len(self.taken)
        for leg, windows, service in zip(tour.legs, tour.windows, tour.services, strict=False):
            before, instants = instants, self._rested(instants)
            yield before, instants
            before = self._arrive(instants, leg)
            instants = self._rested(before)
            yield before, instants
            instants = [
                begin(windows, one) + service if one <= windows[-1][1] and one < _NEVER else _NEVER
                for one in instants
            ]
        yield instants, self._rested(instants) if tour.returns else instants

    def _rested(self, instants: _Instants) -> _Instants:
        rested = instants.copy()
        for number, rest in enumerate(self.taken):
            since = max(rested[number], rest.window[0])
            if since <= rest.window[1]:
                rested[number + 1] = min(rested[number + 1], since + rest.duration_s)
        return rested

    def _arrive(self, instants: _Instants, leg: int) -> _Instants:
        return [self.traffic.arrival(one, leg) if one < _NEVER else _NEVER for one in instants]

    def _start_of(self, instants: _Instants, stops: int) -> int:
        """Latest start from which the leg after so many stops begins by these instants; negative if none."""
        tour = self.tour
        for number in reversed(range(stops)):
            if tour.returns or number < len(tour.services) - 1:
                self._rest_by(instants)
            for count, one in enumerate(instants):
                latest = one - tour.services[number]
                starts = (min(latest, close) for opening, close in tour.windows[number] if opening <= latest)
                instants[count] = max(starts, default=-1)
            self._rest_by(instants)
            instants = self._depart(instants, tour.legs[number])
        if tour.returns or tour.services:
            self._rest_by(instants)
        return instants[0] - tour.loading

    def _rest_by(self, instants: _Instants) -> None:
        for number in reversed(range(len(self.taken))):
            rest = self.taken[number]
            since = min(instants[number + 1] - rest.duration_s, rest.window[1])
            if since >= rest.window[0]:
                instants[number] = max(instants[number], since)

    def _depart(self, instants: _Instants, leg: int) -> _Instants:
        return [self.traffic.departure(one, leg) if one >= 0 else -1 for one in instants]


def best_rested(tour: Tour, kind: VehicleType) -> tuple[RestedTour, Span] | None:
    """Best way of taking and leaving out the breaks of a tour, and its best span.

    A break is left out where the route is over by the end of its window, or begins no earlier. Under traffic only
    :meth:`RestedTour.likely_starts` and the earliest one are tried if the duration has a price or a limit that
    the earliest end does not hold; the cheapest of these may cost a few units of rounding more than the cheapest
    of all.
    """
    find = best_span if tour.traffic is None else _best_in_traffic
    found = [(way, span) for way in _ways(tour) if (span := find(way, kind)) is not None]
    return min(found, key=lambda one: rank(kind, one[1]), default=None)


def _ways(tour: Tour) -> Iterator[RestedTour]:
    """Every way of taking a break, being over by the end of its window, or beginning no earlier.

    But for those in which a break is taken that need not be: leaving it out is never worse.
    """
    least = RestedTour(tour, (), tour.leaving, tour.arriving).least
    open_: list[tuple[int, tuple[Break, ...], Window, Window]] = [(0, (), tour.leaving, tour.arriving)]
    while open_:
        number, taken, leaving, arriving = open_.pop()
        shortest = least + sum(one.duration_s for one in taken)
        if leaving[0] > leaving[1] or max(leaving[0] + shortest, arriving[0]) > arriving[1]:
            continue
        if number == len(tour.breaks):
            yield RestedTour(tour, taken, leaving, arriving)
            continue
        rest = tour.breaks[number]
        closes = rest.window[1]
        later = max(leaving[0], closes), leaving[1]
        sooner = arriving[0], min(arriving[1], closes)
        if later == leaving or sooner == arriving:
            open_.append((number + 1, taken, leaving, arriving))
            continue
        if all(one.window[1] > closes for one in taken):
            open_.append((number + 1, taken, later, arriving))
        if all(one.window[1] < closes for one in taken):
            open_.append((number + 1, taken, leaving, sooner))
        open_.append((number + 1, (*taken, rest), leaving, arriving))


def _best_in_traffic(way: RestedTour, kind: VehicleType) -> Span | None:
    first = _span(way, way.leaving[0])
    if first is None:
        return None
    best = first if first[1] - first[0] <= kind.max_duration else None
    if best is not None and time_cost(kind, best[1] - best[0]) == time_cost(kind, way.least):
        return best
    starts = way.likely_starts()
    # between two starts the duration is at least from the later one to the earlier one's end
    parts = [(0, len(starts) - 1, first[1])]
    while parts:
        low, high, soonest = parts.pop()
        if low > high or _no_better(kind, best, soonest - starts[high]):
            continue
        middle = (low + high) // 2
        span = _span(way, starts[middle])
        if span is not None:
            if span[1] - span[0] <= kind.max_duration and (
                best is None or rank(kind, span) < rank(kind, best)
            ):
                best = span
            parts.append((middle + 1, high, span[1]))
        parts.append((low, middle - 1, soonest))
    return best


def _no_better(kind: VehicleType, best: Span | None, least: int) -> bool:
    """Whether no span of at least this duration is better, but for an equal one that ends earlier."""
    if least > kind.max_duration:
        return True
    return best is not None and time_cost(kind, least) > time_cost(kind, best[1] - best[0])


def _span(way: RestedTour, start: int) -> Span | None:
    end = way.earliest_end(start)
    return None if end is None else (way.latest_start(end), end)
