"""Shipments of one option from one source, while they are being worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.options.calendar import NEVER, IntArray
from optimizer.options.reasons import Log

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drafts:
    """M shipments; every array has shape (M,).

    Parameters
    ----------
    order
        Position of the order among those screened.
    suffix
        What follows the date in the departure's label, as position in the screen's list.
    day
        Day index of the label.
    leaves
        Instant of leaving.
    handed_over
        Instant of hand-over; by van the soonest possible.
    earliest, latest
        Earliest and latest start of service by van, else -1.
    point, lane
        Positions of the collection point and of the lane to it, -1 for none.
    """

    order: IntArray
    suffix: IntArray
    day: IntArray
    leaves: IntArray
    handed_over: IntArray
    earliest: IntArray
    latest: IntArray
    point: IntArray
    lane: IntArray

    @classmethod
    def leaving(cls, order: IntArray, suffix: IntArray, day: IntArray, leaves: IntArray) -> Self:
        """Shipments whose hand-over is not known yet, to no collection point."""
        none = np.full(len(order), -1, dtype=np.int64)
        return cls(order, suffix, day, leaves, np.full(len(order), NEVER), none, none, none, none)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All shipments of ``parts``, ordered by order; within an order as they come."""
        if not parts:
            empty = np.zeros(0, dtype=np.int64)
            return cls.leaving(empty, empty, empty, empty)
        whole = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)
        }
        return cls(**whole).take(np.argsort(whole["order"], kind="stable"))

    def __len__(self) -> int:
        return len(self.order)

    def take(self, which: IntArray | BoolArray) -> Self:
        """Return the shipments at ``which``."""
        return replace(self, **{field.name: getattr(self, field.name)[which] for field in fields(self)})


class Attempt:
    """One option tried from one source: who is still in, and why the others are out.

    Parameters
    ----------
    option, source
        Positions; ``source`` is -1 where no single site is meant.
    who
        Positions of the orders, ascending.
    log
        Where reasons are noted; None: nowhere.
    """

    def __init__(self, option: int, source: int, who: IntArray, log: Log | None) -> None:
        self.option = option
        self.source = source
        self.who = who
        self.log = log

    def keep(self, fine: BoolArray, reason: str, shortfall: npt.NDArray[np.generic] | None = None) -> None:
        """Go on with the orders that are ``fine``; ``reason`` keeps the others, by ``shortfall``."""
        if fine.all():
            return
        self.note(self.who[~fine], reason, None if shortfall is None else shortfall[~fine])
        self.who = self.who[fine]

    def keep_drafts(
        self, drafts: Drafts, fine: BoolArray, reason: str, shortfall: npt.NDArray[np.generic] | None = None
    ) -> Drafts:
        """Go on with the shipments that are ``fine``; ``reason`` keeps the others, by ``shortfall``."""
        if fine.all():
            return drafts
        self.note(drafts.order[~fine], reason, None if shortfall is None else shortfall[~fine])
        return drafts.take(fine)

    def note(self, orders: IntArray, reason: str, shortfall: npt.NDArray[np.generic] | None = None) -> None:
        """Write down a reason for orders that may repeat; the smallest shortfall of each counts."""
        if self.log is None or not len(orders):
            return
        if shortfall is None:
            self.log.record(reason, self.option, self.source, np.unique(orders))
            return
        amount = shortfall.astype(np.float64)
        ahead = np.lexsort((amount, orders))
        each, first = np.unique(orders[ahead], return_index=True)
        self.log.record(reason, self.option, self.source, each, amount[ahead][first])
