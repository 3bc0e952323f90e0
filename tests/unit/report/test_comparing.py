import math

from optimizer.report.comparing import (
    comparison_table,
    component_table,
    figures_table,
    losing_table,
    standing,
)
from optimizer.report.labels import FIGURES
from optimizer.report.tables import Kind
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, compared, outcomes, scenario

MADE = scenario()
FOUND = outcomes(MADE)
COMPARISON = compared(MADE, FOUND)


def test_the_comparison_shows_the_values_compared() -> None:
    """Each number is the comparison's own; hours nobody keeps are infinite."""
    table = comparison_table(FOUND, COMPARISON, compared=True)
    assert table.column("strategy") == (HAND_MADE, FULL, NOTHING)
    for key in ("total", "difference", "difference_share", "cost_per_order", "naive_total", "naive_share"):
        assert table.column(key) == tuple(getattr(row, key) for row in COMPARISON.strategies)
    assert table.column("p95_hours") == (math.inf, 47.0, math.inf)
    assert table.column("unserved_orders") == (1, 0, 8)
    assert table.column("standing") == ("dominated by nothing", "recommended", "on the Pareto front")
    assert table.column("limits_missed")[0] == "p95 unbounded is above 48 h; fill rate 87.5% is below 100.0%"


def test_a_strategy_stands_in_one_place() -> None:
    """Recommended goes before dominated, so that the table never contradicts the headline."""
    assert standing(COMPARISON.row(FULL), COMPARISON) == "recommended"


def test_losers_are_told_what_they_lack() -> None:
    """The amount to fall by is against the cheapest, the components are those that cost more than its own."""
    table = losing_table(FOUND, COMPARISON, "EUR")
    assert table.column("strategy") == (HAND_MADE, NOTHING)
    assert table.column("to_win") == (FOUND[0].figures.total - FOUND[2].figures.total, 0)
    most = FOUND[0].figures.components["procurement_freight"] / 100
    assert str(table.column("dearer")[0]).startswith(f"Freight from suppliers +EUR {most:.2f}")
    assert table.column("dearer")[1] == ""
    assert table.column("common_orders") == (0, 0)


def test_components_add_up_to_the_totals() -> None:
    """The last row is the plan's total and the sum of those above."""
    table = component_table(FOUND)
    for outcome in FOUND:
        column = table.column(f"cost:{outcome.strategy}")
        assert column[-1] == outcome.figures.total == sum(int(cell or 0) for cell in column[:-1])
    assert table.total
    assert "CO2" in table.column("component")
    assert "Vans: overtime" not in table.column("component")


def test_every_figure_is_shown_as_measured() -> None:
    """A row per figure, in its kind; money names its currency."""
    table = figures_table(FOUND, "EUR")
    rows = {row[0]: row[1:-1] for row in table.rows}
    assert rows["Total cost, EUR"] == tuple(outcome.figures.total for outcome in FOUND)
    assert rows["Van kilometres"] == (12.0, 12.0, 0.0)
    assert rows["Hours, 95% of the orders within"] == (math.inf, 47.0, math.inf)
    assert rows["Vans' weight used"][2] is None
    assert len(rows) == len(FIGURES)
    assert table.kind(0, 1) == Kind.MONEY
