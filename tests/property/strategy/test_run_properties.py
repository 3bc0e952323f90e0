"""Whole strategies on small and generated scenarios: same inputs, same plan; included plans; interrupts; deadlines."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.generate.template import generate
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check import check_plan
from optimizer.strategy.context import Context
from optimizer.strategy.evaluate import evaluate
from optimizer.strategy.outcome import Outcome
from optimizer.strategy.run import run_strategies
from tests.helpers.plan_scenario import with_settings
from tests.helpers.strategy import tiny


class _AfterTheFirstRound(Silent):
    """Asks to stop once a round is done."""

    def __init__(self) -> None:
        self._done = False

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Note that a round is done."""
        self._done |= stage == "strategy"

    def cancelled(self) -> bool:
        """Whether a round is done."""
        return self._done


@cache
def _seoul() -> Scenario:
    """60 orders of the template, with few iterations."""
    return with_settings(
        generate("seoul", 60, 3), "solve", rounds=2, routing_iterations=40, fulfilment_nodes=20
    )


@cache
def _alone(strategy: str) -> Outcome:
    return evaluate(_seoul(), strategy)


def _holds(scenario: Scenario, found: Outcome) -> bool:
    context = Context.of(scenario, found.strategy)
    return not check_plan(context.scenario, context.in_use, found.plan)


@pytest.mark.parametrize("strategy", ["vans", "mixed"])
def test_the_same_seed_gives_the_same_plan(strategy: str) -> None:
    """Twice over tiny: the same decisions, routes and cost lines, and the same figures."""
    first, second = evaluate(tiny(), strategy), evaluate(tiny(), strategy)
    assert first.plan == second.plan
    assert first.figures == second.figures


def test_the_same_seed_gives_the_same_plan_of_a_city() -> None:
    """60 orders, once here and once in processes of their own beside another strategy."""
    together = run_strategies(_seoul(), ("dc_vans", "dc_parcel"), threads=2)
    assert [one.plan for one in together.outcomes] == [_alone("dc_vans").plan, _alone("dc_parcel").plan]


def test_an_interrupt_after_the_first_round_leaves_a_plan_that_holds() -> None:
    """One round was made, the plan passes the checker, and the status says it was cut short."""
    found = evaluate(_seoul(), "dc_vans", progress=_AfterTheFirstRound())
    assert (found.status, len(found.rounds)) == (Status.TIME_LIMIT, 1)
    assert _holds(_seoul(), found)


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_a_deadline_leaves_a_plan_that_holds(seconds: float) -> None:
    """Whatever time there is, every unit is accounted for and every rule kept."""
    found = evaluate(_seoul(), "ship_from_store", seconds=seconds)
    assert _holds(_seoul(), found)


@settings(max_examples=4, deadline=None)
@given(st.floats(0.2, 3), st.floats(0.2, 3), st.integers(0, 3000), st.sampled_from(["none", "order", "line"]))
def test_a_strategy_never_costs_more_than_one_it_includes(
    parcel: float, van: float, handling: int, split: str
) -> None:
    """Whatever parcels, vans and stores cost, mixed may do what the others do."""
    scenario = with_settings(tiny(), "policies.delivery", split=split)
    scenario = scenario.replace(
        carrier_rates=tuple(
            rate.model_copy(update={"price": rate.price * parcel}) for rate in scenario.carrier_rates
        ),
        vehicle_types=tuple(
            kind.model_copy(update={"fixed_cost": kind.fixed_cost * van}) for kind in scenario.vehicle_types
        ),
        sites=tuple(
            site.model_copy(update={"handling_cost_per_order": float(handling)}) if site.id == "S" else site
            for site in scenario.sites
        ),
    )
    found = run_strategies(scenario, ("parcel", "vans", "mixed"), threads=1).outcomes
    totals = {one.strategy: one.figures.total for one in found}
    assert totals["mixed"] <= min(totals["parcel"], totals["vans"])
    assert all(_holds(scenario, one) for one in found)
