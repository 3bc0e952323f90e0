"""Disks that fail and names that are taken: a clear error, and never a half-written result."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.cli import TINY, VRP, invoke
from tests.unit.cli.bad_input.tiny import found


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _solve(out: str, *more: str) -> tuple[str | Path, ...]:
    return ("solve", TINY, "--out", out, *more)


def _new(out: str, *more: str) -> tuple[str | Path, ...]:
    return ("new", out, "--orders", "20", *more)


def _route(out: str, *more: str) -> tuple[str | Path, ...]:
    Path("small.vrp").write_text(VRP, encoding="utf-8")
    return ("route", "small.vrp", "--iterations", "5", "--out", out, *more)


WRITERS: dict[str, Callable[..., tuple[str | Path, ...]]] = {"solve": _solve, "new": _new, "route": _route}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.usefixtures("unsolved")
def test_a_place_below_a_file(here: Path, name: str, force: tuple[str, ...]) -> None:
    """Told before anything is solved, with the file in the way; the file stays."""
    (here / "notes").write_text("mine", encoding="utf-8")
    result = found(*WRITERS[name](str(Path("notes", "deep", "out.sol")), *force))
    assert (result.exit_code, result.told()) == (
        2,
        {("error", "not-writable", str(Path("notes/deep/out.sol")))},
    )
    assert "notes is no folder" in result.words("not-writable")
    assert (here / "notes").read_text(encoding="utf-8") == "mine"
    assert set(_names(here)) <= {"notes", "small.vrp"}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
@pytest.mark.usefixtures("unsolved")
def test_a_disk_that_takes_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    """A read-only or full disk is told with the operating system's reason; nothing is left behind."""
    arguments = WRITERS[name]("out.sol")
    before = _names(here)
    monkeypatch.setattr(Path, "mkdir", _failing(Path.mkdir, number, 0))
    monkeypatch.setattr(Path, "open", _failing(Path.open, number, 0, lambda path, mode="r", **_: mode == "x"))
    result = found(*arguments)
    assert (result.exit_code, result.told()) == (2, {("error", "not-writable", "out.sol")})
    assert f"cannot be written: {os.strerror(number)}" in result.words("not-writable")
    monkeypatch.undo()
    assert _names(here) == before


def _failing(
    real: Callable[..., Any], number: int, after: int, when: Callable[..., bool] = lambda *_, **__: True
) -> Callable[..., Any]:
    """Let a function fail as the operating system does, from a call on."""
    calls = iter(range(1_000_000))

    def failing(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (stands in)
        if when(*arguments, **options) and next(calls) >= after:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    return failing


def _fill_disk(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let the disk be full after some files."""
    full = _failing(lambda: None, errno.ENOSPC, after)

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def write_file(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (stands in)
            full()
            return real(*arguments, **options)

        return write_file

    for method in ("write_text", "write_bytes"):
        monkeypatch.setattr(Path, method, counted(getattr(Path, method)))
    monkeypatch.setattr(os, "fsync", counted(os.fsync))


@pytest.mark.parametrize("after", [0, 1, 5, 10, 15, 20])
@pytest.mark.usefixtures("remembered")
def test_a_disk_that_fills_while_a_run_is_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Whichever file is the one too many: exit code 2, and nothing of the run stays."""
    _fill_disk(monkeypatch, after)
    result = found("compare", TINY, "--out", "out")
    assert (result.exit_code, result.told()) == (2, {("error", "not-writable", "out")})
    assert "No space left on device" in result.words("not-writable")
    assert _names(here) == []


@pytest.mark.parametrize("after", [0, 10, 20])
@pytest.mark.usefixtures("remembered")
def test_a_disk_that_fills_while_a_run_is_replaced(
    here: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The old run stays as it was, to the byte."""
    assert invoke("compare", TINY, "--out", "out", "-q").exit_code == 0
    before = _content(here)
    _fill_disk(monkeypatch, after)
    assert found("compare", TINY, "--out", "out", "--force").exit_code == 2
    assert _content(here) == before
    assert _names(here) == ["out"]


def test_a_disk_that_fills_while_routes_are_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a new file nor the old one's replacement is half there."""
    arguments = _route("plan.sol", "--force")
    (here / "plan.sol").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", _failing(os.fsync, errno.ENOSPC, 0))
    assert found(*arguments).told() == {("error", "not-writable", "plan.sol")}
    assert (here / "plan.sol").read_text(encoding="utf-8") == "old"
    assert _names(here) == ["plan.sol", "small.vrp"]


TAKEN: dict[str, tuple[Callable[[Path], object], str, bool]] = {
    "empty folder": (lambda path: path.mkdir(), "exists, empty. Give --force to replace it", True),
    "other folder": (
        lambda path: (path / "photos").mkdir(parents=True),
        "a folder with other contents",
        False,
    ),
    "file": (lambda path: path.write_text("mine", encoding="utf-8"), "is a file, not a folder", False),
}


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize("command", ["solve", "new"])
@pytest.mark.usefixtures("remembered")
def test_a_name_that_is_taken(here: Path, command: str, kind: str) -> None:
    """Told with what stands there; --force is advised where it helps, and replaces nothing else."""
    make, words, helps = TAKEN[kind]
    make(here / "out")
    before = _content(here)
    result = found(*WRITERS[command]("out"))
    assert (result.exit_code, result.told()) == (2, {("error", "folder-exists", "out")})
    assert words in result.words("folder-exists")
    assert ("--force" in result.words("folder-exists")) == helps
    assert invoke(*WRITERS[command]("out", "--force")).exit_code == (0 if helps else 2)
    assert helps or _content(here) == before


@pytest.mark.usefixtures("remembered")
def test_a_run_that_is_there(here: Path) -> None:
    """It stays to the byte without --force, and is replaced whole with it."""
    shutil.copytree(TINY, here / "tiny")
    assert invoke(*_solve("out"), "-q").exit_code == 0
    before = _content(here / "out")
    result = found(*_solve("out"))
    assert (result.exit_code, result.told()) == (2, {("error", "folder-exists", "out")})
    assert _content(here / "out") == before
    (here / "out" / "left over").touch()
    assert invoke("compare", "tiny", "--out", "out", "--force", "-q").exit_code == 0
    assert json.loads((here / "out" / "run.json").read_bytes())["command"] == "compare"
    assert not (here / "out" / "left over").exists()


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_routes_in_place_of_a_folder(here: Path, force: tuple[str, ...]) -> None:
    """A folder is not replaced by a file, and --force is not advised."""
    (here / "plan.sol").mkdir()
    result = found(*_route("plan.sol", *force))
    assert (result.exit_code, result.told()) == (2, {("error", "file-exists", "plan.sol")})
    assert "--force" not in result.words("file-exists")
