import pytest

from optimizer.report.tables import Column, Kind, Table

TABLE = Table(
    "t",
    "Title",
    "Note",
    (Column("a", "A"), Column("b", "B", Kind.COUNT), Column("c", "C")),
    (("x", 1, ""), ("y", 2, "")),
)


def test_a_row_of_another_length_is_refused() -> None:
    """A value without a heading would be shown under the wrong one."""
    with pytest.raises(ValueError, match="table t: every row has 1 cells"):
        Table("t", "", "", (Column("a", "A"),), (("x", 1),))


def test_columns_are_selected_by_key_in_the_order_asked() -> None:
    """A narrow renderer picks its columns, and values stay with their headings."""
    picked = TABLE.select(("b", "a"))
    assert [column.key for column in picked.columns] == ["b", "a"]
    assert picked.rows == ((1, "x"), (2, "y"))
    assert TABLE.column("b") == (1, 2)


def test_columns_of_text_without_text_are_left_out() -> None:
    """An empty column takes room and says nothing."""
    assert [column.key for column in TABLE.filled().columns] == ["a", "b"]


def test_a_row_may_decide_what_its_numbers_are() -> None:
    """In a table of figures each row has its kind, the first column stays a text."""
    table = Table(
        "f",
        "",
        "",
        (Column("n", "Name"), Column("v", "Value", Kind.NUMBER)),
        (("p95", 3.0),),
        row_kinds=(Kind.HOURS,),
    )
    assert (table.kind(0, 0), table.kind(0, 1)) == (Kind.TEXT, Kind.HOURS)
