from optimizer.report.goods import Goods
from optimizer.report.transport import move_table, route_table
from optimizer.strategy.plan import PlannedMove
from tests.helpers.plan_scenario import ROUTE
from tests.unit.report.samples import KOREAN, hand_made, nothing, outcome, scenario

MADE = scenario()
GOODS = Goods(MADE)
PLAN = outcome(MADE, hand_made()).plan


def test_a_route_shows_its_times_load_and_cost() -> None:
    """Two stops over 12 km with 3.5 kg of 30, at the sum of its cost lines, in local time."""
    (row,) = route_table(GOODS, PLAN).rows
    assert row == (
        ROUTE,
        "W",
        "2025-03-03",
        "evening",
        "V",
        "16:30",
        "17:16",
        2,
        12.0,
        3.5,
        3.5 / 30,
        2000 + 600 + 933 + 240,
        "O2 > O3",
    )


def test_moves_are_summed_per_lane_and_day() -> None:
    """Five A of 2 kg from the supplier at the freight booked for that lane and day."""
    table = move_table(GOODS, PLAN)
    assert table.rows[0] == ("SUP", "W", "2025-03-03", "2025-03-04", 5, 10.0, 3110, "A 5", "L1")
    assert table.column("to") == ("W", KOREAN)
    assert table.column("cost") == (3110, 60)


def test_only_the_largest_products_of_a_trip_are_named() -> None:
    """A truck with many products stays one line; how many more there are is said."""
    moves = tuple(PlannedMove("L1", "2025-03-03", "2025-03-04", "A", units) for units in range(1, 9))
    (row,) = move_table(GOODS, PLAN.replace(moves=moves)).rows
    assert row[7] == "A 8, A 7, A 6, A 5, A 4, A 3 and 2 more"


def test_a_plan_without_vans_and_moves_has_empty_tables() -> None:
    """Nothing moves, nothing is shown."""
    assert route_table(GOODS, nothing()).rows == ()
    assert move_table(GOODS, nothing()).rows == ()
