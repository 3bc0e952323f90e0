"""The comparison of a run follows from its plans and figures, value by value."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimizer.core.status import Status
from optimizer.store.check_comparison import Written, check_comparison
from optimizer.store.check_run import check_run
from optimizer.store.money import COMPARISON, in_major
from optimizer.strategy.comparison import compare
from tests.helpers.plan_scenario import hand_made_scenario
from tests.helpers.plans import hand_made_plan
from tests.helpers.runs import broken_rules, edit_json, violations_of
from tests.helpers.strategy import figures
from tests.helpers.strategy import outcome as outcome_of

#: Changes of ``comparison.json``: where, and to what.
EDITS: dict[str, Callable[[Any], object]] = {
    "strategies.mixed.total": lambda it: it["strategies"][2].update(total=36000),
    "strategies.vans.p95_hours": lambda it: it["strategies"][1].update(p95_hours=5.0),
    "strategies.vans.common_hours": lambda it: it["strategies"][1].update(common_hours=3.0),
    "strategies.mixed.common_orders": lambda it: it["strategies"][2].update(common_orders=5),
    "strategies.parcel.dominated_by": lambda it: it["strategies"][0].update(dominated_by=""),
    "strategies.parcel.limits_missed": lambda it: it["strategies"][0].update(limits_missed=["p95"]),
    "strategies.vans.naive_total": lambda it: it["strategies"][1].update(naive_total=1),
    "strategies.vans.difference_share": lambda it: it["strategies"][1].pop("difference_share"),
    "strategies.vans.praise": lambda it: it["strategies"][1].update(praise="fine"),
    "pareto": lambda it: it.update(pareto=["mixed"]),
    "cheapest": lambda it: it.update(cheapest="vans"),
    "fastest": lambda it: it.update(fastest="mixed"),
    "recommended": lambda it: it.update(recommended="vans"),
    "best_fill": lambda it: it.update(best_fill="vans"),
    "saving": lambda it: it.update(saving=9801),
    "baseline": lambda it: it.update(baseline="vans"),
    "reason": lambda it: it.update(reason="it is the best"),
    "provisional": lambda it: it.update(provisional=["vans"]),
    "rule": lambda it: it.update(rule="the dearest"),
}


@pytest.mark.parametrize("path", EDITS)
def test_a_value_edited(run: Path, path: str) -> None:
    """The value is named, and nothing else."""
    edit_json(run / "comparison.json", lambda it: EDITS[path](it) and None)
    assert broken_rules(run) == {"comparison": [path]}


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["strategies"].pop(),
        lambda it: it["strategies"].reverse(),
        lambda it: it["strategies"].append(it["strategies"][0]),
        lambda it: it.update(strategies={}),
        lambda it: it.update(strategies=[1]),
    ],
)
def test_rows_edited(run: Path, change: Callable[[Any], object]) -> None:
    """Rows left out, turned round, said twice or spoiled are noticed."""
    edit_json(run / "comparison.json", lambda it: change(it) and None)
    assert any(subject.startswith("strategies") for subject in broken_rules(run)["comparison"])


@pytest.mark.parametrize("content", ["[]", "7", '"mixed"', "{}"])
def test_something_else_instead(run: Path, content: str) -> None:
    """Any JSON that is no comparison differs from the one due."""
    (run / "comparison.json").write_text(content, encoding="utf-8")
    assert broken_rules(run)["comparison"]


def test_the_file_removed(run: Path) -> None:
    """Several strategies were compared, so there is a comparison."""
    (run / "comparison.json").unlink()
    assert broken_rules(run) == {"comparison": ["comparison.json"]}


def test_the_naive_cost_belongs_to_both(run: Path) -> None:
    """The naive cost in trust.json and in the comparison are the same."""
    edit_json(run / "strategies/vans/trust.json", lambda trust: trust.update(naive_total=99999))
    found = violations_of(check_run(run))
    assert "strategies.vans.naive_total: the file has 44698; recomputed: 99999" in [
        f"{one.subject}: {one.detail}" for one in found if one.rule == "comparison"
    ]


def test_one_strategy_has_nothing_to_compare() -> None:
    """`optimizer solve` writes no comparison."""
    only = Written(hand_made_plan(), figures(), 0, "", Status.FEASIBLE)
    assert check_comparison(hand_made_scenario(), [only], None) == []


def test_hours_are_those_of_orders_served_in_full() -> None:
    """Mean hours over the orders that both serve come from the plans, the unserved order left out."""
    scenario, plan = hand_made_scenario(), hand_made_plan()
    strategies = {name: scenario.settings.strategies["all"] for name in ("all", "twin")}
    scenario = scenario.replace(settings=scenario.settings.model_copy(update={"strategies": strategies}))
    hours = {"O1": 33, "O2": 7.25, "O3": 85 / 12, "O4": 0.5, "O5": 8, "O6": 0, "O7": 32}
    due = compare(
        [outcome_of(name, figures(), hours) for name in strategies], scenario.settings.limits, "all"
    ).as_dict()
    written = [Written(plan.replace(strategy=name), figures(), 0, "", Status.FEASIBLE) for name in strategies]
    assert due["strategies"][1]["common_orders"] == 7
    assert check_comparison(scenario, written, json.loads(json.dumps(in_major(due, COMPARISON, 2)))) == []


def test_a_search_cut_short_makes_the_comparison_provisional(run: Path) -> None:
    """What trust.json says of the search and what the comparison says are the same."""
    edit_json(run / "strategies/vans/trust.json", lambda trust: trust.update(status="time_limit"))
    assert broken_rules(run) == {"comparison": ["provisional"]}
