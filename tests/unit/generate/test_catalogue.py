"""The assortment."""

from collections import Counter

from optimizer.generate import catalogue
from optimizer.scenario.base import Temperature


def test_there_are_60_products_in_4_equal_categories() -> None:
    """60 products with different names, 15 in each category."""
    products = catalogue.products()
    assert len({product.name for product in products}) == 60
    assert set(Counter(product.category for product in products).values()) == {15}


def test_only_fresh_food_is_chilled_and_perishable() -> None:
    """The chilled products are the fresh ones, and they alone have a shelf life."""
    for product, key in zip(catalogue.products(), catalogue.category_keys(), strict=True):
        assert (product.temperature is Temperature.CHILLED) == (key == "fresh")
        assert (product.shelf_life_days is not None) == (key == "fresh")


def test_every_product_earns_a_margin_below_its_price() -> None:
    """A margin is positive and leaves a purchase cost."""
    assert all(0 < product.margin_per_unit < product.value_per_unit for product in catalogue.products())


def test_scarce_products_exist() -> None:
    """Products called scarce are in the assortment."""
    assert {product.id for product in catalogue.products()} >= catalogue.SCARCE
