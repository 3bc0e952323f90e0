import math

from optimizer.report.details import cost_line_table, group_tables, reason_table, site_table, unserved_table
from optimizer.report.goods import Goods
from optimizer.strategy.plan import Plan
from tests.unit.report.samples import HOSTILE, KOREAN, hand_made, nothing, outcome, scenario

MADE = scenario()
OUTCOME = outcome(MADE, hand_made())
GOODS = Goods(MADE)


def test_groups_show_their_figures_and_add_up() -> None:
    """Each group's numbers are the measured ones; costs by option add up to the plan's."""
    channel, segment, district, option = group_tables(GOODS, OUTCOME)
    assert channel.rows[0][:4] == ("web", 8, 7, 0.875)
    assert segment.rows[0][0] == "people"
    assert district.column("cost") == (OUTCOME.plan.total,)
    assert sum(int(cell or 0) for cell in option.column("cost")) == OUTCOME.plan.total
    by_name = {row[0]: row for row in option.rows}
    assert by_name["(unserved)"][5] == math.inf
    assert by_name["van"][1:3] == (2, 2)
    assert by_name["van"][7] == OUTCOME.figures.by_option["van"].cost / 2


def test_sites_show_what_they_sent_and_handed_over() -> None:
    """W sends five shipments with ten units; the store sends two and hands over both; names are shown."""
    rows = {row[1]: row for row in site_table(GOODS, OUTCOME).rows}
    assert rows["W"][2:] == ("warehouse", 4, 9, OUTCOME.figures.site_workload["W"], 0)
    assert rows["S"][0] == KOREAN
    assert rows["K"][0] == HOSTILE
    assert rows["K"][3:] == (0, 0, None, 1)
    assert "SUP" not in rows


def test_cost_lines_are_counted_and_add_up() -> None:
    """Count and sum of the rows are those of the plan."""
    table = cost_line_table(OUTCOME.plan)
    assert table.rows[-1][3:5] == (len(OUTCOME.plan.cost_lines), OUTCOME.plan.total)
    assert sum(int(cell or 0) for cell in table.column("amount")[:-1]) == OUTCOME.plan.total
    assert table.column("component")[0] == "Freight from suppliers"
    assert table.rows[-4][:5] == ("CO2", "co2", "lane", 2, 13)


def test_reasons_are_counted_per_order_with_an_example_and_a_fix() -> None:
    """Two lines of an order are one order; the most frequent reason comes first."""
    plan = nothing().replace(unserved=(*nothing().unserved, *hand_made().unserved))
    table = reason_table(plan)
    assert table.column("reason") == ("no-stock", "cut-off-missed")
    assert table.column("orders") == (8, 1)
    assert table.column("units") == (17, 4)
    assert table.rows[1][3:5] == ("O8: 240 min too late", "take orders 240 min longer")
    assert "too late for the departure" in str(table.rows[1][5])


def test_unserved_lines_are_listed() -> None:
    """A row per line; a plan that serves all has none."""
    assert unserved_table(hand_made()).rows == (
        ("O8", "1", 4, "cut-off-missed", "240 min too late", "take orders 240 min longer"),
    )
    assert unserved_table(Plan("x")).rows == ()
    assert cost_line_table(Plan("x")).rows == (("Total", "", "", 0, 0, None),)
