"""Parquet files as texts."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.read_parquet import read_parquet
from tests.helpers.scenarios import findings_of, small_rows, write_small_scenario


def texts(tmp_path: Path, values: Any, kind: pa.DataType | None = None) -> list[str]:  # noqa: ANN401 (any values)
    """Write a column and read it back as texts."""
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.table({"x": pa.array(values, kind)}), path)
    return list(read_parquet(path, "orders").columns["x"])


INSTANT = dt.datetime(2026, 3, 2, 9, 30)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([" 007 ", None, "가"], None, ["007", "", "가"]),
        ([7, None], pa.int64(), ["7", ""]),
        ([2.0, 2.5, None], pa.float64(), ["2", "2.5", ""]),
        ([Decimal("1.50")], None, ["1.50"]),
        ([dt.date(2026, 3, 2)], None, ["2026-03-02"]),
        ([INSTANT], pa.timestamp("us"), ["2026-03-02 09:30:00.000000"]),
        ([INSTANT.replace(tzinfo=ZoneInfo("Asia/Seoul"))], None, ["2026-03-02 00:30:00.000000Z"]),
        ([dt.time(9, 30)], pa.time32("s"), ["09:30:00.000"]),
        ([["a", "b"], [], None], pa.list_(pa.string()), ["a|b", "", ""]),
        (pa.array(["a", "b"]).dictionary_encode(), None, ["a", "b"]),
    ],
)
def test_values_become_the_texts_of_a_csv(
    tmp_path: Path,
    values: Any,  # noqa: ANN401 (any values)
    kind: pa.DataType | None,
    expected: list[str],
) -> None:
    """Every type that has a text in CSV has the same one here."""
    assert texts(tmp_path, values, kind) == expected


def test_a_type_without_a_text(tmp_path: Path) -> None:
    """A column of structures is refused by name."""
    with pytest.raises(InputError, match=r"bad-column-type: orders\.parquet, x: the column's type struct"):
        texts(tmp_path, [{"a": 1}])


def test_a_file_that_is_no_parquet(tmp_path: Path) -> None:
    """A broken file is a finding, not a crash."""
    path = tmp_path / "orders.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match=r"bad-parquet: orders\.parquet"):
        read_parquet(path, "orders")


def test_a_cut_off_file(tmp_path: Path) -> None:
    """Half a file is a finding, not a crash."""
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.table({"id": [str(number) for number in range(1000)]}), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="bad-parquet"):
        read_parquet(path, "orders")


def test_the_index_of_a_frame_is_no_column(tmp_path: Path) -> None:
    """The index of a frame, which pandas stores as a column of its own, is passed over."""
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.table({"id": ["A"], "__index_level_0__": [5]}), path)
    assert list(read_parquet(path, "orders").columns) == ["id"]


def test_a_scenario_with_a_parquet_table(tmp_path: Path) -> None:
    """A table in Parquet is as good as in CSV, and findings count its rows as in CSV."""
    folder = write_small_scenario(tmp_path, order_lines=None)
    lines = small_rows("order_lines")
    pq.write_table(pa.Table.from_pylist(lines), folder / "order_lines.parquet")
    assert findings_of(folder) == []
    lines[2]["quantity"] = 0
    pq.write_table(pa.Table.from_pylist(lines), folder / "order_lines.parquet")
    (finding,) = findings_of(folder)
    assert str(finding.place) == "order_lines.parquet row 4, column quantity"
