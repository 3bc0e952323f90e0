import json

from optimizer.report.markup import MOST_ROWS, script_data, table_html
from optimizer.report.tables import Column, Kind, Table
from tests.unit.report.samples import HOSTILE

TABLE = Table(
    "t",
    "Routes",
    "",
    (Column("a", "Name"), Column("b", "Cost", Kind.MONEY)),
    (("x", 123456), (HOSTILE, 1), ("Total", 123457)),
    file="routes.csv",
    total=True,
)


def test_cells_are_written_aligned_and_escaped() -> None:
    """Numbers get the class that aligns them right, the currency stands in the heading, tags are texts."""
    written = table_html(TABLE, "EUR", best="x")
    assert '<tr class="best"><td class="t">x</td><td class="n">1,234.56</td></tr>' in written
    assert "Cost <small>EUR</small>" in written
    assert "<script>" not in written
    assert "&lt;script&gt;" in written
    assert '<tr class="total">' in written
    assert "left out" not in written


def test_long_tables_say_what_is_left_out_and_where_it_is() -> None:
    """The first rows are shown, the file has the others."""
    long = Table(
        "t", "Routes", "", TABLE.columns, tuple((f"r{n}", n) for n in range(1250)), file="routes.csv"
    )
    written = table_html(long, "EUR", folder="strategies/<all>")
    assert written.count("<tr>") == MOST_ROWS + 1
    assert "1,050 more rows are left out here." in written
    assert "<code>strategies/&lt;all&gt;/routes.csv</code>" in written


def test_an_empty_table_says_so() -> None:
    """No heading without rows."""
    assert table_html(Table("t", "T", "", TABLE.columns, ()), "EUR") == '<p class="none">None.</p>'


def test_data_cannot_end_its_script() -> None:
    """Angle brackets, ampersands and line separators are written as escapes that JSON reads back."""
    value = {"name": f"</script>{HOSTILE}\u2028 한글"}
    written = script_data(value)
    assert not set("<>&\u2028") & set(written)
    assert "한글" in written
    assert json.loads(written) == value
