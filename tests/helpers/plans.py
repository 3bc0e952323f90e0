"""A correct plan for the scenario of :mod:`tests.helpers.plan_scenario`, made by hand, and ways of spoiling it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from optimizer.core.cost import Component, CostLine
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check import check_plan
from optimizer.strategy.plan import (
    Plan,
    PlannedLeg,
    PlannedLine,
    PlannedMove,
    PlannedRoute,
    PlannedShipment,
    PlannedStop,
    UnservedLine,
)
from tests.helpers.plan_scenario import CELLS, EVENING, LEGS, ROUTE, SITES_IN_USE, instant


def hand_made_plan() -> Plan:
    """Return the plan described above."""
    served = (
        ("O1", "W", "parcel", "2025-03-03T17:00", "", instant("03T17:00"), instant("04T18:00"), ""),
        ("O2", "W", "van", EVENING, "", instant("03T16:00"), instant("03T16:45"), ROUTE),
        ("O3", "W", "van", EVENING, "", instant("03T16:00"), instant("03T17:05"), ROUTE),
        ("O4", "S", "collect", "2025-03-03", "S", instant("03T11:30"), instant("03T11:30"), ""),
        ("O5", "W", "locker", "2025-03-03T18:00", "K", instant("03T18:00"), instant("03T20:00"), ""),
        ("O6", "S", "carry", "2025-03-03", "S", instant("03T15:00"), instant("03T15:00"), ""),
        ("O7", "P", "dropship", "2025-03-03T16:00", "", instant("03T16:00"), instant("04T18:00"), ""),
    )
    shipments = tuple(PlannedShipment(*row) for row in served)
    by_order = {shipment.order: shipment for shipment in shipments}
    lines = tuple(
        PlannedLine(order, row["line"], way.source, way.option, way.departure, row["quantity"])
        for row in CELLS["order_lines"]
        if (order := row["order_id"]) != "O8" and (way := by_order[order])
    )
    return Plan(
        strategy="all",
        lines=lines,
        shipments=shipments,
        moves=(
            PlannedMove("L1", "2025-03-03", "2025-03-04", "A", 5),
            PlannedMove("L3", "2025-03-03", "2025-03-04", "B", 2),
        ),
        routes=(
            PlannedRoute(
                ROUTE, "W", "2025-03-03", "evening", "V", instant("03T16:30"), instant("03T17:16:40"), 12000
            ),
        ),
        stops=(
            _stop(1, "O2", "customer:C2", ("03T16:40", "03T16:40", "03T16:45")),
            _stop(2, "O3", "order:O3", ("03T16:51:40", "03T17:00", "03T17:05")),
        ),
        legs=tuple(sorted(PlannedLeg(start, end, "van", *figures) for start, end, *figures in LEGS)),
        unserved=(UnservedLine("O8", "1", 4, "no-stock", "", ""),),
        cost_lines=tuple(sorted(_cost_lines(by_order))),
    )


def _stop(sequence: int, order: str, place: str, times: tuple[str, str, str]) -> PlannedStop:
    return PlannedStop(ROUTE, sequence, order, "W", "van", EVENING, place, *(instant(time) for time in times))


def _cost_lines(shipments: Mapping[str, PlannedShipment]) -> list[CostLine]:
    """All costs in cents, worked out by hand; they come to 161.75 euro."""
    by_shipment = {
        # W: 1 per order, 0.25 per unit, 0.40 more by parcel; S: 0.50 and 0.10; P: nothing
        Component.SITE_HANDLING: {"O1": 190, "O2": 175, "O3": 125, "O4": 60, "O5": 175, "O6": 60},
        Component.PICKUP_HANDLING: {"O4": 50, "O5": 30},
        # 4 kg in zone metro: 3 + 0.50; the partner's carrier: 4
        Component.CARRIER: {"O1": 350, "O7": 400},
        # a tenth of 2 * 20
        Component.PARTNER_COMMISSION: {"O7": 400},
        # A: 0.1 * 0.90 * 0.5 = 4.5 cents a unit, at a store 1.5; halves go up: 4.5 is 5, 13.5 is 14, 1.5 is 2
        Component.EXPECTED_RETURNS: {"O1": 9, "O2": 5, "O4": 2, "O5": 14, "O7": 9},
        # promised for Tuesday 10:00, there at 18:00: 8 h at 1.50
        Component.LATENESS: {"O7": 1200},
        # 500 g at 1000 a tonne
        Component.CO2: {"O1": 50},
    }
    lines = [
        CostLine(component, "shipment", shipments[order].key, amount)
        for component, amounts in by_shipment.items()
        for order, amount in amounts.items()
    ]
    return [
        *lines,
        # 5 * (0.2 + 0.01 * 2) + 1 truck at 30; 10 kg at 10 g
        CostLine(Component.PROCUREMENT_FREIGHT, "lane", "L1|2025-03-03", 3110),
        CostLine(Component.CO2, "lane", "L1|2025-03-03", 10),
        # 2 * 0.3
        CostLine(Component.REPLENISHMENT, "lane", "L3|2025-03-03", 60),
        # 3 * 0.1 + 6 kg * 0.05 + 2 trucks of 4 kg at 5; 6 kg at 5 g
        CostLine(Component.LINEHAUL, "lane", "L2|2025-03-03T18:00", 1060),
        CostLine(Component.CO2, "lane", "L2|2025-03-03T18:00", 3),
        # margin 4 * 8 and penalty 3
        CostLine(Component.UNSERVED, "order", "O8", 3500),
        CostLine(Component.SITE_FIXED, "site", "W|2025-03-03", 1000),
        CostLine(Component.SITE_FIXED, "site", "S|2025-03-03", 200),
        CostLine(Component.SITE_FIXED, "site", "K|2025-03-03", 100),
        # a unit and day of A cost 0.012, of B 0.006. W: A 4, 12, 12 and B 1, 1, 1; S: A 4, 4, 4 and B 2, 4, 4
        CostLine(Component.HOLDING, "site", "W", 35),
        CostLine(Component.HOLDING, "site", "S", 20),
        CostLine(Component.FLEET_FIXED, "route", ROUTE, 2000),
        # 12 km at 0.50; 16:30:00 to 17:16:40 at 12 an hour; 12 km at 200 g
        CostLine(Component.FLEET_DISTANCE, "route", ROUTE, 600),
        CostLine(Component.FLEET_TIME, "route", ROUTE, 933),
        CostLine(Component.CO2, "route", ROUTE, 240),
    ]


def edited(plan: Plan, table: str, where: Mapping[str, Any], **changes: Any) -> Plan:  # noqa: ANN401
    """Return the plan with the fields of all rows of ``table`` that match ``where`` changed."""
    rows = tuple(replace(row, **changes) if _matches(row, where) else row for row in getattr(plan, table))
    return plan.replace(**{table: rows})


def without(plan: Plan, table: str, **where: Any) -> Plan:  # noqa: ANN401
    """Return the plan without the rows of ``table`` that match ``where``."""
    return plan.replace(**{table: tuple(row for row in getattr(plan, table) if not _matches(row, where))})


def _matches(row: object, where: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in where.items())


def rules_broken(scenario: Scenario, plan: Plan, sites: tuple[str, ...] = SITES_IN_USE) -> set[str]:
    """Names of the rules that the checker finds broken."""
    return {violation.rule for violation in check_plan(scenario, sites, plan)}
