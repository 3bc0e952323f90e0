"""Texts of a table into typed columns."""

import numpy as np
import pandas as pd
import pytest

from optimizer.core.errors import Finding
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.parse import parse
from optimizer.scenario.sheet import Sheet, TextSheet

CLOCK = LocalClock("Asia/Seoul")


def parsed(table: str, columns: dict[str, list[str]]) -> tuple[Sheet | None, list[Finding]]:
    """Parse columns of texts."""
    count = len(next(iter(columns.values())))
    arrays = {name: np.array(texts, dtype=object) for name, texts in columns.items()}
    return parse(TextSheet(table, f"{table}.csv", arrays, np.arange(2, count + 2)), CLOCK)


def product(**cells: str) -> dict[str, list[str]]:
    """Columns of one product with cells changed."""
    row = {"id": "tea", "weight_kg": "0.2", "volume_l": "1", "value_per_unit": "9000", **cells}
    return {name: [text] for name, text in row.items()}


@pytest.mark.parametrize(
    ("cells", "code", "column", "cause", "action"),
    [
        ({"weight_kg": "1,000.5"}, "bad-number", "weight_kg", "thousands separators", "Write 1000.5"),
        ({"weight_kg": "1 000"}, "bad-number", "weight_kg", "thousands separators", "Write 1000"),
        ({"weight_kg": "1,5"}, "bad-number", "weight_kg", "decimal comma", "Write 1.5"),
        ({"weight_kg": "1,500"}, "bad-number", "weight_kg", "thousands", "Write 1500, or 1.500 if the comma"),
        ({"weight_kg": "37,500"}, "bad-number", "weight_kg", "decimal comma", "Write 37.500"),
        ({"weight_kg": "3,007,500"}, "bad-number", "weight_kg", "thousands separators", "Write 3007500"),
        ({"return_rate": "7.5%"}, "bad-number", "return_rate", "is not a number", "Write the share: 0.075"),
        ({"return_rate": "x%"}, "bad-number", "return_rate", "is not a number", "digits with a point"),
        ({"weight_kg": "1_000"}, "bad-number", "weight_kg", "thousands separators", "Write 1000"),
        ({"weight_kg": "1_0"}, "bad-number", "weight_kg", "is not a number", "digits with a point"),
        ({"weight_kg": "₩100"}, "bad-number", "weight_kg", "is not a number", "digits with a point"),
        ({"weight_kg": "５"}, "bad-number", "weight_kg", "is not a number", "digits with a point"),
        ({"weight_kg": "nan"}, "bad-number", "weight_kg", "is not a finite number", "Write a number"),
        ({"weight_kg": "-inf"}, "bad-number", "weight_kg", "is not a finite number", "Write a number"),
        ({"weight_kg": "1e999"}, "bad-number", "weight_kg", "is not a number", "digits"),
        ({"shelf_life_days": "2.5"}, "bad-number", "shelf_life_days", "is not a whole number", "Round it"),
        ({"weight_kg": "0"}, "out-of-range", "weight_kg", "0 is not above 0", "check the unit"),
        ({"value_per_unit": "-1"}, "out-of-range", "value_per_unit", "-1 is below 0", "check the unit"),
        (
            {"value_per_unit": "1e12"},
            "out-of-range",
            "value_per_unit",
            "1e12 is above 1000000000",
            "check the unit",
        ),
        ({"return_rate": "1.01"}, "out-of-range", "return_rate", "above 1", "check the unit"),
        ({"shelf_life_days": "0"}, "out-of-range", "shelf_life_days", "below 1", "check the unit"),
        ({"weight_kg": ""}, "empty-cell", "weight_kg", "is empty", "Fill it in"),
        ({"id": ""}, "empty-cell", "id", "is empty", "Fill it in"),
        ({"id": "a|b"}, "bad-id", "id", "without '|'", "plainer"),
        ({"id": "x" * 201}, "bad-id", "id", "1 to 200 characters", "shorter"),
        ({"id": "a\tb"}, "bad-id", "id", "control characters", "plainer"),
        ({"temperature": "chiled"}, "unknown-value", "temperature", "'chiled'", "Did you mean 'chilled'?"),
        ({"temperature": "Frozen"}, "unknown-value", "temperature", "'Frozen'", "Did you mean 'frozen'?"),
        ({"eligible_options": "van|a\x00"}, "bad-id", "eligible_options", "control characters", "'|'"),
    ],
)
def test_a_bad_cell_is_one_finding(
    cells: dict[str, str], code: str, column: str, cause: str, action: str
) -> None:
    """Each bad cell is told once, at its row and column, with what to write instead."""
    _, (finding,) = parsed("products", product(**cells))
    assert (finding.code, str(finding.place)) == (code, f"products.csv row 2, column {column}")
    assert cause in finding.cause
    assert action in finding.action


@pytest.mark.parametrize(
    ("cells", "code", "column", "words"),
    [
        ({"opens": "25:00"}, "bad-time", "opens", "'25:00' is not a time of day"),
        ({"opens": "9"}, "bad-time", "opens", "'9' is not a time of day"),
        (
            {"closed_days": "mon|funday"},
            "unknown-value",
            "closed_days",
            "'funday' is not a known closed_days",
        ),
        ({"kind": "ware house"}, "unknown-value", "kind", "'ware house' is not a known kind"),
    ],
)
def test_bad_cells_of_sites(cells: dict[str, str], code: str, column: str, words: str) -> None:
    """Times, words and lists of words."""
    row = {"id": "W", "kind": "warehouse", "lat": "37", "lon": "127", **cells}
    _, (finding,) = parsed("sites", {name: [text] for name, text in row.items()})
    assert (finding.code, str(finding.place)) == (code, f"sites.csv row 2, column {column}")
    assert words in finding.cause


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("5.0", 5), ("5e0", 5), ("+5", 5), ("05", 5), ("1e2", 100)]
)
def test_whole_numbers(text: str, value: int) -> None:
    """Other programs write whole numbers with a point or exponent."""
    sheet, findings = parsed(
        "order_lines", {"order_id": ["O"], "line": ["1"], "product_id": ["P"], "quantity": [text]}
    )
    assert findings == []
    assert sheet is not None
    assert sheet.frame["quantity"].tolist() == [value]
    assert sheet.frame["quantity"].dtype == np.int64


def test_numbers_are_read_to_the_last_digit() -> None:
    """A number is the one that its text means, not a neighbour."""
    texts = ["0.1", "0.30000000000000004", "126.97865432101234"]
    sheet, _ = parsed(
        "products",
        {**{key: value * 3 for key, value in product().items()}, "id": ["a", "b", "c"], "weight_kg": texts},
    )
    assert sheet is not None
    assert sheet.frame["weight_kg"].tolist() == [float(text) for text in texts]


def test_empty_cells_take_the_default() -> None:
    """Whether the column is absent or the cell is empty."""
    ends = {"id": ["A", "B"], "from_site": ["X", "X"], "to_site": ["Y", "Y"]}
    absent, _ = parsed("lanes", ends)
    empty, findings = parsed(
        "lanes",
        {
            **ends,
            "mode": ["", "ship"],
            "trucks": ["", "3"],
            "days": ["", "mon|tue"],
            "departs": ["", "09:00"],
        },
    )
    assert findings == []
    assert absent is not None
    assert empty is not None
    assert empty.frame.iloc[0].tolist() == absent.frame.iloc[0].tolist()
    row = empty.frame.iloc[1]
    assert [row[name] for name in ("mode", "trucks", "days", "departs")] == ["ship", 3, ("mon", "tue"), 540]


def test_none_is_none_by_kind() -> None:
    """An optional cell without a value is None, NaN or NaT, and columns keep their types."""
    row = {"id": ["O"], "customer_id": ["C"], "placed_at": ["2026-03-02T09:00"], "sales_channel": ["web"]}
    sheet, _ = parsed("orders", row)
    assert sheet is not None
    order = sheet.frame.iloc[0]
    assert order["requested_option"] is None
    assert order["district"] is None
    assert order["window_start"] is pd.NaT
    assert np.isnan(order["lat"])
    assert str(sheet.frame["window_start"].dtype) == "datetime64[ns, UTC]"
    assert order["placed_at"] == pd.Timestamp("2026-03-02T00:00Z")


def test_ids_are_normalised() -> None:
    """Ids and texts that look equal are equal, however they were typed."""
    sheet, _ = parsed("products", product(id="\u1100\u1161", category="e\u0301"))
    assert sheet is not None
    assert [sheet.frame[name].iloc[0] for name in ("id", "category")] == ["가", "é"]


def test_a_missing_column() -> None:
    """Without a required column there is no table; a header like it is suggested."""
    columns = product()
    columns["weigth_kg"] = columns.pop("weight_kg")
    sheet, findings = parsed("products", columns)
    assert sheet is None
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("unknown-column", "products.csv row 1, column weigth_kg"),
        ("missing-column", "products.csv row 1, column weight_kg"),
    ]
    assert "Did you mean 'weight_kg'?" in findings[0].action


def test_an_unknown_column_is_not_ignored() -> None:
    """It is an error, and a column that is there already is not suggested."""
    sheet, (finding,) = parsed("products", {**product(), "ID": ["x"]})
    assert sheet is not None
    assert finding.code == "unknown-column"
    assert "Did you mean" not in finding.action


def test_many_bad_cells_are_counted_per_column() -> None:
    """Twenty rows of a column are named, then one finding counts the rest; another column has its own."""
    rows = 30
    columns = {key: value * rows for key, value in product(weight_kg="x").items()}
    columns["volume_l"] = ["y"] * 2 + ["1"] * (rows - 2)
    _, findings = parsed("products", columns)
    by_column = [finding.place.column for finding in findings]
    assert by_column.count("weight_kg") == 21
    assert by_column.count("volume_l") == 2
    assert "and 10 more rows" in next(finding for finding in findings if finding.place.row is None).cause


@pytest.mark.parametrize(("cells", "complete"), [({"id": "a|b"}, False), ({"weight_kg": "x"}, True)])
def test_a_bad_key_makes_a_table_incomplete(cells: dict[str, str], complete: bool) -> None:
    """Only a lost key makes ids that refer to it doubtful."""
    sheet, _ = parsed("products", product(**cells))
    assert sheet is not None
    assert sheet.complete is complete
