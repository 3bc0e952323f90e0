"""A plan's shipments and routes with everything they name looked up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import cast

from optimizer.scenario.base import SiteKind, clock_text
from optimizer.scenario.rows import LaneRow, Site, VehicleTypeRow
from optimizer.scenario.settings import Option, Wave
from optimizer.strategy.check.context import Context, OrderedLine, OrderFacts
from optimizer.strategy.check.labels import Label, is_linehaul, parse_label
from optimizer.strategy.check.references import key
from optimizer.strategy.plan import Plan, PlannedMove, PlannedRoute, PlannedShipment, PlannedStop

#: Kinds of site whose stock is neither limited nor held at a cost.
UNLIMITED_KINDS = (SiteKind.SUPPLIER, SiteKind.PLANT)


@dataclass(frozen=True)
class Consignment:
    """A shipment with what it carries.

    Parameters
    ----------
    lane
        Lane on which it comes to its point; None without linehaul, or where no lane leads there.
    cargo
        Lines and their units.
    stops
        Stops that deliver it; exactly one by own van, none otherwise, in a plan that holds.
    """

    shipment: PlannedShipment
    order: OrderFacts
    source: Site
    option: Option
    point: Site | None
    lane: LaneRow | None
    label: Label
    cargo: tuple[tuple[OrderedLine, int], ...]
    stops: tuple[PlannedStop, ...]

    @property
    def subject(self) -> str:
        """How violations name it."""
        return f"shipment {self.shipment.key}"

    @property
    def day(self) -> date:
        """Local date on which it leaves."""
        return self.label.day

    @property
    def units(self) -> int:
        """Units carried."""
        return sum(units for _, units in self.cargo)

    @property
    def weight_kg(self) -> float:
        """Weight carried."""
        return sum(units * line.product.weight_kg for line, units in self.cargo)


@dataclass(frozen=True)
class Tour:
    """A route with its stops in order and what each delivers."""

    route: PlannedRoute
    day: date
    wave: Wave
    vehicle: VehicleTypeRow
    stops: tuple[tuple[PlannedStop, Consignment], ...]

    @property
    def subject(self) -> str:
        """How violations name it."""
        return f"route {self.route.id}"

    @property
    def places(self) -> tuple[str, ...]:
        """Place ids in order of travel, from depot to depot."""
        return (self.vehicle.home_site, *(load.order.place for _, load in self.stops), self.vehicle.home_site)


@dataclass(frozen=True)
class Resolved:
    """A plan whose references all hold."""

    plan: Plan
    consignments: tuple[Consignment, ...]
    tours: tuple[Tour, ...]
    moves: tuple[tuple[PlannedMove, LaneRow, date, date], ...]


def resolve(context: Context, plan: Plan) -> Resolved:
    """Look up everything a plan names; its references must hold."""
    consignments = _consignments(context, plan)
    return Resolved(
        plan=plan,
        consignments=tuple(consignments.values()),
        tours=_tours(context, plan, consignments),
        moves=tuple(
            (
                move,
                context.lanes[move.lane],
                date.fromisoformat(move.leaves),
                date.fromisoformat(move.arrives),
            )
            for move in plan.moves
        ),
    )


def _consignments(context: Context, plan: Plan) -> dict[tuple[str, str, str, str], Consignment]:
    cargo = defaultdict(list)
    for line in plan.lines:
        cargo[key(line)].append((context.orders[line.order].lines[line.line], line.quantity))
    stops = defaultdict(list)
    for stop in plan.stops:
        stops[key(stop)].append(stop)
    found = {}
    for shipment in plan.shipments:
        name, option = key(shipment), context.options[shipment.option]
        # the references hold, so the label was readable
        label = cast("Label", parse_label(shipment.departure, option))
        lanes = context.links.get((shipment.source, shipment.point), ()) if is_linehaul(option) else ()
        found[name] = Consignment(
            shipment=shipment,
            order=context.orders[shipment.order],
            source=context.sites[shipment.source],
            option=option,
            point=context.sites.get(shipment.point),
            lane=next((lane for lane in lanes if f"T{clock_text(lane.departs)}" == label.tag), None),
            label=label,
            cargo=tuple(cargo[name]),
            stops=tuple(stops[name]),
        )
    return found


def _tours(
    context: Context, plan: Plan, consignments: dict[tuple[str, str, str, str], Consignment]
) -> tuple[Tour, ...]:
    stops = defaultdict(list)
    for stop in plan.stops:
        stops[stop.route].append((stop, consignments[key(stop)]))
    return tuple(
        Tour(
            route=route,
            day=date.fromisoformat(route.date),
            wave=context.settings.waves[route.wave],
            vehicle=context.vehicle_types[route.vehicle_type],
            stops=tuple(sorted(stops[route.id], key=lambda pair: pair[0].sequence)),
        )
        for route in plan.routes
    )
