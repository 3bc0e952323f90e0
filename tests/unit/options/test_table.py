"""The table of candidates."""

from pathlib import Path

import numpy as np

from tests.unit.options.build import found, keys, small


def test_candidates_stand_by_order_option_source_and_time(tmp_path: Path) -> None:
    """No key comes twice; positions ascend."""
    table = found(small(tmp_path))
    every = keys(table)
    assert len(set(every)) == len(every) == len(table)
    ahead = np.lexsort((table.leaves_at, table.source, table.option, table.order))
    assert ahead.tolist() == list(range(len(table)))


def test_entries_stand_by_candidate_and_hold_its_orders_lines(tmp_path: Path) -> None:
    """Without split every candidate carries all lines of its order."""
    table = found(small(tmp_path))
    for row in range(len(table)):
        lines = table.entry_line[table.first_entry[row] : table.first_entry[row + 1]]
        first, end = table.book.line_start[table.order[row] : table.order[row] + 2]
        assert lines.tolist() == list(range(first, end))
    assert table.first_entry[-1] == len(table.entry_line)
