"""Writes small fulfilment problems the way one would say them, and solves them by enumeration."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.problem import Opening, Pool, Problem, Shipments, Split
from optimizer.fulfilment.solution import Assignment, Solution, VehiclesUsed


@dataclass(frozen=True)
class Ship:
    """A shipment: for an order, from a source; ``unit`` is its cost per unit of the lines it carries."""

    order: str
    source: str
    cost: float = 0.0
    unit: float = 0.0
    lines: tuple[str, ...] | None = None
    option: str = "parcel"
    day: int = 0
    distance_m: float = 1000.0
    pool: str | None = None
    time_s: float = 0.0
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A problem in words.

    ``orders`` maps an order to its lines ``{line: (product, quantity, unserved cost)}``; ``stock`` maps
    (source, product) to units by day, the last repeated; ``capacity`` maps a source to units per day.
    """

    orders: Mapping[str, Mapping[str, tuple[str, int, float]]]
    ships: Sequence[Ship]
    stock: Mapping[tuple[str, str], Sequence[int]]
    days: int = 1
    capacity: Mapping[str, float] = field(default_factory=dict)
    pools: Sequence[Pool] = ()
    load: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    openings: Sequence[Opening] = ()
    split: Split = Split.NONE
    partial: bool = False

    def problem(self) -> Problem:
        """Return the arrays."""
        orders = tuple(self.orders)
        lines = [(o, name, *line) for o, listed in self.orders.items() for name, line in listed.items()]
        products = tuple(sorted({line[2] for line in lines} | {product for _, product in self.stock}))
        sources = tuple(sorted({ship.source for ship in self.ships} | {source for source, _ in self.stock}))
        pools = tuple(pool.id for pool in self.pools)
        entries = [
            (k, n, ship.unit)
            for n, ship in enumerate(self.ships)
            for k, line in enumerate(lines)
            if line[0] == ship.order and (ship.lines is None or line[1] in ship.lines)
        ]
        available = np.zeros((len(sources), len(products), self.days), dtype=np.int64)
        for (source, product), by_day in self.stock.items():
            row = [*by_day, *[by_day[-1]] * self.days][: self.days]
            available[sources.index(source), products.index(product)] = row
        measures = len(self.pools[0].vehicles[0].capacity) if self.pools else 0
        load = np.array([self.load.get(p, (0.0,) * measures) for p in products], dtype=np.float64)
        return Problem(
            orders=orders,
            sources=sources,
            products=products,
            days=self.days,
            line_ids=tuple(line[1] for line in lines),
            line_order=_ints(orders.index(line[0]) for line in lines),
            line_product=_ints(products.index(line[2]) for line in lines),
            line_quantity=_ints(line[3] for line in lines),
            unserved_cost=np.array([line[4] for line in lines], dtype=np.float64),
            shipments=Shipments(
                order=_ints(orders.index(ship.order) for ship in self.ships),
                source=_ints(sources.index(ship.source) for ship in self.ships),
                option=tuple(ship.option for ship in self.ships),
                departure=tuple(f"day {ship.day}" for ship in self.ships),
                day=_ints(ship.day for ship in self.ships),
                fixed_cost=np.array([ship.cost for ship in self.ships], dtype=np.float64),
                distance_m=np.array([ship.distance_m for ship in self.ships], dtype=np.float64),
                pool=_ints(-1 if ship.pool is None else pools.index(ship.pool) for ship in self.ships),
                pool_time_s=np.array([ship.time_s for ship in self.ships], dtype=np.float64),
            ),
            entry_line=_ints(k for k, _, _ in entries),
            entry_shipment=_ints(n for _, n, _ in entries),
            entry_unit_cost=np.array([unit for _, _, unit in entries], dtype=np.float64),
            available=available,
            capacity=np.array(
                [[self.capacity.get(source, math.inf)] * self.days for source in sources], dtype=np.float64
            ).reshape(len(sources), self.days),
            pools=tuple(self.pools),
            load=load.reshape(len(products), measures),
            openings=tuple(self.openings),
            opens=self._opens(),
            split=self.split,
            partial=self.partial,
        )

    def _opens(self) -> np.ndarray:
        """Return the openings that each shipment uses, as indices."""
        names = [opening.id for opening in self.openings]
        opens = np.full((len(self.ships), len(names)), -1, dtype=np.int64)
        for n, ship in enumerate(self.ships):
            for k, name in enumerate(ship.opens):
                opens[n, k] = names.index(name)
        return opens


def _ints(values: Iterator[int]) -> np.ndarray:
    """Integers as an array."""
    return np.array(list(values), dtype=np.int64)


def assign(
    order: str, line: str, source: str, quantity: int, option: str = "parcel", day: int = 0
) -> Assignment:
    """Return an assignment to a shipment written by :class:`Ship`."""
    return Assignment(order, line, source, option, f"day {day}", quantity)


def cheapest_by_enumeration(problem: Problem) -> float:
    """Optimum by trying every quantity on every entry and every number of vans, judged by the checker alone."""
    return min(cost(problem, plan) for plan in _plans(problem) if not check(problem, plan))


def _plans(problem: Problem) -> Iterator[Solution]:
    """Every combination of quantities and vehicles, kept or not."""
    quantities = [_amounts(problem, entry) for entry in range(len(problem.entry_line))]
    vans = [(pool.id, van.id, van.count) for pool in problem.pools for van in pool.vehicles]
    for units in itertools.product(*quantities):
        assignments = tuple(
            _assignment(problem, entry, quantity) for entry, quantity in enumerate(units) if quantity
        )
        for counts in itertools.product(*[range(count + 1) for _, _, count in vans]):
            used = [VehiclesUsed(pool, van, n) for (pool, van, _), n in zip(vans, counts, strict=True) if n]
            yield Solution(assignments, tuple(used))


def _amounts(problem: Problem, entry: int) -> list[int]:
    """Quantities an entry may carry."""
    quantity = int(problem.line_quantity[problem.entry_line[entry]])
    return list(range(quantity + 1)) if problem.split is Split.LINE else [0, quantity]


def _assignment(problem: Problem, entry: int, quantity: int) -> Assignment:
    """Write one entry's decision."""
    shipment, line = int(problem.entry_shipment[entry]), int(problem.entry_line[entry])
    ships = problem.shipments
    return Assignment(
        problem.orders[ships.order[shipment]],
        problem.line_ids[line],
        problem.sources[ships.source[shipment]],
        ships.option[shipment],
        ships.departure[shipment],
        quantity,
    )
