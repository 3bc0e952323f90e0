"""Every shipment that could serve an order under a strategy."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.demand.orders import OrderBook
from optimizer.network.travel import Travel
from optimizer.options.attempts import Outcome, outcomes
from optimizer.options.calendar import IntArray
from optimizer.options.offer import Offer, offer
from optimizer.options.orders import Orders, orders_of, ranges
from optimizer.options.rates import MG_PER_KG
from optimizer.options.screen import Screen
from optimizer.options.table import Candidates, SmallArray
from optimizer.options.timing import service_s
from optimizer.options.why import Explainer
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import VanOption

Columns = dict[str, npt.NDArray[Any]]

#: Orders worked out at once, so that memory is bounded.
_AT_ONCE = 2048
#: Type of every column; ``suffix`` is only there until the labels are known.
_TYPES: Mapping[str, type] = {
    **dict.fromkeys(
        ("order", "source", "option", "suffix", "point", "day", "lane", "distance_m", "service_s"), np.int32
    ),
    **dict.fromkeys(
        ("leaves_at", "handed_over_at", "promise_at", "earliest_start", "latest_start"), np.int64
    ),
    **dict.fromkeys(("late_hours", "weight_kg", "carrier", "co2_g"), np.float64),
}


def candidates(
    scenario: Scenario, sites_in_use: Sequence[str], book: OrderBook, travel: Travel
) -> Candidates:
    """List the shipments that could be made, each with its times and costs (``docs/model.md``).

    Parameters
    ----------
    scenario
        Effective scenario of the strategy: its options are the ones offered.
    sites_in_use
        Ids of the sites the strategy uses.
    book
        Order book of the scenario.
    travel
        Distances of the scenario.
    """
    offered = offer(scenario, sites_in_use)
    orders = orders_of(book, offered.option_index, offered.site_index)
    suffixes: dict[str, int] = {}
    parts: list[Columns] = []
    entries: list[tuple[SmallArray, SmallArray]] = []
    made = 0
    for start in range(0, max(len(orders), 1), _AT_ONCE):
        block = orders.take(np.arange(start, min(start + _AT_ONCE, len(orders)), dtype=np.int64))
        columns, lines, owners = _block(Screen(offered, block, travel, suffixes=suffixes))
        parts.append(columns)
        entries.append((lines.astype(np.int32), (owners + made).astype(np.int32)))
        made += len(columns["order"])
    rows = _joined(parts)
    departure, departures = _labels(offered, rows.pop("suffix"), rows["day"], list(suffixes))
    pool, pools = _pools(offered, rows, departure, departures)
    return Candidates(
        book=book,
        offer=offered,
        departure=departure,
        pool=pool,
        departures=departures,
        pools=pools,
        entry_line=np.concatenate([lines for lines, _ in entries]),
        entry_candidate=np.concatenate([owners for _, owners in entries]),
        explainer=Explainer(book, orders, offered, travel),
        **rows,
    )


def _block(screen: Screen) -> tuple[Columns, IntArray, IntArray]:
    """Columns of a block's shipments by order, and its entries by shipment: lines and shipments."""
    parts: list[Columns] = []
    lines: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    owners: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    made = 0
    for outcome in outcomes(screen):
        parts.append(_columns(screen, outcome))
        carried, owner = _entries(screen.orders, outcome)
        lines.append(carried)
        owners.append(owner + made)
        made += len(outcome.drafts)
    rows = _joined(parts)
    ahead = np.argsort(rows["order"], kind="stable")
    for name in rows:
        rows[name] = rows[name][ahead]
    place = np.empty_like(ahead)
    place[ahead] = np.arange(len(ahead))
    line, owner = np.concatenate(lines), place[np.concatenate(owners)]
    by_owner = np.argsort(owner, kind="stable")
    return rows, line[by_owner], owner[by_owner]


def _joined(parts: Sequence[Columns]) -> Columns:
    """Put columns one below the other, freeing each part's as it goes."""
    return {
        name: np.concatenate([np.zeros(0, dtype=kind), *(part.pop(name) for part in parts)])
        for name, kind in _TYPES.items()
    }


def _columns(screen: Screen, outcome: Outcome) -> Columns:
    """Columns of the shipments of one option and source."""
    drafts, offered = outcome.drafts, screen.offer
    option = offered.options[outcome.option]
    by_van = isinstance(option, VanOption)
    promise = screen.promise(outcome.option)[drafts.order]
    late_s = np.maximum(drafts.handed_over - promise, 0)
    rate = outcome.rate[drafts.order]
    paid = rate >= 0
    values: dict[str, object] = {
        "order": screen.orders.number[drafts.order],
        "source": outcome.source,
        "option": outcome.option,
        "suffix": drafts.suffix,
        "point": drafts.point,
        "day": drafts.day,
        "lane": drafts.lane,
        "distance_m": screen.distance_m[
            np.where(drafts.point < 0, outcome.source, drafts.point), drafts.order
        ],
        "service_s": service_s(option),
        "leaves_at": drafts.leaves,
        "handed_over_at": -1 if by_van else drafts.handed_over,
        "promise_at": promise,
        "earliest_start": drafts.earliest,
        "latest_start": drafts.latest,
        "late_hours": late_s / 3600,
        "weight_kg": outcome.load.milligrams[drafts.order] / MG_PER_KG,
        "carrier": _looked_up(offered.card.amount, rate, paid),
        "co2_g": _looked_up(offered.card.co2_g, rate, paid),
    }
    count = len(drafts)
    return {name: np.full(count, values[name], dtype=kind) for name, kind in _TYPES.items()}


def _looked_up(
    table: npt.NDArray[np.float64], row: IntArray, paid: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    result = np.zeros(len(row))
    result[paid] = table[row[paid]]
    return result


def _entries(orders: Orders, outcome: Outcome) -> tuple[IntArray, IntArray]:
    """Lines that each shipment may carry: position in the book's lines, and position of the shipment."""
    carried = np.flatnonzero(outcome.load.carried)
    count = np.bincount(orders.line_order[carried], minlength=len(orders))
    first = np.cumsum(count) - count
    order = outcome.drafts.order
    owner = np.repeat(np.arange(len(order), dtype=np.int64), count[order])
    return orders.line_number[carried[ranges(first[order], count[order])]], owner


def _labels(
    offered: Offer, suffix: npt.NDArray[Any], day: npt.NDArray[Any], suffixes: Sequence[str]
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Each shipment's departure as position among the labels, which are sorted by date."""
    span = max(len(suffixes), 1)
    codes, position = np.unique(day.astype(np.int64) * span + suffix, return_inverse=True)
    labels = (
        offered.calendar.text(date) + suffixes[number]
        for date, number in (divmod(code, span) for code in codes.tolist())
    )
    return position.astype(np.int32), tuple(labels)


def _pools(
    offered: Offer, rows: Columns, departure: npt.NDArray[np.int32], departures: Sequence[str]
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Name the pools, and each shipment's position among them, -1 for none."""
    by_van = np.array([isinstance(option, VanOption) for option in offered.options])[rows["option"]]
    owner = np.where(
        by_van, rows["source"], np.where(rows["lane"] >= 0, len(offered.sites) + rows["lane"], -1)
    )
    span = max(len(departures), 1)
    shared = owner >= 0
    codes, position = np.unique(
        owner[shared].astype(np.int64) * span + departure[shared], return_inverse=True
    )
    pool = np.full(len(owner), -1, dtype=np.int32)
    pool[shared] = position
    names = []
    for code in codes.tolist():
        number, label = divmod(code, span)
        sites = len(offered.sites)
        names.append(
            f"{offered.sites[number].id}/{departures[label]}"
            if number < sites
            else f"{offered.lanes[number - sites].id}|{departures[label]}"
        )
    return pool, tuple(names)
