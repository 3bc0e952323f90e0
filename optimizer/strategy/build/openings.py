"""What candidates open: sites by day, at their fixed cost, and collection points' places for a day's orders."""

import math

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.problem import IntArray, Opening
from optimizer.options.table import Candidates
from optimizer.scenario.settings import CollectOption
from optimizer.strategy.context import Context

#: Hand-overs may lie so many days after the horizon.
_DAYS = 100_000


def openings(context: Context, candidates: Candidates) -> tuple[tuple[Opening, ...], IntArray]:
    """List the openings, and which of them each candidate uses, shape (N, 3), -1 for none.

    The columns are the source's day, the collection point's day where that is another, and the point's limit of
    orders per day.
    """
    sites = context.scenario.sites
    fixed = np.array([site.fixed_cost_per_day for site in sites])
    limit = np.array([_limit(site.pickup_orders_per_day) for site in sites])
    collected = np.array(
        [isinstance(option, CollectOption) for option in context.settings.options], dtype=np.bool_
    )
    collect = collected[candidates.option]
    source = candidates.source * np.int64(_DAYS) + candidates.day
    handed = np.where(collect, candidates.handed_over_at, 0)
    day = np.where(collect, context.calendar.day(handed), 0)
    point = np.maximum(candidates.point, 0) * np.int64(_DAYS) + day
    codes = np.full((len(candidates), 3), -1, dtype=np.int64)
    codes[:, 0] = np.where(fixed[candidates.source] > 0, source, -1)
    elsewhere = collect & (point != source) & (fixed[candidates.point] > 0)
    codes[elsewhere, 1] = point[elsewhere]
    limited = collect & np.isfinite(limit[candidates.point])
    codes[limited, 2] = point[limited]
    return _numbered(context, codes, fixed, limit)


def _numbered(
    context: Context, codes: IntArray, fixed: npt.NDArray[np.float64], limit: npt.NDArray[np.float64]
) -> tuple[tuple[Opening, ...], IntArray]:
    """Give each opening a number; a site's day and its limit are two."""
    paid = np.unique(codes[:, :2])
    paid = paid[paid >= 0]
    bounded = np.unique(codes[:, 2])
    bounded = bounded[bounded >= 0]
    found = [
        Opening(f"{_name(context, code)}", fixed_cost=float(fixed[code // _DAYS])) for code in paid.tolist()
    ]
    found += [
        Opening(f"orders collected at {_name(context, code)}", limit=float(limit[code // _DAYS]))
        for code in bounded.tolist()
    ]
    numbers = np.full_like(codes, -1)
    numbers[:, :2] = np.where(codes[:, :2] >= 0, np.searchsorted(paid, codes[:, :2]), -1)
    numbers[:, 2] = np.where(codes[:, 2] >= 0, len(paid) + np.searchsorted(bounded, codes[:, 2]), -1)
    return tuple(found), numbers


def _name(context: Context, code: int) -> str:
    site, day = divmod(code, _DAYS)
    return f"{context.scenario.sites[site].id}|{context.calendar.text(day)}"


def _limit(orders: int | None) -> float:
    return math.inf if orders is None else float(orders)
