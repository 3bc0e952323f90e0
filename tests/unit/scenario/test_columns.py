"""What a row model says about its columns."""

import pytest
from pydantic.fields import FieldInfo

from optimizer.scenario.base import SiteKind, Weekday
from optimizer.scenario.columns import Kind, column_of, columns_of
from optimizer.scenario.rows import TABLES


def test_every_column_of_every_table_can_be_read() -> None:
    """Each has a kind and a meaning, in the order of the model."""
    for table, (model, key, _) in TABLES.items():
        columns = columns_of(table)
        assert [column.name for column in columns] == list(model.model_fields)
        assert all(column.meaning for column in columns)
        assert set(key) <= set(model.model_fields)


@pytest.mark.parametrize(
    ("table", "name", "kind", "required", "default"),
    [
        ("sites", "id", Kind.ID, True, None),
        ("sites", "kind", Kind.CHOICE, True, None),
        ("sites", "closes", Kind.CLOCK, False, 1440),
        ("sites", "cut_off", Kind.CLOCK, False, None),
        ("sites", "closed_days", Kind.LIST, False, ()),
        ("orders", "placed_at", Kind.INSTANT, True, None),
        ("orders", "requested_option", Kind.ID, False, None),
        ("orders", "district", Kind.TEXT, False, None),
        ("stock", "date", Kind.DATE, False, None),
        ("order_lines", "quantity", Kind.WHOLE, True, None),
        ("lanes", "truck_kg", Kind.NUMBER, False, 1000),
    ],
)
def test_kind_and_default(table: str, name: str, kind: Kind, required: bool, default: object) -> None:
    """Kinds are found below unions and annotations."""
    found = next(column for column in columns_of(table) if column.name == name)
    assert (found.kind, found.required, found.default) == (kind, required, default)


def test_ranges_are_read_below_unions() -> None:
    """Limits of optional columns are kept, and whether the lower one is allowed."""
    life = next(column for column in columns_of("products") if column.name == "shelf_life_days")
    assert (life.low, life.high, life.above) == (1, 36500, False)
    weight = next(column for column in columns_of("products") if column.name == "weight_kg")
    assert (weight.low, weight.high, weight.above) == (0, 10000, True)


def test_choices_are_those_of_the_words() -> None:
    """Choices and lists of choices know their words."""
    choices = {(column.name): column.choices for column in columns_of("sites")}
    assert choices["kind"] is SiteKind
    assert choices["closed_days"] is Weekday
    assert choices["id"] is None


def test_only_numbers_have_ranges() -> None:
    """Clocks count as numbers, texts do not."""
    assert {column.name for column in columns_of("order_lines") if column.numeric} == {"quantity"}
    assert "opens" in {column.name for column in columns_of("sites") if column.numeric}


def test_a_type_that_no_cell_can_hold() -> None:
    """A model that could not be read is refused when it is written, not when it is used."""
    with pytest.raises(TypeError, match="no cell can hold"):
        column_of("x", FieldInfo(annotation=dict))
