"""Opening stock and receipts."""

import pandas as pd
import pytest

from optimizer.generate import catalogue, seoul
from optimizer.generate.template import generate
from optimizer.scenario.base import SiteKind, Temperature
from optimizer.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def made() -> Scenario:
    """Make the scenario of 600 orders, seed 1."""
    return generate()


def by_kind(scenario: Scenario) -> pd.Series:
    """Units on hand per kind of site."""
    kinds = {site.id: site.kind for site in scenario.sites}
    return scenario.stock.groupby(scenario.stock["site_id"].map(kinds))["on_hand"].sum()


def test_most_stock_is_in_the_warehouses(made: Scenario) -> None:
    """Warehouses hold more than stores, stores more than partners, supplier and lockers nothing."""
    units = by_kind(made)
    assert units[SiteKind.WAREHOUSE] > units[SiteKind.STORE] > units[SiteKind.PARTNER] > 0
    assert set(units.index) == {SiteKind.WAREHOUSE, SiteKind.STORE, SiteKind.PARTNER}


def test_stores_hold_a_part_of_the_range_and_keep_some_for_the_shelf(made: Scenario) -> None:
    """No store has all products; what a store has, it protects in part."""
    stores = made.stock[made.stock["site_id"].str.startswith("st_")]
    assert stores.groupby("site_id").size().between(30, 50).all()
    assert (stores["protected"] > 0).all()
    assert (stores["protected"] < stores["on_hand"]).all()
    rest = made.stock[~made.stock["site_id"].str.startswith("st_")]
    assert (rest["protected"] == 0).all()


def test_chilled_goods_lie_where_it_is_cool(made: Scenario) -> None:
    """No site holds, or receives, a product outside its temperature classes."""
    allowed = {site.id: site.temperatures for site in made.sites}
    kept = {product.id: product.temperature for product in made.products}
    pairs = zip(made.stock["site_id"], made.stock["product_id"], strict=True)
    assert all(kept[product] in allowed[site] for site, product in pairs)
    assert any(Temperature.CHILLED not in classes for classes in allowed.values())


def test_scarce_products_fall_short_in_the_warehouses_only(made: Scenario) -> None:
    """Of scarce products the warehouses hold less than the expected demand, of all others more."""
    opening = made.stock[made.stock["date"].isna()]
    held = opening[opening["site_id"].str.startswith("dc_")].groupby("product_id")["on_hand"].sum()
    wanted = made.demand_forecast.groupby("product_id")["quantity"].sum()
    short = set(wanted.index[held.reindex(wanted.index) < wanted])
    assert short == set(catalogue.SCARCE)
    at_partners = opening[opening["site_id"].str.startswith("pt_")]
    assert set(catalogue.SCARCE) <= set(at_partners["product_id"])


@pytest.mark.parametrize("orders", [60, 150])
def test_few_orders_find_the_stock_for_a_bulk_order(orders: int) -> None:
    """Of what offices buy, all warehouses together hold the most that one of them orders; partners not counted."""
    made = generate(orders=orders)
    opening = made.stock[made.stock["date"].isna() & made.stock["site_id"].str.startswith("dc_")]
    held = opening.groupby("product_id")["on_hand"].sum()
    bulk = made.order_lines[made.order_lines["quantity"] > 6]
    assert len(bulk) > 0
    assert (held[bulk["product_id"]].to_numpy() >= bulk["quantity"].to_numpy()).all()


def test_stock_does_not_know_the_orders() -> None:
    """With another seed the orders differ; what a site holds of a product it has does not."""
    one, two = (generate(seed=seed) for seed in (1, 2))
    assert not one.order_lines.equals(two.order_lines)
    keys = ["site_id", "product_id"]
    both = one.stock[one.stock["date"].isna()].merge(two.stock[two.stock["date"].isna()], on=keys)
    stores = both["site_id"].str.startswith("st_")
    assert stores.sum() > 300
    assert (both.loc[stores, "on_hand_x"] == both.loc[stores, "on_hand_y"]).all()


def test_receipts_come_on_the_second_day(made: Scenario) -> None:
    """Receipts are dated, positive and hold no opening stock."""
    receipts = made.stock[made.stock["date"].notna()]
    assert len(receipts) == 6
    assert (receipts["date"] == pd.Timestamp("2026-11-24")).all()
    assert (receipts["receipt"] > 0).all()
    assert (receipts["on_hand"] == 0).all()
    assert set(receipts["site_id"]) == {seoul.WAREHOUSES[0].id}
