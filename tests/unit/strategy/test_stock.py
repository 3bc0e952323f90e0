from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.core.errors import InputError, Place
from optimizer.core.params import Params
from optimizer.core.progress import Deadline, Silent
from optimizer.inventory import engines
from optimizer.scenario.scenario import Origin
from optimizer.strategy.context import Context
from optimizer.strategy.plan import PlannedMove
from optimizer.strategy.stock import place_stock, trucks_for
from tests.helpers.scenarios import TABLES, small_settings
from tests.helpers.strategy import small_context, tiny_context

TEA = {"id": "tea", "weight_kg": 1, "volume_l": 1, "value_per_unit": 9000, "margin_per_unit": 4000}
PARAMS = Params(seed=1)


def _context(
    folder: Path,
    stock: list[dict[str, Any]] | None = None,
    lanes: list[dict[str, Any]] | None = None,
    sites: list[dict[str, Any]] | None = None,
    **lane: Any,  # noqa: ANN401 (cells of the one lane)
) -> Context:
    """20 tea at W1; Mapo wants 10 on day 1, which only collecting at S1 can serve, and a lane leads there."""
    settings = small_settings()
    settings["strategies"] = {"all": {"options": ["store_pickup"]}}
    row = {"id": "W1-S1", "from_site": "W1", "to_site": "S1", "truck_kg": 1000, "transit_h": 1, **lane}
    return small_context(
        folder,
        settings=settings,
        products=[{**TEA, "holding_rate_per_year": 0}],
        stock=stock or [{"site_id": "W1", "product_id": "tea", "on_hand": 20}],
        demand_forecast=[{"district": "Mapo", "product_id": "tea", "date": "2026-03-03", "quantity": 10}],
        orders=[{"id": "O1", "customer_id": "C1", "placed_at": "2026-03-02T09:30", "sales_channel": "web"}],
        order_lines=[{"order_id": "O1", "line": "1", "product_id": "tea", "quantity": 1}],
        lanes=lanes or [row],
        sites=sites or TABLES["sites"],
    )


class _Stopped(Silent):
    """Asked to stop from the start."""

    def cancelled(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("kg", "truck_kg", "trucks"),
    [(0, 4, 0), (0.3, 0.1, 3), (4, 4, 1), (4.000001, 4, 2), (4.0000001, 4, 1), (3 * 1.1, 1.1, 3)],
)
def test_trucks_are_counted_in_milligrams(kg: float, truck_kg: float, trucks: int) -> None:
    """Binary fractions fill no truck more."""
    assert trucks_for(kg, truck_kg) == trucks


def test_stock_moves_where_it_saves_more_than_its_truck(tmp_path: Path) -> None:
    """10 tea worth 4000 each for one truck at 15000; the ten left are worth a tenth of it: 15000 - 4000."""
    plan = place_stock(_context(tmp_path, cost_per_truck=15000), PARAMS)
    assert sum(move.quantity for move in plan.moves) == 10
    assert {(move.lane, move.product) for move in plan.moves} == {("W1-S1", "tea")}
    assert plan.shortage_units == 0
    assert plan.result.objective == pytest.approx(15000 - 4000)
    assert plan.result.bound is not None
    assert plan.result.bound <= 11000


def test_what_may_leave_is_counted_once(tmp_path: Path) -> None:
    """Moved units are not to be had at W1 from the day they leave, and at S1 from the day they arrive."""
    context = _context(tmp_path, cost_per_truck=15000)
    plan = place_stock(context, PARAMS)
    (move,) = plan.moves
    day = ["2026-03-02", "2026-03-03"].index(move.leaves)
    assert plan.available.shape == (5, 1, 3)
    # what leaves on day 1 is committed on day 0 already
    assert plan.available[0, 0].tolist() == [10, 10, 10]
    assert plan.available[2, 0].tolist() == [0 if date < day else 10 for date in range(3)]
    assert plan.available.sum(axis=0).max() == 20


def test_a_truck_that_costs_more_than_it_saves_stays(tmp_path: Path) -> None:
    """At 50000 a truck ten units would cost 50 each by the kilogram, but 50000 in truth: more than 40000 lost."""
    plan = place_stock(_context(tmp_path, cost_per_truck=50000), PARAMS)
    assert plan.moves == ()
    assert plan.shortage_units == 10
    assert plan.result.objective == pytest.approx(10 * 4000 - 20 * 400)
    assert plan.result.gap is not None
    assert plan.result.gap > 0
    assert plan.available[0, 0].tolist() == [20, 20, 20]


def test_what_trucks_really_cost_chooses_the_lane(tmp_path: Path) -> None:
    """By the kilogram of a full truck W1 is 15 a unit and W2 500; in truth ten units are 15000 against 5000."""
    stock = [{"site_id": site, "product_id": "tea", "on_hand": 20} for site in ("W1", "W2")]
    lanes = [
        {"id": "W1-S1", "from_site": "W1", "to_site": "S1", "cost_per_truck": 15000, "truck_kg": 1000},
        {"id": "W2-S1", "from_site": "W2", "to_site": "S1", "cost_per_unit": 500},
    ]
    plan = place_stock(_context(tmp_path, stock, lanes), PARAMS)
    assert {move.lane for move in plan.moves} == {"W2-S1"}
    assert sum(move.quantity for move in plan.moves) == 10
    assert plan.result.objective == pytest.approx(5000 - 30 * 400)


def test_a_plan_that_its_truck_costs_alter_is_not_called_optimal(tmp_path: Path) -> None:
    """The engine proves its plan at the price of full trucks; a gap that is left is told as such."""
    plan = place_stock(_context(tmp_path, cost_per_truck=50000), PARAMS)
    assert plan.result.gap is not None
    assert plan.result.gap > 0.1
    assert plan.result.status == "feasible"


def test_moves_are_dated_by_lane(tmp_path: Path) -> None:
    """A lane that leaves at 22:00 brings goods for the next day: it must leave on Monday to be there on Tuesday."""
    plan = place_stock(_context(tmp_path, departs="22:00"), PARAMS)
    assert plan.moves == (PlannedMove("W1-S1", "2026-03-02", "2026-03-03", "tea", 10),)


def test_protected_stock_is_neither_moved_nor_promised(tmp_path: Path) -> None:
    """Of 12 tea 7 are protected: 5 are moved."""
    stock = [{"site_id": "W1", "product_id": "tea", "on_hand": 12, "protected": 7}]
    plan = place_stock(_context(tmp_path, stock), PARAMS)
    assert sum(move.quantity for move in plan.moves) == 5
    assert plan.available[0, 0].tolist() == [0, 0, 0]
    assert plan.shortage_units == 5


def test_who_interrupts_gets_the_first_plan(tmp_path: Path) -> None:
    """Prices are not rescaled any more, and the plan that moves nothing is still weighed."""
    plan = place_stock(_context(tmp_path, cost_per_truck=50000), PARAMS, _Stopped())
    assert plan.moves == ()
    assert plan.result.status == "time_limit"


@pytest.mark.parametrize(("spent", "limits"), [(3.0, [10, 7, 4, 1]), (6.0, [10, 4]), (10.0, [10])])
def test_all_solves_together_have_the_time_of_the_stage(
    spent: float, limits: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten seconds each solve has what those before left; none starts without any, nor the one without lanes."""
    asked: list[float | None] = []
    solve = engines.solve

    class _Clock(Deadline):
        def remaining_s(self) -> float:
            return max(0.0, 10 - spent * len(asked))

    def timed(problem: Any, params: Params, **given: Any) -> Any:  # noqa: ANN401
        asked.append(params.time_limit_s)
        return solve(problem, params, **given)

    monkeypatch.setattr("optimizer.strategy.stock.Deadline", _Clock)
    monkeypatch.setattr("optimizer.strategy.stock.engines.solve", timed)
    place_stock(_context(tmp_path, cost_per_truck=15000), PARAMS.replace(time_limit_s=10.0))
    assert asked == limits


def test_stock_that_does_not_fit_is_told_at_the_planners_row(tmp_path: Path) -> None:
    """W1 holds 20 litres of tea and has room for 5; its row is told by the planner's file and count of rows."""
    sites = [site | ({"storage_l": 5} if site["id"] == "W1" else {}) for site in TABLES["sites"]]
    context = _context(tmp_path, sites=sites, cost_per_truck=15000, trucks=0)
    for origins, place in (
        ({"sites": Origin("places.csv", np.arange(7, 12))}, Place("places.csv", 7, "storage_l")),
        ({}, Place("sites.csv", 2, "storage_l")),
    ):
        scenario = context.scenario.replace(origins=origins)
        with pytest.raises(InputError) as raised:
            place_stock(replace(context, scenario=scenario), PARAMS)
        assert {finding.place for finding in raised.value.findings} == {place}


def test_sites_out_of_use_have_nothing() -> None:
    """Tiny's vans may use the warehouse alone: 10 A and 5 B; mixed has the store's 4 less 1 protected, too."""
    assert place_stock(tiny_context("vans"), PARAMS).available[:, :, 0].tolist() == [[10, 5], [0, 0], [0, 0]]
    mixed = place_stock(tiny_context("mixed"), PARAMS).available[:, :, 0].tolist()
    assert mixed == [[10, 5], [3, 0], [0, 0]]
