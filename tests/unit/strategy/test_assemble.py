from optimizer.core.params import Params
from optimizer.options.table import Candidates
from optimizer.strategy.assemble import assemble
from optimizer.strategy.check import check_plan
from optimizer.strategy.context import Context
from optimizer.strategy.costs import book_costs
from optimizer.strategy.decision import CandidateIndex, ChosenShipment, whole_order
from optimizer.strategy.fleet import route_fleet
from optimizer.strategy.plan import Plan, PlannedLeg, PlannedLine, PlannedShipment, UnservedLine
from tests.helpers.plan_scenario import EVENING, ROUTE, instant
from tests.helpers.plans import hand_made_plan, without
from tests.helpers.strategy import candidates_of, hand_made_context, row_of, tiny_context

CHOICES = {
    "O1": "parcel",
    "O2": "van",
    "O3": "van",
    "O4": "collect",
    "O5": "locker",
    "O6": "carry",
    "O7": "dropship",
}
UNSERVED = UnservedLine("O8", "1", 4, "no-stock", "", "")


def _chosen(found: Candidates, choices: dict[str, str]) -> dict[int, ChosenShipment]:
    rows = [row_of(found, order, option) for order, option in choices.items()]
    return {row: whole_order(found, row) for row in rows}


def _assembled(context: Context, choices: dict[str, str], unserved: tuple[UnservedLine, ...] = ()) -> Plan:
    found = candidates_of(context)
    chosen = _chosen(found, choices)
    fleet = route_fleet(context, found, chosen, Params(iteration_limit=50, seed=1))
    moves = hand_made_plan().moves if unserved else ()
    return assemble(context, found, CandidateIndex(context, found), moves, chosen, fleet, unserved)


def test_the_decisions_of_the_hand_made_plan_make_that_plan() -> None:
    """All is as written by hand, but for O2, which a van that waits less brings later."""
    context = hand_made_context()
    plan, by_hand = _assembled(context, CHOICES, (UNSERVED,)), hand_made_plan()
    assert plan.strategy == "all"
    assert plan.lines == by_hand.lines
    assert (
        without(plan, "shipments", order="O2").shipments
        == without(by_hand, "shipments", order="O2").shipments
    )
    assert plan.moves == by_hand.moves
    assert plan.legs == by_hand.legs
    assert plan.unserved == by_hand.unserved
    (route,) = plan.routes
    assert (route.id, route.depot, route.date, route.wave) == (ROUTE, "W", "2025-03-03", "evening")
    assert (route.vehicle_type, route.distance_m, route.end) == ("V", 12000, instant("03T17:16:40"))


def test_what_is_assembled_passes_the_checker() -> None:
    """With its cost lines, which are those that are booked for it."""
    context = hand_made_context()
    plan = _assembled(context, CHOICES, (UNSERVED,))
    assert check_plan(context.scenario, context.in_use, plan) == ()
    assert plan.cost_lines == book_costs(context, plan)


def test_a_van_hands_over_when_service_ends() -> None:
    """O3 at 17:05, on its route and stop; it leaves with the wave."""
    plan = _assembled(hand_made_context(), CHOICES, (UNSERVED,))
    shipment = next(one for one in plan.shipments if one.order == "O3")
    assert shipment == PlannedShipment(
        "O3", "W", "van", EVENING, "", instant("03T16:00"), instant("03T17:05"), ROUTE
    )
    stop = next(one for one in plan.stops if one.order == "O3")
    assert (stop.route, stop.sequence, stop.place) == (ROUTE, 2, "order:O3")
    assert (stop.start, stop.end) == (instant("03T17:00"), instant("03T17:05"))


def test_routes_are_numbered_from_one_and_keep_every_leg() -> None:
    """Both loops of tiny; all twelve ways between the four places of each, in the distance of the roads."""
    plan = _assembled(tiny_context("vans"), {f"O{number}": "van" for number in range(1, 7)})
    assert [route.id for route in plan.routes] == ["W/2026-11-23@day/1", "W/2026-11-23@day/2"]
    assert len(plan.legs) == 2 * 12
    assert PlannedLeg("customer:C6", "customer:C4", "van", 4000, 480) in plan.legs
    assert [stop.sequence for stop in plan.stops] == [1, 2, 3, 1, 2, 3]


def test_every_table_is_sorted() -> None:
    """So that two plans of the same decisions are equal."""
    plan = _assembled(hand_made_context(), CHOICES, (UNSERVED,))
    for rows in (plan.lines, plan.shipments, plan.moves, plan.routes, plan.stops, plan.legs, plan.cost_lines):
        assert list(rows) == sorted(rows)


def test_units_that_a_shipment_leaves_behind_are_not_in_it() -> None:
    """Two of the three A of O5."""
    context = hand_made_context()
    found = candidates_of(context)
    row = row_of(found, "O5", "locker")
    (line,) = whole_order(found, row).quantities
    chosen = {row: ChosenShipment(row, {line: 2})}
    fleet = route_fleet(context, found, chosen, Params(iteration_limit=1))
    plan = assemble(context, found, CandidateIndex(context, found), (), chosen, fleet, ())
    assert plan.lines == (PlannedLine("O5", "1", "W", "locker", "2025-03-03T18:00", 2),)
