"""Copies routes between a plan that is changed, the one before the change, and the best."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import cell, route, set_cell, set_place, set_route, stop, stops_at
from optimizer.routing.engines.sisr.compiled import kernel
from optimizer.routing.problem import IntArray


@kernel
def copy_route(source: IntArray, target: IntArray, slot: int) -> None:
    """Copy one slot; where its nodes are is left to the caller."""
    first = source[col.ROUTE_TABLE] + slot * source[col.ROUTE_WIDTH]
    for at in range(first, first + source[col.ROUTE_WIDTH]):
        target[at] = source[at]
    first = stops_at(source, slot)
    for at in range(first, first + route(source, slot, col.SIZE) * source[col.STOP_WIDTH]):
        target[at] = source[at]


@kernel
def copy_counts(source: IntArray, target: IntArray) -> None:
    """Copy single figures, vehicles used and absent units; the plans have the same layout.

    That a plan lacked room is not undone with the change that needed it.
    """
    for at in range(col.CROWDED):
        target[at] = source[at]
    for at in range(source[col.USED_TABLE], source[col.ABSENT_TABLE] + source[col.ABSENT]):
        target[at] = source[at]


@kernel
def drop_route(plan: IntArray, slot: int) -> None:
    """Take a route without clients off the plan."""
    kind = route(plan, slot, col.KIND)
    plan[col.TOTAL] -= route(plan, slot, col.COST)
    plan[col.ROUTES] -= 1
    set_cell(plan, col.USED_TABLE, kind, cell(plan, col.USED_TABLE, kind) - 1)
    set_route(plan, slot, col.COST, 0)
    set_route(plan, slot, col.SIZE, 0)


@kernel
def place_nodes(plan: IntArray, slot: int) -> None:
    """Note where the nodes of a slot are."""
    for at in range(1, route(plan, slot, col.SIZE) - 1):
        set_place(plan, stop(plan, slot, at, col.NODE), slot, at)


@kernel
def keep(source: IntArray, target: IntArray, mark: int) -> None:
    """Copy the slots marked in a column of the source and its figures, and clear the marks."""
    for slot in range(max(source[col.SLOTS], target[col.SLOTS])):
        if route(source, slot, mark):
            set_route(source, slot, mark, 0)
            behind = route(target, slot, col.BEHIND)
            copy_route(source, target, slot)
            set_route(target, slot, col.BEHIND, behind | (mark == col.TOUCHED))
    copy_counts(source, target)


@kernel
def restore(kept: IntArray, plan: IntArray) -> None:
    """Undo what was done to a plan since it was kept."""
    high = max(kept[col.SLOTS], plan[col.SLOTS])
    for slot in range(high):
        if route(plan, slot, col.TOUCHED):
            for at in range(1, route(plan, slot, col.SIZE) - 1):
                set_place(plan, stop(plan, slot, at, col.NODE), -1, 0)
    for slot in range(high):
        if route(plan, slot, col.TOUCHED):
            copy_route(kept, plan, slot)
            set_route(plan, slot, col.TOUCHED, 0)
            place_nodes(plan, slot)
    copy_counts(kept, plan)
