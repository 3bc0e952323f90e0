"""Random fulfilment problems of any size, from a generator."""

import numpy as np

from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem, Shipments, Split


def random_problem(
    random: np.random.Generator,
    orders: int = 3,
    split: Split = Split.NONE,
    partial: bool = False,
    most_lines: int = 2,
    ships: int = 3,
    free: float = 0.2,
) -> Problem:
    """Return a problem with scarce stock, some site limits, and vans where shipments use them.

    ``free`` is the share of shipments that cost nothing to make and take no van time.
    """
    sources, products, days, pools = 2 + orders // 20, 2 + orders // 10, 2, 2
    lines_of = random.integers(1, most_lines + 1, orders)
    line_order = np.repeat(np.arange(orders), lines_of)
    lines = len(line_order)
    quantity = random.integers(1, 4, lines)
    ship_order = np.repeat(np.arange(orders), ships)
    count = len(ship_order)
    entry_ship, entry_line = _entries(random, ship_order, line_order)
    day = random.integers(0, days, count)
    costless = random.random(count) < free
    pool = random.integers(-1, pools, count)
    first = random.integers(0, 2 + orders // 2, (sources, products))
    return Problem(
        orders=tuple(f"O{k}" for k in range(orders)),
        sources=tuple(f"S{k}" for k in range(sources)),
        products=tuple(f"P{k}" for k in range(products)),
        days=days,
        line_ids=tuple(f"L{k}" for k in range(lines)),
        line_order=line_order,
        line_product=random.integers(0, products, lines),
        line_quantity=quantity,
        unserved_cost=np.round(random.uniform(5, 40, lines), 2),
        shipments=Shipments(
            order=ship_order,
            source=random.integers(0, sources, count),
            option=tuple(f"option {k}" for k in range(count)),
            departure=tuple(f"day {d}" for d in day),
            day=day,
            fixed_cost=np.where(costless, 0.0, np.round(random.uniform(0, 12, count), 2)),
            distance_m=np.round(random.uniform(0, 9000, count)),
            pool=pool,
            pool_time_s=np.where(costless, 0.0, np.round(random.uniform(0, 600, count))),
        ),
        entry_line=entry_line,
        entry_shipment=entry_ship,
        entry_unit_cost=np.round(random.uniform(-0.5, 4, len(entry_line)), 2),
        available=np.stack([first, first + random.integers(0, 3, first.shape)], axis=2),
        capacity=np.where(random.random((sources, days)) < 0.4, 2.5 + orders / 2, np.inf),
        pools=tuple(_pool(random, f"G{k}", 1 + orders // 20) for k in range(pools)),
        load=np.round(random.uniform(0.5, 2.0, (products, 2)), 2),
        openings=(
            Opening("paid", 6.0),
            Opening("small", 0.0, 1.0 + orders // 2),
            Opening("both", 3.0, orders),
        ),
        opens=np.stack(
            [random.choice([-1, 0, 2], count), np.where(random.random(count) < 0.3, 1, -1)], axis=1
        ),
        split=split,
        partial=partial,
    )


def _entries(
    random: np.random.Generator, ship_order: np.ndarray, line_order: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of shipment and line of one order; nine in ten can be carried."""
    ship, line = np.nonzero(ship_order[:, None] == line_order[None, :])
    kept = random.random(len(ship)) < 0.9
    return ship[kept], line[kept]


def _pool(random: np.random.Generator, name: str, count: int) -> Pool:
    """Two van types, the larger dearer."""
    small = PoolVehicle("small", count, float(random.integers(2, 8)), (4.0, 5.0), 500.0)
    large = PoolVehicle("large", count, float(random.integers(5, 12)), (9.0, 8.0), 900.0)
    return Pool(name, (small, large))
