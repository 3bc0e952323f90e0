import numpy as np
import pytest

from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Split
from tests.helpers.fulfilment import Case, Ship

ORDERS = {"A": {"1": ("P", 2, 9.0), "2": ("Q", 1, 9.0)}}
STOCK = {("W", "P"): [9], ("W", "Q"): [9]}
BOTH = Ship("A", "W", 3.0, 1.0)


def of(ships: list[Ship], split: Split = Split.NONE, partial: bool = False, **changes: object) -> Candidates:
    """Return the candidates of order A."""
    fields: dict[str, object] = {
        "orders": ORDERS,
        "stock": STOCK,
        "ships": ships,
        "split": split,
        "partial": partial,
    }
    return candidates(Case(**{**fields, **changes}).problem())  # type: ignore[arg-type]


def test_whole_order_is_one_block() -> None:
    """Under split NONE a shipment is one block that carries both lines: 3 + 3 units - 18 saved."""
    cand = of([BOTH])
    assert cand.head_cost.tolist() == [-12.0]
    assert (cand.constant, cand.covers, len(cand.part_cost)) == (18.0, 1, 0)
    assert cand.carries.toarray().tolist() == [[1.0, 1.0]]


def test_lines_are_parts_of_a_headed_block() -> None:
    """Where lines may come apart, the head costs 3 and the parts gain 7 and 8."""
    cand = of([BOTH], Split.ORDER)
    assert cand.head_cost.tolist() == [3.0]
    assert cand.part_cost.tolist() == [-7.0, -8.0]
    assert cand.tied.all()
    assert not of([BOTH], Split.ORDER, partial=True).tied.any()


def test_costless_shipments_dissolve_into_entries() -> None:
    """A shipment that costs nothing to make is one block per entry, in units under split LINE."""
    cand = of([Ship("A", "W", 0.0, 1.0)], Split.LINE, partial=True)
    assert cand.blocks == 2
    assert cand.head_unit.tolist() == [2, 1]
    assert len(cand.part_cost) == 0


def test_single_line_of_line_split_is_tied() -> None:
    """Without partial service even one line is all or nothing when its units may come apart."""
    assert of([BOTH], Split.LINE, orders={"A": {"1": ("P", 2, 9.0)}}).tied.tolist() == [True]
    assert of([BOTH], Split.ORDER, orders={"A": {"1": ("P", 2, 9.0)}}).tied.tolist() == [False]


@pytest.mark.parametrize(
    "changes",
    [
        {"stock": {("W", "P"): [1], ("W", "Q"): [9]}},
        {"stock": {("W", "P"): [9, 1], ("W", "Q"): [9]}, "days": 2},
        {"capacity": {"W": 1.0}},
        {"ships": [Ship("A", "W", 3.0, lines=("1",))]},
        {"ships": [Ship("A", "W", 18.0)]},
        {"ships": [Ship("A", "W", 0.0, 6.0)]},
    ],
)
def test_impossible_and_useless_shipments_are_dropped(changes: dict[str, object]) -> None:
    """Too little stock (also tomorrow), throughput, a line not carried, a cost not below what is saved."""
    assert of([BOTH]).blocks == 1
    assert of(**{"ships": [BOTH], **changes}).blocks == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(("capacity", "time_s", "blocks"), [(3.0, 60.0, 1), (1.0, 60.0, 0), (3.0, 50.0, 0)])
def test_pool_that_never_suffices(capacity: float, time_s: float, blocks: int) -> None:
    """A van shipment beyond all the pool's load or time is dropped."""
    pool = Pool("G", (PoolVehicle("v", 1, 1.0, (capacity,), time_s),))
    ship = Ship("A", "W", pool="G", time_s=60.0)
    assert of([ship], pools=[pool], load={"P": (1.0,), "Q": (1.0,)}).blocks == blocks


def test_whole_order_must_pay_when_lines_come_apart() -> None:
    """A line that loses is kept if the other line makes good for it, and dropped if not."""
    ships = [Ship("A", "W", 1.0, 5.0, lines=("1",)), Ship("A", "W", 1.0, 1.0, lines=("2",), option="x")]
    assert of(ships, Split.ORDER).blocks == 2
    ships[1] = Ship("A", "W", 1.0, 8.5, lines=("2",), option="x")
    assert of(ships, Split.ORDER).blocks == 0


def test_shipment_with_an_opening_keeps_its_head() -> None:
    """A costless shipment that opens something is a decision of its own."""
    cand = of([Ship("A", "W", opens=("day",))], Split.ORDER, openings=[Opening("day", 5.0)])
    assert (cand.blocks, len(cand.part_cost)) == (1, 2)


def test_blocks_are_sorted_by_order() -> None:
    """Whatever the order of shipments, blocks of one order lie together."""
    orders = {"A": {"1": ("P", 1, 9.0)}, "B": {"1": ("P", 1, 9.0)}}
    ships = [Ship("B", "W"), Ship("A", "W"), Ship("B", "W", day=1), Ship("A", "W", day=1)]
    cand = of(ships, orders=orders, days=2)
    assert cand.head_order.tolist() == [0, 0, 1, 1]
    assert np.flatnonzero(np.diff(cand.head_order)).tolist() == [1]
