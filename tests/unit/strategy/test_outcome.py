import json

from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.strategy.outcome import Round, StageTrust
from tests.helpers.strategy import figures, outcome


def test_a_stage_is_trusted_for_what_its_result_says() -> None:
    """Bound and gap go with the stage they belong to, and the engine that proved them."""
    result: Result[None] = Result(
        "fulfilment", Status.TIME_LIMIT, "highs", "1.12.0", 110.0, 100.0, 2.5, 7, solution=None
    )
    stage = StageTrust.of(result)
    assert (stage.stage, stage.engine, stage.engine_version, stage.status) == (
        "fulfilment",
        "highs",
        "1.12.0",
        "time_limit",
    )
    assert (stage.objective, stage.bound, stage.gap, stage.seed) == (110.0, 100.0, 10 / 110, 7)
    assert stage.solves == 1


def test_trust_is_everything_but_plan_and_figures() -> None:
    """What JSON gets names rounds and stages, the naive total and where the plan came from."""
    one = outcome("mixed", figures(), naive_total=1200, adopted_from="vans", runtime_s=1.23456).replace(
        rounds=(Round(1, 1000, 2, 3, 0.5),), expected_shortage_units=4
    )
    trust = json.loads(json.dumps(one.trust()))
    assert trust == {
        "strategy": "mixed",
        "status": "feasible",
        "adopted_from": "vans",
        "naive_total": 1200,
        "expected_shortage_units": 4,
        "runtime_s": 1.235,
        "stages": [],
        "rounds": [{"number": 1, "total": 1000, "unserved_orders": 2, "routes": 3, "runtime_s": 0.5}],
    }
