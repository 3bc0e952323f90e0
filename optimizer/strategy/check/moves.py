"""Replenishment moves, and the trucks that moves and linehaul need."""

from collections.abc import Iterator
from datetime import date

from optimizer.core.errors import Violation
from optimizer.scenario.rows import LaneRow
from optimizer.strategy.check.clock import later, weekday, whole_seconds
from optimizer.strategy.check.consignments import Resolved
from optimizer.strategy.check.context import Context, milligrams
from optimizer.strategy.plan import PlannedMove


class Departure:
    """What leaves on a lane together, as moves or as linehaul.

    Attributes
    ----------
    units, weight_kg
        Sums over everything that leaves.
    """

    def __init__(self, lane: LaneRow) -> None:
        self.lane = lane
        self.units = 0
        self.weight_kg = 0.0

    def add(self, units: int, weight_kg: float) -> None:
        """Load ``units`` that weigh ``weight_kg`` together."""
        self.units += units
        self.weight_kg += weight_kg

    @property
    def trucks(self) -> int:
        """Trucks needed."""
        return -(-milligrams(self.weight_kg) // milligrams(self.lane.truck_kg))

    @property
    def cost(self) -> float:
        """``sum q (cost_per_unit + cost_per_kg w) + trucks * cost_per_truck`` in the major unit."""
        lane = self.lane
        per_load = self.units * lane.cost_per_unit + self.weight_kg * lane.cost_per_kg
        return per_load + self.trucks * lane.cost_per_truck

    @property
    def grams_co2(self) -> float:
        """Emission."""
        return self.weight_kg * self.lane.co2_g_per_kg


def moved(context: Context, plan: Resolved) -> dict[str, Departure]:
    """Replenishment by ``lane|YYYY-MM-DD``."""
    departures: dict[str, Departure] = {}
    for move, lane, leaves, _ in plan.moves:
        weight = move.quantity * context.products[move.product].weight_kg
        departures.setdefault(f"{lane.id}|{leaves}", Departure(lane)).add(move.quantity, weight)
    return departures


def hauled(plan: Resolved) -> dict[str, Departure]:
    """Linehaul by ``lane|departure``."""
    departures: dict[str, Departure] = {}
    for load in plan.consignments:
        if load.lane is not None:
            ref = f"{load.lane.id}|{load.shipment.departure}"
            departures.setdefault(ref, Departure(load.lane)).add(load.units, load.weight_kg)
    return departures


def check_moves(context: Context, plan: Resolved) -> Iterator[Violation]:
    """Check every move, and the trucks of every departure."""
    if plan.moves and not context.settings.policies.stock.replenish:
        yield Violation("replenish", "plan", f"{len(plan.moves)} moves, and stock is not replenished")
    for move, lane, leaves, arrives in plan.moves:
        yield from _move(context, move, lane, leaves, arrives)
    for noun, departures in (("replenishment", moved(context, plan)), ("linehaul", hauled(plan))):
        for ref, departure in departures.items():
            if departure.trucks > departure.lane.trucks:
                detail = f"{noun} of {departure.weight_kg:g} kg needs {departure.trucks} trucks"
                yield Violation("trucks", f"lane {ref}", f"{detail}, at most {departure.lane.trucks}")


def _move(
    context: Context, move: PlannedMove, lane: LaneRow, leaves: date, arrives: date
) -> Iterator[Violation]:
    subject = f"move {move.lane}|{move.leaves}|{move.product}"
    if move.quantity < 1:
        yield Violation("quantity", subject, f"{move.quantity}, at least 1")
    if not context.in_horizon(leaves):
        yield Violation("horizon", subject, f"leaves on {leaves}")
    if weekday(leaves) not in lane.days:
        yield Violation(
            "operating-day", subject, f"{leaves} is a {weekday(leaves)}; lane: {', '.join(lane.days)}"
        )
    due = on_hand_from(context, lane, leaves)
    if arrives != due:
        yield Violation("arrival", subject, f"on hand from {arrives}, arrives for {due}")


def on_hand_from(context: Context, lane: LaneRow, leaves: date) -> date:
    """Date from which goods that leave on ``leaves`` are on hand: the day of arrival if early enough, else the next."""
    instant = context.clock.at(leaves, lane.departs) + whole_seconds(lane.transit_h, 3600)
    day = context.clock.date(instant)
    in_time = instant <= context.clock.at(day, context.settings.policies.stock.ready_by)
    return day if in_time else later(day, 1)
