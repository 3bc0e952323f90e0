"""Kernels are compiled, kept, and not kept longer than their sources."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.routing.engines.sisr.compiled import _njit, absorbed, drop_stale, inlined, is_compiled, kernel
from optimizer.routing.problem import IntArray


def _double(number: int) -> int:
    return number + number


def test_compiled_functions_do_what_is_written() -> None:
    """However a function is compiled, it returns what it says."""
    assert [way(_double)(21) for way in (kernel, inlined, absorbed)] == [42, 42, 42]


def test_references_to_arrays_are_not_counted() -> None:
    """A kernel that is handed arrays, and takes a row of one, has no atomic instructions for that."""

    def _sum_row(table: IntArray, row: int) -> int:
        line, total = table[row], 0
        for one in line:
            total += one
        return total

    # machine code that was kept cannot be looked into
    quick: Any = _njit(_sum_row)
    assert quick(np.arange(6).reshape(2, 3), 1) == 12
    assert all("NRT_incref" not in code for code in quick.inspect_llvm().values())


def test_interpreted_functions_need_no_compiling() -> None:
    """Where kernels are interpreted, nothing is waited for."""
    assert is_compiled(_double)


def test_functions_that_were_called_are_compiled(tmp_path: Path) -> None:
    """A kernel is compiled by its first call."""
    del tmp_path
    quick = kernel(_double)
    quick(1)
    assert is_compiled(quick)


def test_machine_code_older_than_a_source_is_dropped(tmp_path: Path) -> None:
    """Of two files of machine code, the one from before the last change of any source goes."""
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    (tmp_path / "kernel.py").write_text("")
    now = (tmp_path / "kernel.py").stat().st_ctime
    for name, age in (("old.nbi", -10.0), ("new.nbi", 10.0)):
        (cache / name).write_text("")
        os.utime(cache / name, (now + age, now + age))
    drop_stale(tmp_path)
    assert [one.name for one in cache.iterdir()] == ["new.nbi"]
