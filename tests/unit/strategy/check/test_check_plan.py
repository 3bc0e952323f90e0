from optimizer.strategy.check import check_plan
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario
from tests.helpers.plans import edited, hand_made_plan, without


def test_a_plan_made_by_hand_with_every_kind_of_option_breaks_no_rule() -> None:
    """The checker agrees with a plan and costs worked out on paper, to the cent."""
    plan = hand_made_plan()
    assert check_plan(hand_made_scenario(), SITES_IN_USE, plan) == ()
    assert plan.total == 16175


def test_a_plan_without_anything_leaves_every_line_unaccounted_for() -> None:
    """An empty plan is not a valid one: every line is named."""
    plan = hand_made_plan()
    empty = plan.replace(
        lines=(), shipments=(), moves=(), routes=(), stops=(), legs=(), unserved=(), cost_lines=()
    )
    found = check_plan(hand_made_scenario(), SITES_IN_USE, empty)
    assert sum(violation.rule == "quantity" for violation in found) == 9


def test_unknown_things_are_reported_with_the_quantities_and_nothing_else() -> None:
    """A plan that names a site nobody knows is told so, without a crash further on."""
    plan = edited(without(hand_made_plan(), "unserved"), "lines", {"order": "O1"}, source="X")
    plan = edited(plan, "shipments", {"order": "O1"}, source="X")
    found = check_plan(hand_made_scenario(), SITES_IN_USE, plan)
    assert {violation.rule for violation in found} == {"unknown-site", "quantity"}
    assert found[0].subject == "shipment O1|X|parcel|2025-03-03T17:00"
