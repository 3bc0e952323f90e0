"""Where things are, in kilometres on a plane, and what each strategy draws there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.network.places import Places, order_districts, order_places, places
from optimizer.report.counting import counted
from optimizer.report.formats import clock
from optimizer.report.goods import Goods
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.plan import Plan, PlannedRoute

#: Length of a degree of latitude on the sphere that distances are computed on.
KM_PER_DEGREE = math.pi * 6371.0088 / 180


@dataclass(frozen=True)
class SiteMark:
    """A site: place, kind and name."""

    place: int
    kind: str
    name: str


@dataclass(frozen=True)
class DistrictMark:
    """A district's name at the mean position of its addresses, in kilometres."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnRoute:
    """A route as places in the order of driving, from depot to depot.

    Parameters
    ----------
    wave
        ``YYYY-MM-DD wave``.
    label
        When it leaves and returns, how far it drives.
    """

    id: str
    wave: str
    label: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Drawing:
    """What one strategy does, by place.

    Parameters
    ----------
    routes
        In the order of the plan.
    served
        Option's name and the addresses of the orders served by it.
    unserved
        Addresses of orders that are not served in full.
    """

    routes: tuple[DrawnRoute, ...]
    served: tuple[tuple[str, tuple[int, ...]], ...]
    unserved: tuple[int, ...]


@dataclass(frozen=True)
class Atlas:
    """Places of a scenario on a plane: kilometres east and north of the middle of its addresses.

    Longitude is shortened by the cosine of the middle's latitude, so that equal axes are to scale.
    """

    ids: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    sites: tuple[SiteMark, ...]
    districts: tuple[DistrictMark, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """Lay a scenario's places out on a plane."""
        found = places(scenario)
        x, y = _plane(found, len(scenario.sites))
        sites = tuple(
            SiteMark(place, str(site.kind), site.name or site.id) for place, site in enumerate(scenario.sites)
        )
        return cls(found.ids, tuple(x.tolist()), tuple(y.tolist()), sites, _districts(scenario, found, x, y))


def drawing_of(goods: Goods, atlas: Atlas, plan: Plan) -> Drawing:
    """Lay a plan out on the atlas."""
    scenario = goods.scenario
    index = {name: position for position, name in enumerate(atlas.ids)}
    address = dict(zip(scenario.orders["id"], order_places(scenario), strict=True))
    short = {line.order for line in plan.unserved}
    served: dict[str, list[int]] = {}
    for order, option in sorted({one.order: one.option for one in reversed(plan.shipments)}.items()):
        if order not in short:
            served.setdefault(option, []).append(index[address[order]])
    stops: dict[str, list[int]] = {}
    for stop in sorted(plan.stops, key=lambda one: (one.route, one.sequence)):
        stops.setdefault(stop.route, []).append(index[stop.place])
    zone = scenario.settings.zone
    return Drawing(
        routes=tuple(
            _drawn(route, index[route.depot], stops.get(route.id, []), zone) for route in plan.routes
        ),
        served=tuple((goods.option_name[option], tuple(marks)) for option, marks in sorted(served.items())),
        unserved=tuple(index[address[order]] for order in sorted(short)),
    )


def _drawn(route: PlannedRoute, depot: int, stops: Sequence[int], zone: str) -> DrawnRoute:
    times = f"{clock(route.start, zone)[11:]} to {clock(route.end, zone)[11:]}"
    return DrawnRoute(
        id=route.id,
        wave=f"{route.date} {route.wave}",
        label=f"{times}, {counted(len(stops), 'stop')}, {route.distance_m / 1000:,.1f} km",
        places=(depot, *stops, depot),
    )


def _plane(found: Places, sites: int) -> tuple[np.ndarray, np.ndarray]:
    # a supplier far away should not decide where the middle is
    middle = slice(sites, None) if len(found) > sites else slice(None)
    lat = float(np.mean(found.lat[middle])) if len(found) else 0.0
    lon = float(np.mean(found.lon[middle])) if len(found) else 0.0
    east = (found.lon - lon + 180) % 360 - 180
    return east * math.cos(math.radians(lat)) * KM_PER_DEGREE, (found.lat - lat) * KM_PER_DEGREE


def _districts(scenario: Scenario, found: Places, x: np.ndarray, y: np.ndarray) -> tuple[DistrictMark, ...]:
    members: dict[str, set[int]] = {}
    index = {name: position for position, name in enumerate(found.ids)}
    for district, place in zip(order_districts(scenario), order_places(scenario), strict=True):
        members.setdefault(district, set()).add(index[place])
    return tuple(
        DistrictMark(name, float(np.mean(x[sorted(rows)])), float(np.mean(y[sorted(rows)])))
        for name, rows in sorted(members.items())
    )
