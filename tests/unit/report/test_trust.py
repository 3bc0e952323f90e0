from optimizer import __version__
from optimizer.core.status import Status
from optimizer.report.trust import gap_lines, round_table, run_table, stage_table, verdict, versions
from optimizer.strategy.plan import Plan
from tests.unit.report.samples import hand_made, outcome, scenario

OUTCOME = outcome(scenario(), hand_made())


def test_a_gap_always_names_its_stage() -> None:
    """Where a stage proves no bound, no gap is claimed."""
    assert gap_lines(OUTCOME, "EUR") == (
        "inventory: gap 0.0%, bound by flow 9.1",
        "fulfilment: gap 1.5%, bound by highs 1.12",
        "routing: gap unknown, pyvrp 0.13 proves no bound",
    )


def test_adopted_plans_name_whose_stages_they_are() -> None:
    """A gap of another strategy's search is not passed off as one's own."""
    adopted = OUTCOME.replace(adopted_from="lean")
    assert gap_lines(adopted, "EUR")[0].startswith("inventory (plan of lean): gap")
    assert stage_table((adopted,)).rows[0][1] == "inventory (of lean)"
    assert run_table((adopted,)).rows[0][3] == "lean"


def test_the_verdict_says_what_was_examined() -> None:
    """Counts are the plan's."""
    assert verdict(OUTCOME) == "passed: 7 shipments, 1 route, 2 moves, 33 cost lines"
    assert verdict(OUTCOME.replace(plan=Plan("x"))) == "passed: an empty plan"


def test_stages_and_rounds_are_shown_as_recorded() -> None:
    """Engine, gap, number of solves, seed; cost and routes of every round."""
    stages = stage_table((OUTCOME,))
    assert stages.column("gap") == (0.0, 0.015, None)
    assert stages.rows[2][6:9] == ("pyvrp 0.13", 3, "7")
    assert round_table((OUTCOME,)).rows == (("all", 1, 17000, 2, 1, 0.4), ("all", 2, 16175, 1, 1, 0.3))


def test_an_interrupted_search_is_called_so() -> None:
    """The planner sees that the plan is the best so far only."""
    stopped = OUTCOME.replace(status=Status.TIME_LIMIT)
    assert run_table((stopped,)).rows[0][2] == "stopped by the time limit or an interrupt"


def test_versions_name_what_computed_the_plans() -> None:
    """The planner's own version comes first, the solvers follow."""
    named = dict(versions())
    assert named["optimizer"] == __version__
    assert {"pyvrp", "highspy", "ortools", "Python"} <= set(named)
