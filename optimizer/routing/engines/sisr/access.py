"""Names for the places in the flat arrays."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.compiled import inlined
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.problem import IntArray


@inlined
def node_fact(data: Data, node: int, column: int) -> int:
    """Return a figure of a node."""
    return data.fact[data.fact[col.NODE_TABLE] + node * col.NODE_COLUMNS + column]


@inlined
def kind_fact(data: Data, kind: int, column: int) -> int:
    """Return a figure of a vehicle type."""
    return data.fact[data.fact[col.KIND_TABLE] + kind * col.KIND_COLUMNS + column]


@inlined
def unit_fact(data: Data, unit: int, column: int) -> int:
    """Return a figure of a unit."""
    return data.fact[data.fact[col.UNIT_TABLE] + unit * col.UNIT_COLUMNS + column]


@inlined
def amount(data: Data, node: int, column: int, measure: int) -> int:
    """Return DELIVERY, PICKUP or SHIPMENT of a node in a measure."""
    return data.fact[data.fact[col.AMOUNT_TABLE] + (node * 3 + column) * data.fact[col.MEASURES] + measure]


@inlined
def capacity(data: Data, kind: int, measure: int) -> int:
    """Return the capacity of a vehicle type in a measure."""
    return data.fact[data.fact[col.CAPACITY_TABLE] + kind * data.fact[col.MEASURES] + measure]


@inlined
def allowed(data: Data, kind: int, node: int) -> bool:
    """Whether a vehicle type may visit a client."""
    return data.fact[data.fact[col.ALLOWED_TABLE] + kind * data.fact[col.NODES] + node] != 0


@inlined
def extra(data: Data, kind: int, node: int) -> int:
    """Return what a visit by a vehicle type costs besides driving."""
    return data.fact[data.fact[col.EXTRA_TABLE] + kind * data.fact[col.NODES] + node]


@inlined
def partner(data: Data, node: int) -> int:
    """Return the delivery that belongs to a pickup; -1 for a single client."""
    unit = node_fact(data, node, col.UNIT)
    return data.fact[unit_fact(data, unit, col.MEMBER_AT) + 1] if unit_fact(data, unit, col.PAIR) else -1


@inlined
def stops_at(plan: IntArray, slot: int) -> int:
    """Return the offset of a slot's first position; positions are ``plan[STOP_WIDTH]`` apart."""
    return plan[col.STOP_TABLE] + slot * plan[col.LENGTH] * plan[col.STOP_WIDTH]


@inlined
def stop(plan: IntArray, slot: int, at: int, column: int) -> int:
    """Return a figure of a position."""
    return plan[stops_at(plan, slot) + at * plan[col.STOP_WIDTH] + column]


@inlined
def set_stop(plan: IntArray, slot: int, at: int, column: int, value: int) -> None:
    """Set a figure of a position."""
    plan[stops_at(plan, slot) + at * plan[col.STOP_WIDTH] + column] = value


@inlined
def route(plan: IntArray, slot: int, column: int) -> int:
    """Return a figure of a slot."""
    return plan[plan[col.ROUTE_TABLE] + slot * plan[col.ROUTE_WIDTH] + column]


@inlined
def set_route(plan: IntArray, slot: int, column: int, value: int) -> None:
    """Set a figure of a slot."""
    plan[plan[col.ROUTE_TABLE] + slot * plan[col.ROUTE_WIDTH] + column] = value


@inlined
def slot_of(plan: IntArray, node: int) -> int:
    """Return the slot of a client; -1 if it is on no route."""
    return plan[plan[col.WHERE_TABLE] + 2 * node]


@inlined
def place_of(plan: IntArray, node: int) -> int:
    """Return the position of a client on its route."""
    return plan[plan[col.WHERE_TABLE] + 2 * node + 1]


@inlined
def set_place(plan: IntArray, node: int, slot: int, at: int) -> None:
    """Note where a client is."""
    plan[plan[col.WHERE_TABLE] + 2 * node] = slot
    plan[plan[col.WHERE_TABLE] + 2 * node + 1] = at


@inlined
def absent_unit(plan: IntArray, row: int) -> int:
    """Return one of the units on no route."""
    return plan[plan[col.ABSENT_TABLE] + row]


@inlined
def cell(memory: IntArray, table: int, row: int) -> int:
    """Return an entry of a table whose offset is at ``table``."""
    return memory[memory[table] + row]


@inlined
def set_cell(memory: IntArray, table: int, row: int, value: int) -> None:
    """Set an entry of a table whose offset is at ``table``."""
    memory[memory[table] + row] = value


@inlined
def trip_start(data: Data, plan: IntArray, slot: int, at: int) -> int:
    """Return where the trip begins that a position belongs to; a depot begins its own."""
    while at > 0 and stop(plan, slot, at, col.NODE) >= data.fact[col.DEPOTS]:
        at -= 1
    return at


@inlined
def trip_end(data: Data, plan: IntArray, slot: int, at: int) -> int:
    """Return where the trip ends that a client's position belongs to."""
    while at < route(plan, slot, col.SIZE) - 1 and stop(plan, slot, at, col.NODE) >= data.fact[col.DEPOTS]:
        at += 1
    return at
