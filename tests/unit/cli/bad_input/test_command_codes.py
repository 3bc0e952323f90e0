"""Every code of what commands read and write beside scenarios is provoked through its command."""

from collections.abc import Callable
from pathlib import Path

import pytest

import optimizer.cli
import optimizer.routing.formats
import optimizer.store
from tests.helpers.cli import TINY, VRP, invoke
from tests.unit.cli.bad_input.registered import codes_of
from tests.unit.cli.bad_input.tiny import (
    Edit,
    column,
    found,
    settings,
    swap,
    tiny,
    write,
)

Arguments = tuple[str | Path, ...]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _routes(*edits: tuple[str, str], **more: str) -> Callable[[], Arguments]:
    """Solve a routing file of which texts were replaced."""

    def arguments() -> Arguments:
        text = VRP
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        Path("small.vrp").write_text(text, encoding="utf-8")
        return (
            "route",
            "small.vrp",
            *(part for name, value in more.items() for part in (f"--{name}", value)),
        )

    return arguments


def _ruled(rules: str) -> Callable[[], Arguments]:
    """Solve a routing file under rules."""

    def arguments() -> Arguments:
        Path("rules.yaml").write_text(rules, encoding="utf-8")
        return _routes(rules="rules.yaml")()

    return arguments


def _solved(*edits: Edit) -> Callable[[], Arguments]:
    return lambda: ("solve", tiny(Path("tiny"), *edits), "--out", "out")


def _spoilt_run(edit: Edit) -> Callable[[], Arguments]:
    """Check a run of which a file was changed."""

    def arguments() -> Arguments:
        assert invoke("solve", TINY, "--out", "out", "-q").exit_code == 0
        edit(Path("out"))
        return ("check", "out")

    return arguments


def _taken(name: str, arguments: Callable[[], Arguments]) -> Callable[[], Arguments]:
    def taking() -> Arguments:
        Path(name).touch()
        return arguments()

    return taking


#: Code, place, and what provokes it.
CASES: tuple[tuple[str, str, Callable[[], Arguments]], ...] = (
    ("unknown-template", "--template", lambda: ("new", "x", "--template", "soul")),
    ("folder-exists", "out", _taken("out", _solved())),
    ("file-exists", "plan.sol", _taken("plan.sol", _routes(out="plan.sol"))),
    ("not-writable", str(Path("notes/out")), _taken("notes", lambda: ("new", Path("notes/out")))),
    ("run-folder-missing", str(Path("out/run.json")), lambda: ("check", "out")),
    ("run-file-unreadable", str(Path("out/run.json")), _spoilt_run(write("run.json", "{"))),
    ("run-file-unreadable", str(Path("out/run.json")), _spoilt_run(write("run.json", "[]"))),
    (
        "figure-too-large",
        "scenario",
        _solved(
            settings("currency: KRW", "currency: KWD"),
            swap("products.csv", "20000,8000", "1000000000,1000000000"),
            swap("order_lines.csv", "O2,1,A,1", "O2,1,A,1000000"),
        ),
    ),
    (
        "stock-storage-overfull",
        "sites.csv row 2, column storage_l",
        _solved(column("sites.csv", "storage_l", "1")),
    ),
    ("route-file-missing", "nowhere.vrp", lambda: ("route", "nowhere.vrp")),
    ("route-file-missing", str(TINY), lambda: ("route", TINY)),
    ("route-file-kind", "orders.csv row 1", lambda: ("route", TINY / "orders.csv")),
    ("route-file-unreadable", "small.vrp", _routes((VRP, " \n"))),
    ("route-file-format", "small.vrp row 5", _routes(("CAPACITY : 20", "CAPACITY"))),
    ("route-file-number", "small.vrp row 5", _routes(("CAPACITY : 20", "CAPACITY : twenty"))),
    ("route-file-unknown-field", "small.vrp row 5", _routes(("CAPACITY : 20", "CAPACTIY : 20"))),
    ("route-file-contradiction", "small.vrp row 8", _routes(("2 3 4", "9 3 4"))),
    (
        "route-file-unsupported",
        "small.vrp",
        _routes((VRP, '{"vehicles": [{"id": 1, "start": [0, 0]}], "jobs": []}')),
    ),
    ("route-out-format", "plan.xls", _routes(out="plan.xls")),
    ("bad-yaml", "rules.yaml row 1", _ruled("locks: {")),
    ("duplicate-key", "rules.yaml, locks.1", _ruled("locks: {1: 1, 1: 2}")),
    ("route-rules-key", "rules.yaml, lock", _ruled("lock: {1: 1}")),
    ("route-rules-value", "rules.yaml, locks", _ruled("locks: 1")),
    ("route-rules-unknown", "rules.yaml, locks.1", _ruled("locks: {1: van}")),
    ("route-rules-contradiction", "rules.yaml, keep", _ruled("keep: {tolerance: 1}")),
    (
        "routing-costs-too-large",
        "small.vrp",
        _routes(("2 3 4", "2 2e9 4"), ("3 -1 1", "3 -2e9 1"), rounding="exact", objective="vehicles"),
    ),
)


@pytest.mark.parametrize(("code", "place", "arguments"), CASES, ids=[f"{code} {at}" for code, at, _ in CASES])
def test_what_a_command_cannot_use(code: str, place: str, arguments: Callable[[], Arguments]) -> None:
    """One finding under its code at its place, with cause and action; exit code 2."""
    result = found(*arguments())
    assert (result.exit_code, result.told()) == (2, {("error", code, place)})
    assert all(one["cause"] and one["action"] for one in result.findings)


def test_every_code_has_a_case() -> None:
    """Who adds a code adds what provokes it."""
    registered = codes_of(optimizer.cli, optimizer.store, optimizer.routing.formats)
    assert registered - {code for code, _, _ in CASES} == set()
