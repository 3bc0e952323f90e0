"""Flat arrays and the tables in them."""

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.memory import copy_tables, empty_plan, empty_scratch, rows, table
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of

DATA = translate(problem_of(line(0, 1, 2), [Client("a", 1), Client("b", 2, required=False, prize=5)]))
PLAN_TABLES = (col.STOP_TABLE, col.ROUTE_TABLE, col.WHERE_TABLE, col.USED_TABLE, col.ABSENT_TABLE)


def test_tables_fill_the_memory_without_overlap() -> None:
    """Every word behind the head belongs to exactly one table."""
    plan, scratch = empty_plan(DATA, 3, 8), empty_scratch(DATA, 3, 8, 0, 0)
    scratch_tables = range(col.PATH, col.SCRATCH_END)
    for memory, tables, head in (
        (plan, PLAN_TABLES, col.PLAN_HEAD),
        (scratch, scratch_tables, col.SCRATCH_HEAD),
    ):
        sizes = [len(table(memory, column)) for column in tables]
        assert min(sizes) > 0
        assert head + sum(sizes) == len(memory)


def test_empty_plan_lacks_everyone() -> None:
    """All units are absent, the required ones missing, the prizes of the others forgone."""
    plan = empty_plan(DATA, 3, 8)
    assert [plan[column] for column in (col.ABSENT, col.MISSING, col.TOTAL)] == [2, 1, 5]
    assert table(plan, col.ABSENT_TABLE).tolist() == [0, 1]


def test_copied_tables_are_those_named() -> None:
    """Single figures and the named tables are copied, others are not."""
    source, target = empty_plan(DATA, 3, 8), empty_plan(DATA, 3, 8)
    rows(source, col.WHERE_TABLE, 2)[:] = 7
    table(source, col.USED_TABLE)[:] = 9
    source[col.TOTAL] = 11
    copy_tables(source, target, col.SLOT_LIMIT, (col.WHERE_TABLE,))
    assert target[col.TOTAL] == 11
    assert np.unique(table(target, col.WHERE_TABLE)).tolist() == [7]
    assert table(target, col.USED_TABLE).tolist() == [0]
