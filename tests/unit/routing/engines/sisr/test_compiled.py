"""Kernels are compiled, kept, and not kept longer than their sources."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.routing.engines.sisr import compiled
from optimizer.routing.engines.sisr.compiled import _njit, absorbed, fingerprint, inlined, is_compiled, kernel
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


def test_machine_code_from_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel is compiled anew if any source of the package has changed since."""

    def _triple(number: int) -> int:
        return 3 * number

    assert kernel(_triple)(2) == 6
    assert is_compiled(kernel(_triple))
    monkeypatch.setattr(compiled, "SOURCES", "changed")
    assert not is_compiled(kernel(_triple))


def test_every_source_counts(tmp_path: Path) -> None:
    """A change in any file of the folder is noticed, and in others that are named."""
    folder, other = tmp_path / "kernels", tmp_path / "other.py"
    folder.mkdir()
    (folder / "a.py").write_text("")
    other.write_text("")
    before = fingerprint(folder, other)
    assert fingerprint(folder, other) == before
    other.write_text("one = 1")
    changed = fingerprint(folder, other)
    (folder / "b.py").write_text("one = 1")
    assert len({before, changed, fingerprint(folder, other)}) == 3


class _NowhereToKeep:
    """Numba where neither the sources nor the home folder can be written."""

    class config:  # noqa: N801 (numba's name)
        """Its settings."""

        CACHE_DIR = ""

    @staticmethod
    def njit(**options: bool) -> Any:  # noqa: ANN401
        """Return a decorator that refuses to keep machine code."""

        def refuse(_: object) -> object:
            msg = f"no locator available {options}"
            raise RuntimeError(msg)

        return refuse


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where everything but a temporary folder is read-only: return that folder."""
    monkeypatch.setattr(_NowhereToKeep.config, "CACHE_DIR", "")
    monkeypatch.setattr(compiled, "numba", _NowhereToKeep)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_machine_code_is_kept_in_the_temporary_folder_if_nowhere_else(read_only: Path) -> None:
    """It is the user's own, and found again."""
    assert compiled.can_keep()
    assert compiled.can_keep()
    (folder,) = read_only.iterdir()
    assert str(folder) == _NowhereToKeep.config.CACHE_DIR
    assert folder.stat().st_mode & 0o777 == 0o700


def test_machine_code_is_not_kept_where_others_can_write(read_only: Path) -> None:
    """A folder that others can write to may hold code of theirs."""
    assert compiled.can_keep()
    (folder,) = read_only.iterdir()
    _NowhereToKeep.config.CACHE_DIR = ""
    folder.chmod(0o777)
    assert not compiled.can_keep()
    assert not _NowhereToKeep.config.CACHE_DIR


def test_machine_code_is_not_kept_without_any_folder(
    read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is compiled each time."""
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(read_only / "missing"))
    assert not compiled.can_keep()
