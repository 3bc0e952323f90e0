"""Opening stock and receipts of the Seoul template."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizer.generate import catalogue, seoul
from optimizer.generate.expected import SEGMENTS
from optimizer.generate.sites import USUAL_ORDERS, distances_km, scale
from optimizer.scenario.base import Temperature

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt

    from optimizer.generate.expected import Expected
    from optimizer.generate.seoul import Spot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Warehouses hold so much of the demand expected in the horizon (two days' orders); of scarce products less.
_COVER, _SCARCE_COVER = 4.0, 0.8
#: Stores hold so much of what an equal share of the consumers' demand would be, and keep a part for the shelf.
_STORE_COVER, _SHELF_SHARE = 2.6, 0.2
#: Products that a store or an ambient warehouse leaves out of its range.
_LEFT_OUT_BY_STORE, _LEFT_OUT_BY_WAREHOUSE = 10, 4
#: Partners hold so much of the demand expected for their range.
_PARTNER_COVER = 0.5
#: Share of the expected demand that comes in on the second day, of some products.
_RECEIPT_SHARE, _RECEIPT_PRODUCTS = 0.3, 6

_RANGES = {
    "pt_living": frozenset({"living", "office"}),
    "pt_food": frozenset({"fresh"}),
}


def stock(demand: Expected, start: date, rng: np.random.Generator) -> pd.DataFrame:
    """Table ``stock``: warehouses hold most, stores a part of the range, partners their own.

    Parameters
    ----------
    demand
        Expected demand; never the orders drawn from it.
    start
        First day of the horizon.
    rng
        Draws which products a site leaves out.
    """
    # few orders need more than their share kept ready
    units = demand.units().sum(axis=1) * (scale(demand.orders) * USUAL_ORDERS / demand.orders)
    rows: list[dict[str, object]] = []
    rows += _warehouses(units.sum(axis=0), rng)
    rows += _stores(units[: len(SEGMENTS) - 1].sum(axis=(0, 1)), rng)
    rows += _partners(units.sum(axis=(0, 1)))
    rows += _receipts(units.sum(axis=(0, 1)), start + timedelta(days=1), rng)
    table = pd.DataFrame(rows, columns=["site_id", "product_id", "date", "on_hand", "protected", "receipt"])
    counts = dict.fromkeys(("on_hand", "protected", "receipt"), "int64")
    return table.astype({**counts, "date": "datetime64[ns]"})


def _warehouses(per_district: Floats, rng: np.random.Generator) -> list[dict[str, object]]:
    """Each warehouse covers the districts it is nearest to; what one leaves out, the others hold for it."""
    places = np.array([(d.lat, d.lon) for d in seoul.DISTRICTS])
    nearest = distances_km(seoul.WAREHOUSES, places).argmin(axis=0)
    region = np.array([per_district[nearest == w].sum(axis=0) for w in range(len(seoul.WAREHOUSES))])
    held = np.array([_can_hold(spot) for spot in seoul.WAREHOUSES])
    for number, spot in enumerate(seoul.WAREHOUSES):
        if not spot.chilled:
            held[number, rng.choice(np.flatnonzero(held[number]), _LEFT_OUT_BY_WAREHOUSE, replace=False)] = (
                False
            )
    share = np.where(held, region, 0.0)
    share = share / share.sum(axis=0)
    ids = [product.id for product in catalogue.products()]
    cover = np.array([_SCARCE_COVER if identity in catalogue.SCARCE else _COVER for identity in ids])
    on_hand = np.ceil(share * cover * region.sum(axis=0)).astype(np.int64)
    return _rows(seoul.WAREHOUSES, on_hand, np.zeros_like(on_hand))


def _stores(consumers: Floats, rng: np.random.Generator) -> list[dict[str, object]]:
    usual = np.ceil(consumers / len(seoul.STORES) * _STORE_COVER).astype(np.int64) + 2
    dull = 1 / np.array(catalogue.POPULARITY)
    held = np.array([_can_hold(spot) for spot in seoul.STORES])
    for row in held:
        able = np.flatnonzero(row)
        chances = dull[able] / dull[able].sum()
        row[rng.choice(able, _LEFT_OUT_BY_STORE, replace=False, p=chances)] = False
    on_hand = np.where(held, usual, 0)
    return _rows(seoul.STORES, on_hand, np.ceil(on_hand * _SHELF_SHARE).astype(np.int64))


def _partners(total: Floats) -> list[dict[str, object]]:
    keys = catalogue.category_keys()
    held = np.array([[key in _RANGES[spot.id] for key in keys] for spot in seoul.PARTNERS])
    on_hand = np.where(held, np.ceil(total * _PARTNER_COVER), 0).astype(np.int64)
    return _rows(seoul.PARTNERS, on_hand, np.zeros_like(on_hand))


def _receipts(total: Floats, day: date, rng: np.random.Generator) -> list[dict[str, object]]:
    able = np.flatnonzero(_can_hold(seoul.WAREHOUSES[0]))
    chosen = np.sort(rng.choice(able, _RECEIPT_PRODUCTS, replace=False))
    ids = [product.id for product in catalogue.products()]
    return [
        {
            "site_id": seoul.WAREHOUSES[0].id,
            "product_id": ids[number],
            "date": pd.Timestamp(day),
            "on_hand": 0,
            "protected": 0,
            "receipt": int(np.ceil(total[number] * _RECEIPT_SHARE)),
        }
        for number in chosen.tolist()
    ]


def _can_hold(spot: Spot) -> npt.NDArray[np.bool_]:
    """Whether the site may hold each product."""
    chilled = np.array([p.temperature is Temperature.CHILLED for p in catalogue.products()])
    return ~chilled | spot.chilled


def _rows(spots: tuple[Spot, ...], on_hand: Ints, protected: Ints) -> list[dict[str, object]]:
    ids = [product.id for product in catalogue.products()]
    return [
        {
            "site_id": spot.id,
            "product_id": ids[number],
            "date": pd.NaT,
            "on_hand": int(on_hand[site, number]),
            "protected": int(protected[site, number]),
            "receipt": 0,
        }
        for site, spot in enumerate(spots)
        for number in np.flatnonzero(on_hand[site]).tolist()
    ]
