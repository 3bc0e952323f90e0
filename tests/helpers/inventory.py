"""Writes small inventory problems the way one would say them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.inventory.problem import Lanes, Problem


@dataclass(frozen=True)
class Lane:
    """A lane by its ends; ``days`` are the days on which it leaves, None for every day."""

    origin: str
    destination: str
    transit: int = 0
    cost: float = 0.0
    capacity_kg: float = math.inf
    days: tuple[int, ...] | None = None

    @property
    def id(self) -> str:
        """Id made of the ends."""
        return f"{self.origin}-{self.destination}"


def lanes_of(lanes: Iterable[Lane], sites: tuple[str, ...], products: int, days: int) -> Lanes:
    """Arrays of the lanes; ids repeat as ``A-B``, ``A-B#2``."""
    listed = list(lanes)
    seen: dict[str, int] = {}
    ids = []
    for lane in listed:
        seen[lane.id] = seen.get(lane.id, 0) + 1
        ids.append(lane.id if seen[lane.id] == 1 else f"{lane.id}#{seen[lane.id]}")
    operates = [[lane.days is None or day in lane.days for day in range(days)] for lane in listed]
    return Lanes(
        tuple(ids),
        np.array([sites.index(lane.origin) for lane in listed], dtype=np.int64),
        np.array([sites.index(lane.destination) for lane in listed], dtype=np.int64),
        np.array([lane.transit for lane in listed], dtype=np.int64),
        np.array([[lane.cost] * products for lane in listed], dtype=np.float64).reshape(-1, products),
        np.array(operates, dtype=np.bool_).reshape(-1, days),
        np.array([lane.capacity_kg for lane in listed], dtype=np.float64),
    )


def make_problem(
    *,
    sites: tuple[str, ...] = ("W",),
    products: tuple[str, ...] = ("p",),
    zones: tuple[str, ...] = ("Z",),
    days: int = 1,
    opening: Mapping[tuple[str, str], int] | None = None,
    receipts: Mapping[tuple[str, str, int], int] | None = None,
    demand: Mapping[tuple[str, str, int], int] | None = None,
    serve: Mapping[tuple[str, str], float] | None = None,
    lanes: Iterable[Lane] = (),
    holding: float = 0.0,
    shortage: float | Iterable[float] = 100.0,
    end_value: float = 0.0,
    weight_kg: float | Iterable[float] = 1.0,
    volume_l: float | Iterable[float] = 1.0,
    storage_l: Mapping[str, float] | None = None,
    unlimited: tuple[str, ...] = (),
) -> Problem:
    """Build a problem from sparse tables keyed by id; what is not named is 0, or ``inf`` for serve and storage."""
    count = (len(sites), len(products), len(zones))

    def per_product(value: float | Iterable[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        amounts = [value] * count[1] if isinstance(value, int | float) else list(value)
        return np.array(amounts, dtype=np.float64)

    problem = Problem(
        sites=sites,
        products=products,
        zones=zones,
        days=days,
        opening=np.zeros(count[:2], dtype=np.int64),
        receipts=np.zeros((*count[:2], days), dtype=np.int64),
        demand=np.zeros((count[2], count[1], days), dtype=np.int64),
        serve_cost=np.full((count[2], count[0], count[1]), math.inf),
        lanes=lanes_of(lanes, sites, count[1], days),
        holding_cost=np.full(count[:2], holding),
        shortage_cost=per_product(shortage),
        end_value=np.full(count[:2], end_value),
        weight_kg=per_product(weight_kg),
        volume_l=per_product(volume_l),
        storage_l=np.array([(storage_l or {}).get(site, math.inf) for site in sites]),
        unlimited=np.array([site in unlimited for site in sites]),
    )
    for (site, product), units in (opening or {}).items():
        problem.opening[sites.index(site), products.index(product)] = units
    for (site, product, day), units in (receipts or {}).items():
        problem.receipts[sites.index(site), products.index(product), day] = units
    for (zone, product, day), units in (demand or {}).items():
        problem.demand[zones.index(zone), products.index(product), day] = units
    for (zone, site), cost in (serve or {}).items():
        problem.serve_cost[zones.index(zone), sites.index(site), :] = cost
    return problem
