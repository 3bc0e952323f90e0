"""When goods may leave a source under an option, and which departures an order makes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.options.calendar import NEVER, Calendar, IntArray


@dataclass(frozen=True, eq=False)
class Departures:
    """Departures from one source under one rule, in order of time.

    Parameters
    ----------
    suffix
        What follows the date in the label: ``T17:00``, ``@dawn``.
    days
        Day index of each departure, shape (J,).
    leaves
        Instant, shape (J,).
    deadline
        Latest ``placed_at`` of an order that makes it, shape (J,).
    ends
        Instant by which a wave is back; :data:`~optimizer.options.calendar.NEVER` otherwise, shape (J,).
    """

    suffix: str
    days: IntArray
    leaves: IntArray
    deadline: IntArray
    ends: IntArray

    def first(self, placed: IntArray, ready: IntArray) -> IntArray:
        """Position of the first departure that each order makes, J if it makes none, shape (N,)."""
        in_time = np.searchsorted(self.deadline, placed, side="left")
        packed = np.searchsorted(self.leaves, ready, side="left")
        result: IntArray = np.maximum(in_time, packed).astype(np.int64)
        return result

    def missed_by(self, position: IntArray, placed: IntArray, ready: IntArray) -> IntArray:
        """Seconds by which each order is too late for the departure at ``position``, shape (N,)."""
        late: IntArray = np.maximum(placed - self.deadline[position], ready - self.leaves[position])
        return late


@dataclass(frozen=True)
class Times:
    """Times of day of a rule in minutes after midnight.

    Parameters
    ----------
    at
        Departure.
    order_by, days_before
        Until when orders make it, on the day of departure or so many days before; None: no such limit.
    back_by
        End of the wave; None where there is none.
    """

    at: int
    order_by: int | None = None
    days_before: int = 0
    back_by: int | None = None


def departures(calendar: Calendar, suffix: str, on: npt.NDArray[np.bool_], times: Times) -> Departures:
    """Departures on all days of the horizon whose weekday is in ``on`` (Monday first, shape (7,))."""
    horizon = np.arange(calendar.days, dtype=np.int64)
    days = horizon[on[calendar.weekday(horizon)]]
    never = np.full_like(days, NEVER)
    return Departures(
        suffix=suffix,
        days=days,
        leaves=calendar.instant(days, times.at),
        deadline=never
        if times.order_by is None
        else calendar.instant(days - times.days_before, times.order_by),
        ends=never if times.back_by is None else calendar.instant(days, times.back_by),
    )


@dataclass(frozen=True, eq=False)
class Chosen:
    """Departures chosen for orders.

    Parameters
    ----------
    order
        Position of the order among those asked for, ascending, shape (M,).
    rule
        Position of the rule, shape (M,).
    departure
        Position among the rule's departures, shape (M,).
    """

    order: IntArray
    rule: IntArray
    departure: IntArray

    def of(self, rules: Sequence[Departures], name: str) -> IntArray:
        """Value of the field ``name`` of each chosen departure, shape (M,)."""
        result = np.full(len(self.order), -1, dtype=np.int64)
        for number, rule in enumerate(rules):
            among = self.rule == number
            result[among] = getattr(rule, name)[self.departure[among]]
        return result


@dataclass(frozen=True, eq=False)
class Asked:
    """What orders ask of a departure; all of shape (N,).

    Parameters
    ----------
    placed, ready
        When they are placed, and when their goods are ready at the source.
    since, until
        Window that a wave must meet; ``-NEVER`` and ``NEVER`` without.
    """

    placed: IntArray
    ready: IntArray
    since: IntArray
    until: IntArray


def choose(rules: Sequence[Departures], asked: Asked, choices: int) -> Chosen:
    """First ``choices`` possible departures of each order over all rules, by time."""
    count = len(asked.placed)
    steps = np.arange(choices, dtype=np.int64)
    leaves, position = [], []
    for rule in rules:
        first = np.maximum(
            rule.first(asked.placed, asked.ready), np.searchsorted(rule.ends, asked.since, side="left")
        )
        there = first[:, None] + steps
        known = np.append(rule.leaves, NEVER)[np.minimum(there, len(rule.leaves))]
        leaves.append(np.where(known <= asked.until[:, None], known, NEVER))
        position.append(there)
    if not leaves or not count:
        none = np.zeros(0, dtype=np.int64)
        return Chosen(none, none, none)
    times, positions = np.hstack(leaves), np.hstack(position)
    ahead = np.argsort(times, axis=1, kind="stable")[:, :choices]
    order, rank = np.nonzero(np.take_along_axis(times, ahead, axis=1) < NEVER)
    column = ahead[order, rank]
    return Chosen(order.astype(np.int64), column // choices, positions[order, column])


def just_missed(rule: Departures, number: int, asked: Asked) -> Chosen:
    """Choose the departure before the first one each order makes, if any; ``number`` is the rule's."""
    before = rule.first(asked.placed, asked.ready) - 1
    order = np.flatnonzero(before >= 0).astype(np.int64)
    return Chosen(order, np.full(len(order), number, dtype=np.int64), before[order])
