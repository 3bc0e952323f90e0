"""Expected demand and what is drawn from it."""

from datetime import date

import numpy as np
import pytest

from optimizer.generate import expected, seoul
from optimizer.generate.expected import CHANNELS, SEGMENTS


def test_shares_add_up() -> None:
    """The segments' orders, categories, channels, lines and units are whole distributions."""
    assert sum(segment.share for segment in SEGMENTS) == pytest.approx(1)
    for segment in SEGMENTS:
        chances = (
            segment.categories,
            segment.channels,
            segment.lines,
            [chance for _, chance in segment.units],
        )
        assert all(sum(part) == pytest.approx(1) for part in chances)


def test_forecast_is_the_expected_units() -> None:
    """The forecast adds up to the orders times the mean units of an order, each district by its adults."""
    table = expected.forecast(expected.expected(600), date(2026, 11, 23))
    mean = sum(segment.share * segment.mean_units for segment in SEGMENTS)
    assert table["quantity"].sum() == pytest.approx(600 * mean, rel=1e-3)
    songpa = next(district for district in seoul.DISTRICTS if district.english == "Songpa-gu")
    share = songpa.adults / sum(district.adults for district in seoul.DISTRICTS)
    part = table.loc[table["district"] == "송파구", "quantity"].sum() / table["quantity"].sum()
    assert part == pytest.approx(share, rel=1e-2)


def test_forecast_covers_both_days_once() -> None:
    """Each district, product and day has one row."""
    table = expected.forecast(expected.expected(600), date(2026, 11, 23))
    assert len(table) == 25 * 60 * 2
    assert not table.duplicated(["district", "product_id", "date"]).any()


def test_orders_follow_the_forecast() -> None:
    """Units drawn for many orders come within 5 % of the expected ones per category and 15 % per district."""
    demand = expected.expected(40_000)
    rng = np.random.default_rng(7)
    drawn = expected.draw(demand, rng)
    lines = expected.lines(demand, drawn, rng)
    forecast = expected.forecast(demand, date(2026, 11, 23))
    per_product = lines.groupby("product_id")["quantity"].sum()
    assert per_product.sum() == pytest.approx(forecast["quantity"].sum(), rel=0.02)
    # the commonest product of each category has sold enough units for a tight test
    for product in ("P01", "P18", "P33", "P46"):
        share = forecast.loc[forecast["product_id"] == product, "quantity"].sum()
        assert per_product[product] == pytest.approx(share, rel=0.08)
    orders = np.bincount(drawn.district, minlength=25)
    assert orders == pytest.approx(40_000 * demand.district, rel=0.15)


def test_a_product_comes_once_in_an_order() -> None:
    """A product drawn twice for an order is one line with the sum; the lines of an order count from 1."""
    demand = expected.expected(2000)
    rng = np.random.default_rng(3)
    lines = expected.lines(demand, expected.draw(demand, rng), rng)
    assert not lines.duplicated(["order_id", "product_id"]).any()
    assert not lines.duplicated(["order_id", "line"]).any()
    assert lines["order_id"].nunique() == 2000
    assert set(lines.loc[~lines["order_id"].duplicated(), "line"]) == {"1"}


def test_stores_sell_while_they_are_open() -> None:
    """Orders placed in a store fall between 10:00 and 22:00; offices never buy fresh food."""
    demand = expected.expected(5000)
    rng = np.random.default_rng(5)
    drawn = expected.draw(demand, rng)
    minute = drawn.placed[drawn.channel == CHANNELS.index("store")] % 1440
    assert minute.min() >= 600
    assert minute.max() < 1320
    lines = expected.lines(demand, drawn, rng)
    offices = expected.order_ids(5000)[drawn.segment == [s.id for s in SEGMENTS].index("office")]
    bought = lines.loc[lines["order_id"].isin(offices), "product_id"]
    assert bought.min() > "P15"


def test_orders_are_in_the_order_of_time() -> None:
    """Orders are numbered as they come in, on the first two days."""
    drawn = expected.draw(expected.expected(500), np.random.default_rng(1))
    assert (np.diff(drawn.placed) >= 0).all()
    assert drawn.placed.min() >= 0
    assert drawn.placed.max() < 2 * 1440
