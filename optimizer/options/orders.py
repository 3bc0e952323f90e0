"""Orders of the book as arrays of positions, so that any subset can be screened alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from optimizer.demand.orders import NO_INSTANT, OrderBook
from optimizer.options.calendar import NEVER, IntArray

Name = TypeVar("Name", str, str | None)


@dataclass(frozen=True, eq=False)
class Orders:
    """N orders and their L lines; the lines of an order stand together, in the order of the orders.

    Parameters
    ----------
    number
        Position in the order book, shape (N,).
    placed
        Instant of ordering, shape (N,).
    segment, district, address
        Positions in ``segments``, ``districts`` and ``addresses`` (place ids), shape (N,).
    requested_option, requested_point
        Positions among the options offered and the sites; -1 for none and what is not among them, shape (N,).
    window_start, window_end
        Instants; a side without limit is ``-NEVER`` or ``NEVER``, shape (N,).
    lines
        Number of lines, shape (N,).
    line_number
        Position in the order book's lines, shape (L,).
    line_product, line_quantity
        Position among the products, and units, shape (L,).
    """

    number: IntArray
    placed: IntArray
    segment: IntArray
    district: IntArray
    address: IntArray
    requested_option: IntArray
    requested_point: IntArray
    window_start: IntArray
    window_end: IntArray
    lines: IntArray
    line_number: IntArray
    line_product: IntArray
    line_quantity: IntArray
    segments: Sequence[str]
    districts: Sequence[str]
    addresses: Sequence[str]

    def __len__(self) -> int:
        return len(self.number)

    @cached_property
    def first_line(self) -> IntArray:
        """Position of each order's first line, shape (N,)."""
        first: IntArray = np.cumsum(self.lines) - self.lines
        return first

    @cached_property
    def line_order(self) -> IntArray:
        """Order of each line, shape (L,)."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.lines)

    @cached_property
    def windowed(self) -> npt.NDArray[np.bool_]:
        """Whether each order has a window, shape (N,)."""
        return (self.window_start > -NEVER) | (self.window_end < NEVER)

    def take(self, which: IntArray) -> Self:
        """Return the orders at ``which`` with their lines and addresses, as orders of their own."""
        kept = ranges(self.first_line[which], self.lines[which])
        addresses, address = np.unique(self.address[which], return_inverse=True)
        by_order = ("number", "placed", "segment", "district", "requested_option", "requested_point")
        by_order += ("window_start", "window_end", "lines")  # type: ignore[assignment]
        by_line = ("line_number", "line_product", "line_quantity")
        return replace(
            self,
            **{name: getattr(self, name)[which] for name in by_order},
            **{name: getattr(self, name)[kept] for name in by_line},
            address=address.astype(np.int64),
            addresses=[self.addresses[position] for position in addresses],
        )


def orders_of(book: OrderBook, options: Mapping[str, int], sites: Mapping[str, int]) -> Orders:
    """All orders of the book.

    Parameters
    ----------
    book
        The order book.
    options, sites
        Position of each option offered, and of each site, by id.
    """
    segments, segment = coded(book.segment)
    districts, district = coded(book.district)
    addresses, address = coded(book.place)
    return Orders(
        number=np.arange(len(book), dtype=np.int64),
        placed=book.placed_at,
        segment=segment,
        district=district,
        address=address,
        requested_option=positions(*coded(book.requested_option), options),
        requested_point=positions(*coded(book.requested_point), sites),
        window_start=np.where(book.window_start == NO_INSTANT, -NEVER, book.window_start),
        window_end=np.where(book.window_end == NO_INSTANT, NEVER, book.window_end),
        lines=np.diff(book.line_start),
        line_number=np.arange(len(book.lines.id), dtype=np.int64),
        line_product=book.lines.product,
        line_quantity=book.lines.quantity,
        segments=segments,
        districts=districts,
        addresses=addresses,
    )


def ranges(first: IntArray, count: IntArray) -> IntArray:
    """Concatenate ``first[i], first[i] + 1, ...``, ``count[i]`` of them, over all i."""
    before = np.cumsum(count) - count
    result: IntArray = np.arange(int(count.sum()), dtype=np.int64) + np.repeat(first - before, count)
    return result


def coded(names: Sequence[Name]) -> tuple[list[Name], IntArray]:
    """Different names in order of first occurrence, and each name's position among them."""
    known = {name: position for position, name in enumerate(dict.fromkeys(names))}
    return list(known), np.array([known[name] for name in names], dtype=np.int64)


def positions(names: Sequence[str | None], code: IntArray, known: Mapping[str, int]) -> IntArray:
    """Position among ``known`` of coded names; -1 for None and what is not among them."""
    found = [-1 if name is None else known.get(name, -1) for name in names]
    result: IntArray = np.array(found, dtype=np.int64)[code]
    return result
