from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import build_context
from optimizer.strategy.check.levels import stock_levels
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario, with_cells
from tests.helpers.plans import hand_made_plan


def test_levels_follow_receipts_moves_and_issues() -> None:
    """W: 10 A less 6, plus 3 received and 5 moved in on Tuesday; 6 B less 3 issued and 2 moved out."""
    context = build_context(hand_made_scenario(), SITES_IN_USE)
    assert stock_levels(context, resolve(context, hand_made_plan())) == {
        ("W", "A"): [4, 12, 12],
        ("W", "B"): [1, 1, 1],
        ("S", "A"): [4, 4, 4],
        ("S", "B"): [2, 4, 4],
        ("P", "A"): [2, 2, 2],
    }


def test_receipts_before_the_horizon_count_at_once_and_after_it_never() -> None:
    """The receipt of 3 A on Tuesday, shifted."""
    for date, levels in (("2025-02-20", [7, 12, 12]), ("2025-03-06", [4, 9, 9])):
        context = build_context(with_cells(hand_made_scenario(), "stock", 5, date=date), SITES_IN_USE)
        assert stock_levels(context, resolve(context, hand_made_plan()))["W", "A"] == levels
