from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.scenario.scenario import Scenario
from optimizer.strategy import run
from optimizer.strategy.evaluate import evaluate
from optimizer.strategy.figures import Figures
from optimizer.strategy.measure import measure
from optimizer.strategy.outcome import Outcome
from optimizer.strategy.run import adopt_included, run_strategies
from tests.helpers.plan_scenario import with_settings
from tests.helpers.strategy import tiny

ALL = ("parcel", "vans", "mixed")


class _Listener(Silent):
    """Counts strategies told of, and asks to stop after so many."""

    def __init__(self, most: int = 99) -> None:
        self.stages: list[str] = []
        self._most = most

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember the strategy."""
        if stage == "strategy":
            self.stages.append(message.partition(":")[0])

    def cancelled(self) -> bool:
        """Whether enough strategies had a round."""
        return len(set(self.stages)) >= self._most


def _dearer(outcome: Outcome, amount: int) -> Outcome:
    """Give an outcome some more to pay."""
    line = CostLine(Component.SITE_FIXED, "site", "W|2026-11-23", amount)
    return outcome.replace(plan=outcome.plan.replace(cost_lines=(*outcome.plan.cost_lines, line)))


def test_strategies_come_in_the_order_asked_for() -> None:
    """With their comparison against the scenario's baseline; the listener hears of all of them."""
    listener = _Listener()
    found = run_strategies(tiny(), ("vans", "parcel"), threads=1, progress=listener)
    assert [one.strategy for one in found.outcomes] == ["vans", "parcel"]
    assert found.comparison is not None
    assert found.comparison.baseline == "parcel"
    assert set(listener.stages) == {"vans", "parcel"}


def test_cores_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a number is given; on one of them strategies come in turn."""
    monkeypatch.setattr(run, "usable_cores", lambda: 1)
    monkeypatch.delattr(run, "_side_by_side")
    assert len(run_strategies(tiny(), ("vans", "parcel")).outcomes) == 2


def test_one_strategy_is_compared_with_nothing() -> None:
    """There is an outcome and no comparison."""
    found = run_strategies(tiny(), ("parcel",), threads=2)
    assert [one.figures.total for one in found.outcomes] == [46_698]
    assert found.comparison is None


def test_without_a_baseline_the_first_strategy_of_the_scenario_is_it() -> None:
    """Parcel is named first in the file."""
    scenario = with_settings(tiny(), "", baseline=None)
    found = run_strategies(scenario, ("vans", "parcel"), threads=1)
    assert found.comparison is not None
    assert found.comparison.baseline == "parcel"


def test_side_by_side_gives_what_one_after_the_other_gives() -> None:
    """Processes of their own change neither plan nor order, and are heard of."""
    listener = _Listener()
    together = run_strategies(tiny(), ALL, threads=2, progress=listener)
    alone = run_strategies(tiny(), ALL, threads=1)
    assert [one.plan for one in together.outcomes] == [one.plan for one in alone.outcomes]
    assert together.comparison == alone.comparison
    assert set(listener.stages) == set(ALL)


def test_who_interrupts_gets_the_strategies_so_far() -> None:
    """After a round of the first strategy no other is begun; what there is is compared with nothing."""
    found = run_strategies(tiny(), ALL, threads=1, progress=_Listener(1))
    assert [one.strategy for one in found.outcomes] == ["parcel"]
    assert found.outcomes[0].status == Status.TIME_LIMIT
    assert found.comparison is None


def test_who_interrupts_before_any_plan_gets_an_interrupt() -> None:
    """Side by side, workers asked to stop before they begin return nothing."""
    with pytest.raises(KeyboardInterrupt):
        run_strategies(tiny(), ALL, threads=2, progress=_Listener(0))


def test_time_is_shared_by_the_strategies_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three strategies in turn have a third, a half and all of what is left each."""
    given: list[float] = []
    known = {name: evaluate(tiny(), name) for name in ("parcel",)}

    def timed(scenario: Scenario, strategy: str, *, seconds: float, **_: Any) -> Outcome:  # noqa: ANN401
        given.append(seconds)
        return known["parcel"].replace(strategy=strategy)

    monkeypatch.setattr(run, "evaluate", timed)
    run_strategies(tiny(), ALL, seconds=600, threads=1)
    assert given == pytest.approx([200, 300, 600], rel=0.01)


def test_a_fault_in_a_worker_is_raised_here_and_stops_the_others() -> None:
    """Running strategies are asked to stop, which waiting ones see before they begin."""
    stop = SimpleNamespace(value=0)
    waiting: Future[Outcome | None] = Future()
    failed: Future[Outcome | None] = Future()
    failed.set_exception(PlanRejectedError("strategy vans", []))
    with pytest.raises(PlanRejectedError, match="strategy vans"):
        run._collect({failed: "vans", waiting: "parcel"}, stop)
    assert stop.value


def test_who_includes_a_cheaper_plan_takes_it() -> None:
    """Mixed may do what vans do: with its own plan dearer, it keeps theirs, figures and hours included."""
    vans, mixed = (evaluate(tiny(), name) for name in ("vans", "mixed"))
    adopted = adopt_included(tiny(), [_dearer(mixed, 20_000), vans])
    assert [one.strategy for one in adopted] == ["mixed", "vans"]
    assert adopted[0].adopted_from == "vans"
    assert adopted[0].plan == vans.plan.replace(strategy="mixed")
    assert adopted[0].figures.total == vans.figures.total
    assert adopted[0].hours == vans.hours
    assert sum(adopted[0].order_costs.values()) == vans.figures.total
    assert adopted[1] is vans


def test_figures_of_a_plan_taken_over_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that the checker does not find is no figure to show."""
    vans, mixed = (evaluate(tiny(), name) for name in ("vans", "mixed"))

    def dearer(*given: Any) -> Figures:  # noqa: ANN401
        found = measure(*given)
        return replace(found, total=found.total + 1)

    monkeypatch.setattr(run, "measure", dearer)
    with pytest.raises(PlanRejectedError, match="strategy mixed"):
        adopt_included(tiny(), [_dearer(mixed, 20_000), vans])


@pytest.mark.parametrize("cut", ["vans", "mixed"])
def test_a_plan_taken_over_is_as_doubtful_as_either_search(cut: str) -> None:
    """Whether the search that found it or the one that should have was cut short, that is said."""
    vans, mixed = (evaluate(tiny(), name) for name in ("vans", "mixed"))
    outcomes = [
        one.replace(status=Status.TIME_LIMIT) if one.strategy == cut else one
        for one in (_dearer(mixed, 20_000), vans)
    ]
    adopted = adopt_included(tiny(), outcomes)[0]
    assert (adopted.adopted_from, adopted.status) == ("vans", Status.TIME_LIMIT)


def test_who_has_the_cheaper_plan_keeps_it() -> None:
    """Parcel includes nothing, and mixed is cheapest anyway."""
    outcomes = [evaluate(tiny(), name) for name in ("parcel", "mixed")]
    assert adopt_included(tiny(), outcomes) == tuple(outcomes)


def test_the_cheapest_of_several_is_taken_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of vans and parcel the cheaper; where the checker refuses it, the next; and else the own plan."""
    parcel, vans, mixed = (evaluate(tiny(), name) for name in ALL)
    outcomes = [parcel, vans, _dearer(mixed, 50_000)]
    assert adopt_included(tiny(), outcomes)[2].adopted_from == "vans"

    def refusing(*refused: str) -> Callable[..., tuple[Violation, ...]]:
        plans = {one.strategy: one.plan.lines for one in outcomes}
        fault = (Violation("requested", "order O1", "binding"),)
        return lambda _, __, plan: fault if plan.lines in [plans[name] for name in refused] else ()

    monkeypatch.setattr(run, "check_plan", refusing("vans"))
    assert adopt_included(tiny(), outcomes)[2].adopted_from == "parcel"
    monkeypatch.setattr(run, "check_plan", refusing("vans", "parcel"))
    assert adopt_included(tiny(), outcomes)[2] is outcomes[2]


def test_nothing_is_taken_under_other_policies() -> None:
    """With returns for nothing, mixed is another world: its plan would cost less there."""
    strategies = tiny().settings.model_dump()["strategies"]
    strategies["mixed"]["override"] = {"policies": {"returns": {"customer_pays_share": 1.0}}}
    scenario = with_settings(tiny(), "", strategies=strategies)
    outcomes = [evaluate(scenario, "vans"), _dearer(evaluate(scenario, "mixed"), 90_000)]
    assert adopt_included(scenario, outcomes)[1].adopted_from == ""
