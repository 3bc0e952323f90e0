from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import build_context
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario
from tests.helpers.plans import hand_made_plan


def test_a_shipment_knows_its_cargo_its_lane_and_its_stop() -> None:
    """O2 carries 1 A and 2 B to one stop; O5 comes to the locker on lane L2; O4 has neither."""
    context = build_context(hand_made_scenario(), SITES_IN_USE)
    loads = {load.order.id: load for load in resolve(context, hand_made_plan()).consignments}
    assert (loads["O2"].units, loads["O2"].weight_kg, len(loads["O2"].stops)) == (3, 3.0, 1)
    assert loads["O5"].lane is not None
    assert loads["O5"].lane.id == "L2"
    assert (loads["O4"].lane, loads["O4"].stops, str(loads["O4"].day)) == (None, (), "2025-03-03")


def test_a_tour_goes_from_the_depot_over_the_addresses_and_back() -> None:
    """Places follow the sequence of the stops, not the order of the rows."""
    context, plan = build_context(hand_made_scenario(), SITES_IN_USE), hand_made_plan()
    (tour,) = resolve(context, plan.replace(stops=plan.stops[::-1])).tours
    assert tour.places == ("W", "customer:C2", "order:O3", "W")
