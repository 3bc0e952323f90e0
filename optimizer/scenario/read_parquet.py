"""A Parquet file as texts, so that both kinds of table are read by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.scenario.base import plain_text
from optimizer.scenario.read_csv import check_header, read_bytes
from optimizer.scenario.sheet import TextSheet

if TYPE_CHECKING:
    from pathlib import Path

BAD_PARQUET = code(
    "bad-parquet", "The file is not a sound Parquet file.", "Write it anew, or save the table as CSV."
)
BAD_COLUMN_TYPE = code(
    "bad-column-type",
    "A Parquet column holds something that is not a text, number, time or list.",
    "Store the column as text.",
)


def read_parquet(path: Path, table: str) -> TextSheet:
    """Read a Parquet file, writing every value as the text a CSV file would hold.

    Raises
    ------
    InputError
        If the file cannot be read, or a column's type has no text.
    """
    file = path.name
    data = read_bytes(path)
    try:
        content = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        action = "Write the file anew, or save the table as CSV"
        cause = f"it is not a sound Parquet file ({str(error).splitlines()[0]})"
        raise InputError([Finding(BAD_PARQUET, Place(file), cause, action)]) from error
    header = check_header([plain_text(name) for name in content.column_names], file)
    columns: dict[str, Any] = {}
    findings = []
    for name, column in zip(header, content.columns, strict=True):
        if name.startswith("__index_level_"):  # pandas stores the index of a frame so
            continue
        try:
            columns[name] = _texts(column)
        except pa.ArrowException:
            cause = f"the column's type {column.type} cannot be read"
            findings.append(Finding(BAD_COLUMN_TYPE, Place(file, None, name), cause, "Store it as text"))
    if findings:
        raise InputError(findings)
    return TextSheet(table, file, columns, np.arange(2, content.num_rows + 2))


def _texts(column: pa.ChunkedArray) -> np.ndarray:
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), "|")
    elif pa.types.is_timestamp(kind) and kind.tz is not None:
        column = column.cast(pa.timestamp(kind.unit, "UTC"))
    texts = column.cast(pa.string()).to_numpy(zero_copy_only=False)
    filled = np.empty(len(texts), dtype=object)
    filled[:] = ["" if text is None else text.strip() for text in texts]
    return filled
