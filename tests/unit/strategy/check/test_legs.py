from dataclasses import replace

import pytest

from optimizer.strategy.check import check_plan
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario
from tests.helpers.plans import hand_made_plan, rules_broken


@pytest.mark.parametrize("field", ["distance_m", "duration_s"])
@pytest.mark.parametrize("number", range(6))
def test_a_stored_leg_equals_the_recomputed_one(field: str, number: int) -> None:
    """A metre or second more on any pair, driven or not, is found."""
    legs = list(hand_made_plan().legs)
    legs[number] = replace(legs[number], **{field: getattr(legs[number], field) + 1})
    assert rules_broken(hand_made_scenario(), hand_made_plan().replace(legs=tuple(legs))) == {"leg"}


def test_both_figures_of_a_leg_are_told() -> None:
    """That of the plan first, then the one recomputed."""
    plan, scenario = hand_made_plan(), hand_made_scenario()
    first = plan.legs[0]
    legs = (replace(first, distance_m=first.distance_m + 1), *plan.legs[1:])
    (found,) = check_plan(scenario, SITES_IN_USE, plan.replace(legs=legs))
    due = f"recomputed: {first.distance_m} m in {first.duration_s} s"
    assert found.detail == f"the plan has {first.distance_m + 1} m in {first.duration_s} s; {due}"


@pytest.mark.parametrize("number", range(6))
def test_all_pairs_of_a_route_are_stored(number: int) -> None:
    """Pairs that are not driven are kept as well, so that another order of stops can be judged."""
    legs = hand_made_plan().legs
    plan = hand_made_plan().replace(legs=legs[:number] + legs[number + 1 :])
    assert rules_broken(hand_made_scenario(), plan) == {"leg"}


def test_legs_of_no_route_and_legs_stored_twice_are_found() -> None:
    """Unknown places, other profiles, repetitions."""
    plan, scenario = hand_made_plan(), hand_made_scenario()
    first = plan.legs[0]
    for extra in (replace(first, to_id="nowhere"), replace(first, profile="bike"), replace(first, to_id="S")):
        assert rules_broken(scenario, plan.replace(legs=(*plan.legs, extra))) == {"leg"}
    assert rules_broken(scenario, plan.replace(legs=(*plan.legs, first))) == {"duplicate"}
