"""Templates by name."""

from itertools import pairwise

import pandas as pd
import pytest

from optimizer.generate.template import TEMPLATES, generate
from optimizer.scenario.rows import TABLES
from optimizer.scenario.scenario import Scenario

FRAMES = ("stock", "demand_forecast", "customers", "orders", "order_lines", "matrix")


@pytest.fixture(scope="module")
def made() -> Scenario:
    """Make the scenario of 600 orders, seed 1."""
    return generate()


def test_equal_arguments_give_equal_scenarios(made: Scenario) -> None:
    """The default is the Seoul retailer with 600 orders and seed 1, again and again the same."""
    again = generate("seoul", 600, 1)
    for table in FRAMES:
        pd.testing.assert_frame_equal(getattr(made, table), getattr(again, table))
    for table in ("settings", "sites", "products", "vehicle_types", "lanes", "carrier_rates"):
        assert getattr(made, table) == getattr(again, table)


def test_another_seed_gives_other_orders(made: Scenario) -> None:
    """The seed decides orders and customers, not the forecast."""
    other = generate(seed=2)
    assert not made.orders.equals(other.orders)
    assert not made.customers.equals(other.customers)
    assert made.demand_forecast.equals(other.demand_forecast)


def test_every_row_satisfies_its_row_model(made: Scenario) -> None:
    """Each frame has the columns of its row model in their order, and each row is a valid one."""
    for table in FRAMES:
        model = TABLES[table][0]
        frame = getattr(made, table)
        assert list(frame.columns) == list(model.model_fields)
        assert list(frame.index) == list(range(len(frame)))
        for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            present = {str(name): value for name, value in record.items() if value is not None}
            if isinstance(present.get("date"), pd.Timestamp):
                present["date"] = present["date"].date()
            model.model_validate(present)


def test_types_of_columns_are_those_of_a_loaded_scenario(made: Scenario) -> None:
    """Instants are UTC, dates have no zone, counts are int64, optional texts are None where empty."""
    assert str(made.orders["placed_at"].dtype) == "datetime64[ns, UTC]"
    assert str(made.orders["window_end"].dtype) == "datetime64[ns, UTC]"
    assert str(made.stock["date"].dtype) == "datetime64[ns]"
    assert str(made.demand_forecast["date"].dtype) == "datetime64[ns]"
    assert str(made.order_lines["quantity"].dtype) == "int64"
    assert str(made.stock["on_hand"].dtype) == "int64"
    empty = made.orders["requested_option"].isna()
    assert all(value is None for value in made.orders.loc[empty, "requested_option"])


def test_order_lines_stay_within_the_forecast(made: Scenario) -> None:
    """A line's product is expected in the district its order goes to, on the day it is placed."""
    home = made.orders["customer_id"].map(made.customers.set_index("id")["district"])
    orders = pd.DataFrame(
        {
            "order_id": made.orders["id"],
            "district": made.orders["district"].fillna(home),
            "date": made.orders["placed_at"].dt.tz_convert("Asia/Seoul").dt.tz_localize(None).dt.normalize(),
        }
    )
    lines = made.order_lines.merge(orders, on="order_id")
    found = lines.merge(made.demand_forecast, on=["district", "product_id", "date"])
    assert len(found) == len(lines)
    assert (found["quantity_y"] > 0).all()


def test_omnichannel_offers_all_that_the_others_offer(made: Scenario) -> None:
    """Its options and sites include those of every other strategy, and no strategy changes the rules."""
    strategies = made.settings.strategies
    every = strategies["omnichannel"]
    assert len(strategies) == 6
    assert set(every.options) == {option.id for option in made.settings.options}
    assert every.site_kinds == ()
    assert all(not strategy.override for strategy in strategies.values())
    assert all(not strategy.exclude_sites for strategy in strategies.values())


def test_waves_do_not_overlap(made: Scenario) -> None:
    """A van may be used in each wave."""
    spans = sorted((wave.departs, wave.back_by) for wave in made.settings.waves.values())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_larger_retailer_has_the_means_for_it() -> None:
    """With 5,000 orders, stock and vans grow in proportion."""
    large = generate(orders=5000)
    assert len(large.orders) == 5000
    assert 7000 < len(large.order_lines) < 10_000
    small = generate()
    ratio = large.stock["on_hand"].sum() / small.stock["on_hand"].sum()
    assert 5 < ratio < 5000 / 600 + 0.5
    assert sum(row.count for row in large.vehicle_types) > 8 * sum(row.count for row in small.vehicle_types)


@pytest.mark.parametrize(("orders", "rounds"), [(2000, 3), (2001, 2)])
def test_many_orders_ask_for_fewer_rounds(orders: int, rounds: int) -> None:
    """A large scenario is to be compared within minutes."""
    assert generate(orders=orders).settings.solve.rounds == rounds


def test_few_orders_still_make_a_scenario() -> None:
    """The fewest orders allowed give all tables."""
    few = generate(orders=20, seed=0)
    assert len(few.orders) == 20
    assert few.order_lines["order_id"].nunique() == 20


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"template": "soul"}, "there is no template 'soul'; there is seoul"),
        ({"orders": 3}, "orders must be from 20"),
        ({"orders": 2_000_000}, "orders must be from 20 to 1000000"),
        ({"seed": -1}, "seed must not be negative"),
    ],
)
def test_wrong_arguments_are_named(arguments: dict[str, object], problem: str) -> None:
    """What cannot be made is refused with the reason."""
    with pytest.raises(ValueError, match=problem):
        generate(**arguments)  # type: ignore[arg-type]


def test_templates_are_listed_by_name() -> None:
    """The registry names the templates that exist."""
    assert list(TEMPLATES) == ["seoul"]
