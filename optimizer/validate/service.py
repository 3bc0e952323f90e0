"""Checks of the orders: which of them nothing can serve, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.errors import Finding, Severity, code
from optimizer.options import reasons
from optimizer.options.calendar import IntArray
from optimizer.options.reasons import Log, Reason
from optimizer.scenario.findings import at_rows
from optimizer.validate.geography import sheet
from optimizer.validate.registry import check
from optimizer.validate.view import StrategyView, World

#: Orders whose reasons are looked for; the others are only counted.
EXPLAINED = 1000
#: Reasons that lie in where a customer lives, or in what the customer's segment accepts.
REACH = frozenset(
    {
        reasons.NO_SOURCE,
        reasons.SOURCE_NOT_IN_USE,
        reasons.SEGMENT_REFUSES,
        reasons.TOO_FAR,
        reasons.POINT_TOO_FAR,
        reasons.NO_POINT,
        reasons.NOT_AT_SITE,
        reasons.BEYOND_RANGE,
    }
)

UNREACHABLE = code(
    "unreachable-customer",
    "No option of any strategy reaches the customer.",
    "Correct the address, add a nearer source or point, or let the segment accept more.",
)
NOTHING_SERVED = code(
    "nothing-served",
    "A strategy cannot serve a single order.",
    "Correct its options, sites and promises.",
)


@check(
    "orders-not-served",
    "A strategy has no shipment for some orders; they will be unserved, at a cost.",
    "Offer an option that serves them, or accept it.",
)
def orders_not_served(world: World) -> Iterator[Finding]:
    """Count per strategy the orders that none of its options serves; an error where it serves none."""
    count = len(world.book)
    for view in world.views:
        missing = np.flatnonzero(~view.served).astype(np.int64)
        if not len(missing):
            continue
        asked = missing[:EXPLAINED]
        log = view.explainer.log(asked)
        none = len(missing) == count
        first = view.explainer.named(log, 0)[0]
        yield Finding(
            NOTHING_SERVED if none else "orders-not-served",
            view.place,
            f"no shipment for {_share(len(missing), count)} ({_tally(log, len(missing))}); "
            f"for example {world.book.ids[asked[0]]}: {first.detail}",
            f"For {world.book.ids[asked[0]]}: {first.fix}",
            Severity.ERROR if none else Severity.WARNING,
        )


def _share(missing: int, count: int) -> str:
    return "any order" if missing == count else f"{missing:,} of {count:,} orders"


def _tally(log: Log, missing: int) -> str:
    """How often each reason comes first."""
    codes = [name for name in log.telling() if name]
    text = ", ".join(f"{name} {times:,}" for name, times in Counter(codes).most_common(4))
    return text if missing <= EXPLAINED else f"of the first {EXPLAINED:,}: {text}"


@dataclass(frozen=True, eq=False)
class _Unserved:
    """Orders that no strategy serves.

    Parameters
    ----------
    rows
        Their rows in the table of orders, ascending, shape (N,).
    logs
        Why not, by strategy.
    explained
        The first of them, for which the logs hold reasons; rows, shape (E,).
    """

    rows: IntArray
    explained: IntArray
    logs: tuple[tuple[StrategyView, Log], ...]

    @property
    def out_of_reach(self) -> npt.NDArray[np.bool_]:
        """Whether the reasons of each explained order all lie in its customer, shape (E,)."""
        result = np.ones(len(self.explained), dtype=bool)
        for _, log in self.logs:
            result &= log.only(REACH)
        return result

    def reason(self, row: int) -> Reason | None:
        """Most telling reason under the strategy that came nearest to serving the order; None if not looked for."""
        position = int(np.searchsorted(self.explained, row))
        if position == len(self.explained) or self.explained[position] != row:
            return None
        found = [reason for view, log in self.logs for reason in view.explainer.named(log, position)[:1]]
        return max(found, key=lambda reason: reasons.RANK[reason.code], default=None)


def _unserved(world: World) -> _Unserved:
    missing = np.ones(len(world.book), dtype=bool)
    for view in world.views:
        missing &= ~view.served
    orders = np.flatnonzero(missing).astype(np.int64)
    table = pd.Index(world.scenario.orders["id"])
    rows = table.get_indexer([world.book.ids[order] for order in orders]).astype(np.int64)
    ahead = np.argsort(rows)
    some = orders[ahead[:EXPLAINED]]
    logs = tuple((view, view.explainer.log(some)) for view in world.views) if len(some) else ()
    return _Unserved(rows[ahead], rows[ahead[:EXPLAINED]], logs)


@check(
    "order-not-served",
    "No strategy has a shipment for the order; it will be unserved, at a cost.",
    "See its reason.",
)
def order_not_served(world: World) -> Iterator[Finding]:
    """Name the orders, and the customers, that no strategy serves."""
    unserved = _unserved(world)
    if not len(unserved.rows):
        return
    orders = world.scenario.orders
    at_home = orders["lat"].isna().to_numpy()[unserved.explained]
    lost = unserved.explained[unserved.out_of_reach & at_home]
    yield from _unreachable(world, unserved, lost)
    mask = np.zeros(len(orders), dtype=bool)
    mask[unserved.rows] = True
    mask[lost] = False

    def cause(row: int) -> str:
        reason = unserved.reason(row)
        detail = "" if reason is None else f": {reason.detail} ({reason.code})"
        return f"no strategy can serve order {orders['id'].iloc[row]}{detail}"

    def action(row: int) -> str:
        reason = unserved.reason(row)
        return "See the orders above" if reason is None else f"Smallest change: {reason.fix}"

    yield from at_rows(
        "order-not-served", sheet(world.scenario, "orders"), "id", mask, cause, action, Severity.WARNING
    )


def _unreachable(world: World, unserved: _Unserved, lost: IntArray) -> Iterator[Finding]:
    """Name the customers of the orders at ``lost`` rows."""
    orders, customers = world.scenario.orders, world.scenario.customers
    order_of = {orders["customer_id"].iloc[row]: row for row in reversed(lost.tolist())}
    mask = customers["id"].isin(list(order_of)).to_numpy()

    def reason(row: int) -> Reason | None:
        return unserved.reason(order_of[customers["id"].iloc[row]])

    def cause(row: int) -> str:
        known = reason(row)
        detail = "" if known is None else f": {known.detail} ({known.code})"
        return f"no option of any strategy reaches customer {customers['id'].iloc[row]}{detail}"

    def action(row: int) -> str:
        known = reason(row)
        return "Correct the address" if known is None else f"Correct the address, or: {known.fix}"

    yield from at_rows(
        UNREACHABLE, sheet(world.scenario, "customers"), "id", mask, cause, action, Severity.WARNING
    )
