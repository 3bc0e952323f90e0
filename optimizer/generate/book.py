"""Customers and the order book of the Seoul template: addresses, requests, windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizer.generate import seoul
from optimizer.generate.expected import CHANNELS, SEGMENTS, order_ids
from optimizer.generate.sites import distances_km
from optimizer.scenario.base import HandOver, SiteKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from optimizer.generate.expected import Drawn
    from optimizer.scenario.settings import Settings

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

#: Customers per order: some order more than once.
_CUSTOMERS_PER_ORDER = 0.8
#: Standard deviation of addresses around the district's centroid, and the farthest, in km.
_SPREAD_KM, _FARTHEST_KM = 1.1, 2.6
_KM_PER_DEGREE = 111.195
#: Share of orders with an address of their own (a present, the parents' flat).
_OTHER_ADDRESS = 0.04
#: Share of orders with a delivery window, by whether the customer is an office.
_WINDOWS = {False: 0.05, True: 0.5}
#: Most orders with a window, as a share of all orders, of offices and of the others each.
_MOST_WINDOWS = 0.05
#: Windows on the day after the order, minutes after midnight, by whether the customer is an office.
_WINDOW_CHOICES = {
    False: np.array([(570, 720), (720, 900), (990, 1140), (1080, 1230)]),
    True: np.array([(600, 720), (780, 900)]),
}
#: Share of the remaining home orders that ask for an option, by segment.
_REQUESTS = {
    "value": {},
    "busy": {"van_dawn": 0.08, "courier_evening": 0.05},
    "family": {"van_dawn": 0.10},
    "neighbour": {"store_van": 0.06},
    "office": {"freight": 0.5},
}
#: Share of those with a point nearby who want to collect there, by kind of point.
_COLLECT = {SiteKind.STORE: 0.25, SiteKind.LOCKER: 0.12}
_POINTS = {SiteKind.STORE: seoul.STORES, SiteKind.LOCKER: seoul.LOCKERS}
_COLLECT_OPTION = {SiteKind.STORE: "collect_store", SiteKind.LOCKER: "collect_locker"}


def addresses(district: Ints, rng: np.random.Generator) -> Floats:
    """Draw an address (lat, lon) in degrees near the centroid of each district, rounded to 10 m."""
    offset = rng.normal(0, _SPREAD_KM, (len(district), 2)).clip(-_FARTHEST_KM, _FARTHEST_KM)
    centre = np.array([(d.lat, d.lon) for d in seoul.DISTRICTS])[district]
    scale = np.column_stack([np.ones(len(district)), np.cos(np.radians(centre[:, 0]))])
    placed: Floats = (centre + offset / _KM_PER_DEGREE / scale).round(4)
    return placed


def customers(drawn: Drawn, rng: np.random.Generator) -> tuple[pd.DataFrame, Ints]:
    """Draw table ``customers`` and the customer of each order.

    Orders of one segment and district share customers, so that some customers order more than once.
    """
    group = drawn.segment * len(seoul.DISTRICTS) + drawn.district
    customer = np.zeros(len(group), dtype=np.int64)
    heads: list[int] = []
    for value in np.unique(group):
        members = np.flatnonzero(group == value)
        number = int(np.ceil(len(members) * _CUSTOMERS_PER_ORDER))
        extra = rng.integers(0, number, len(members) - number)
        customer[members] = len(heads) + np.concatenate([np.arange(number), extra])
        heads.extend([int(value)] * number)
    segment, district = np.divmod(np.array(heads, dtype=np.int64), len(seoul.DISTRICTS))
    place = addresses(district, rng)
    ids = _customer_ids(len(heads))
    table = pd.DataFrame(
        {
            "id": ids,
            "segment": _names([s.id for s in SEGMENTS], segment),
            "district": _names([d.name for d in seoul.DISTRICTS], district),
            "lat": place[:, 0],
            "lon": place[:, 1],
            "name": [f"고객 {identity[1:]}" for identity in ids],
        }
    )
    return table, customer


def orders(
    drawn: Drawn, buyers: pd.DataFrame, customer: Ints, settings: Settings, rng: np.random.Generator
) -> pd.DataFrame:
    """Table ``orders``: addresses of their own, windows and requests are drawn for the orders given.

    Parameters
    ----------
    drawn
        Who orders from where and when.
    buyers
        Table ``customers``.
    customer
        Row of ``buyers`` per order.
    settings
        The template's settings: which segment collects, and how far.
    rng
        Source of randomness.
    """
    count = len(customer)
    elsewhere = _some(np.arange(count), _OTHER_ADDRESS, rng)
    place = addresses(drawn.district[elsewhere], rng)
    # the goods go to the drawn district; who pays for them lives anywhere
    customer = customer.copy()
    customer[elsewhere] = _same_segment(buyers, drawn.segment[elsewhere], rng)
    request = _requests(drawn, buyers.iloc[customer], elsewhere, settings, rng)
    windows = _windows(drawn, request, rng)
    table = pd.DataFrame(
        {
            "id": order_ids(count),
            "customer_id": buyers["id"].to_numpy()[customer],
            "placed_at": _instants(settings, drawn.placed),
            "sales_channel": _names(list(CHANNELS), drawn.channel),
            "requested_option": request.option,
            "requested_point": request.point,
            "window_start": _instants(settings, windows[:, 0]),
            "window_end": _instants(settings, windows[:, 1]),
            "district": _no_text(count),
            "lat": np.nan,
            "lon": np.nan,
            "unserved_cost": np.nan,
        }
    )
    district = _names([d.name for d in seoul.DISTRICTS], drawn.district[elsewhere])
    for column, values in (("district", district), ("lat", place[:, 0]), ("lon", place[:, 1])):
        table.loc[elsewhere, column] = values
    return table


@dataclass(frozen=True, eq=False)
class _Request:
    """Requested option and point per order, None where there is none."""

    option: npt.NDArray[np.object_]
    point: npt.NDArray[np.object_]


def _requests(
    drawn: Drawn, buyer: pd.DataFrame, elsewhere: Ints, settings: Settings, rng: np.random.Generator
) -> _Request:
    count = len(buyer)
    request = _Request(_no_text(count), _no_text(count))
    at_home = np.ones(count, dtype=bool)
    at_home[elsewhere] = False
    place = buyer[["lat", "lon"]].to_numpy()
    limit = np.array([settings.segments[s.id].collect_max_km for s in SEGMENTS])[drawn.segment]
    for kind, spots in _POINTS.items():
        road = distances_km(spots, place) * settings.network.circuity
        nearest = road.argmin(axis=0)
        accepts = np.array([HandOver(kind) in settings.segments[s.id].accepts for s in SEGMENTS])[
            drawn.segment
        ]
        near = at_home & accepts & (road.min(axis=0) <= limit) & _free(request)
        chosen = _some(np.flatnonzero(near), _COLLECT[kind], rng)
        request.option[chosen] = _COLLECT_OPTION[kind]
        request.point[chosen] = _names([spot.id for spot in spots], nearest[chosen])
    _in_store(drawn, place, at_home, request)
    for number, segment in enumerate(SEGMENTS):
        for option, share in _REQUESTS[segment.id].items():
            members = np.flatnonzero((drawn.segment == number) & _free(request))
            request.option[_some(members, share, rng)] = option
    return request


def _in_store(drawn: Drawn, place: Floats, at_home: Flags, request: _Request) -> None:
    """Who buys in a store stands in the nearest one; two in three of them want to take the goods along."""
    inside = np.flatnonzero((drawn.channel == CHANNELS.index("store")) & at_home)
    store = distances_km(seoul.STORES, place[inside]).argmin(axis=0)
    request.point[inside] = _names([spot.id for spot in seoul.STORES], store)
    request.option[inside] = None
    request.option[inside[np.arange(len(inside)) % 3 > 0]] = "carry_out"


def _windows(drawn: Drawn, request: _Request, rng: np.random.Generator) -> Ints:
    """Start and end of the window per order in minutes after the horizon's start, -1 where there is none."""
    windows = np.full((len(drawn.segment), 2), -1, dtype=np.int64)
    office = drawn.segment == [s.id for s in SEGMENTS].index("office")
    for bulk in (False, True):
        members = np.flatnonzero((office == bulk) & (request.point == None))  # noqa: E711 (elementwise)
        chosen = _some(members, _WINDOWS[bulk], rng)[: int(len(office) * _MOST_WINDOWS)]
        choice = _WINDOW_CHOICES[bulk][rng.integers(0, len(_WINDOW_CHOICES[bulk]), len(chosen))]
        midnight = (drawn.placed[chosen] // 1440 + 1) * 1440
        windows[chosen] = choice + midnight[:, None]
    return windows


def _same_segment(buyers: pd.DataFrame, segment: Ints, rng: np.random.Generator) -> Ints:
    ids = np.array([s.id for s in SEGMENTS], dtype=object)
    chosen = [rng.choice(np.flatnonzero(buyers["segment"].to_numpy() == name)) for name in ids[segment]]
    return np.array(chosen, dtype=np.int64)


def _some(members: Ints, share: float, rng: np.random.Generator) -> Ints:
    """Choose a share of the members, the number rounded down, in ascending order."""
    chosen: Ints = np.sort(rng.choice(members, int(len(members) * share), replace=False))
    return chosen


def _free(request: _Request) -> Flags:
    free: Flags = request.option == None  # noqa: E711 (elementwise)
    return free


def _names(names: list[str], chosen: Ints) -> npt.NDArray[np.object_]:
    return np.array(names, dtype=object)[chosen]


def _no_text(count: int) -> npt.NDArray[np.object_]:
    return np.full(count, None, dtype=object)


def _customer_ids(count: int) -> npt.NDArray[np.object_]:
    return np.array([f"C{number:05d}" for number in range(1, count + 1)], dtype=object)


def _instants(settings: Settings, minutes: Ints) -> pd.Series:
    """Instants in UTC of minutes after the horizon's start; NaT where negative."""
    start = pd.Timestamp(settings.horizon.start, tz=settings.zone).tz_convert("UTC")
    instants = pd.Series(start + pd.to_timedelta(minutes, unit="min")).astype("datetime64[ns, UTC]")
    return instants.mask(minutes < 0)
