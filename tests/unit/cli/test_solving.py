"""What ``solve`` and ``compare`` share, and what planners get wrong there."""

import errno
import json
import os
import shutil
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
import yaml

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.core.progress import Progress
from optimizer.store.check_run import check_run
from optimizer.strategy import run as strategy_run
from optimizer.strategy.run import StrategiesRun
from tests.helpers.cli import TINY, found_by, invoke, invoke_json
from tests.helpers.scenarios import changed, small_rows, write_small_scenario


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Solve `tiny` once for all tests; the value says what solving was asked for."""
    asked: dict[str, Any] = {}

    def known(scenario: Any, names: Any, **options: Any) -> StrategiesRun:  # noqa: ANN401 (stands in)
        asked.update(options, names=list(names), solve=scenario.settings.solve)
        if scenario.settings.name != "tiny":
            return _REAL(scenario, names, threads=1)
        if tuple(names) not in _FOUND:
            _FOUND[tuple(names)] = _REAL(scenario, names, threads=1)
        return _FOUND[tuple(names)]

    monkeypatch.setattr(strategy_run, "run_strategies", known)
    return asked


_REAL = strategy_run.run_strategies
_FOUND: dict[tuple[str, ...], StrategiesRun] = {}


def _raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def failing(*_: object, **__: object) -> StrategiesRun:
        raise error

    monkeypatch.setattr(strategy_run, "run_strategies", failing)


@pytest.mark.usefixtures("found")
def test_compare_shows_and_writes(here: Path) -> None:
    """The result on standard output with where the report is; a run that its own check accepts."""
    result = invoke("compare", TINY, "--out", "out")
    assert result.exit_code == 0
    assert "36,898" in result.stdout
    assert f"Report: {Path('out') / 'report.html'}\n" in result.stdout
    assert "Check it again any time: optimizer check out" in result.stderr
    assert check_run(here / "out").count == 0
    assert _names(here) == ["out"]


@pytest.mark.usefixtures("found")
def test_runs_are_filed_by_time_and_name(here: Path) -> None:
    """Two in the same second get a folder each."""
    for _ in range(2):
        assert invoke("compare", TINY, "--quiet").exit_code == 0
    assert len(_names(here / "runs")) == 2
    assert all("-tiny" in name for name in _names(here / "runs"))


@pytest.mark.usefixtures("found", "here")
def test_one_document_for_machines() -> None:
    """All of the comparison and every strategy's figures."""
    exit_code, document = invoke_json("compare", TINY, "--out", "out")
    assert exit_code == 0
    assert document["run"] == "out"
    assert document["currency"] == "KRW"
    assert document["comparison"]["recommended"] == "mixed"
    assert document["strategies"]["vans"]["figures"]["total"] == 44698
    assert document["strategies"]["vans"]["trust"]["status"] == "feasible"
    assert document["strategies"]["vans"]["unserved"] == []
    assert document == {**document, "comparison": json.loads(Path("out/comparison.json").read_text())}


@pytest.mark.usefixtures("found", "here")
def test_quiet_prints_only_the_result() -> None:
    """What is recommended and where the report is; nothing on standard error."""
    result = invoke("compare", TINY, "--out", "out", "--quiet")
    assert result.stderr == ""
    recommended, report = result.stdout.splitlines()
    assert recommended.startswith("Use mixed: KRW 9,800 (21.0%) less than parcel, KRW 36,898 in all.")
    assert report == f"Report: {Path('out') / 'report.html'}"


@pytest.mark.usefixtures("here")
def test_solve_takes_the_baseline_unless_told(found: dict[str, Any]) -> None:
    """Or the first strategy without a baseline; there is nothing to compare with."""
    exit_code, document = invoke_json("solve", TINY, "--out", "a")
    assert (exit_code, found["names"], document["comparison"]) == (0, ["parcel"], None)
    assert invoke("solve", TINY, "--strategy", "mixed", "--out", "b").exit_code == 0
    assert found["names"] == ["mixed"]
    assert check_run(Path("b")).count == 0


@pytest.mark.usefixtures("here")
def test_options_reach_the_solver_and_the_run(found: dict[str, Any]) -> None:
    """Seed, threads, engine and time; the run keeps the scenario as it was solved."""
    arguments = ("--seed", 9, "--threads", 3, "--engine", "ortools", "--time", 50)
    assert invoke("compare", TINY, "--out", "out", *map(str, arguments)).exit_code == 0
    assert (found["solve"].seed, found["threads"], found["solve"].routing_engine) == (9, 3, "ortools")
    assert 40 < found["seconds"] < 49.5
    manifest = json.loads(Path("out/run.json").read_text())
    assert (manifest["seed"], manifest["threads"], manifest["time_limit_s"]) == (9, 3, 50)
    assert "routing_engine: ortools" in Path("out/scenario/scenario.yaml").read_text()


@pytest.mark.usefixtures("here")
def test_an_engine_named_stands_above_the_scenario_s(found: dict[str, Any]) -> None:
    """Also `auto`; what is not named stays as the scenario has it."""
    shutil.copytree(TINY, "tiny")
    text = Path("tiny/scenario.yaml").read_text(encoding="utf-8")
    settings = yaml.safe_load(text)
    settings["solve"] = {**settings.get("solve", {}), "routing_engine": "ortools"}
    Path("tiny/scenario.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    invoke("solve", "tiny", "--out", "a")
    assert found["solve"].routing_engine == "ortools"
    invoke("solve", "tiny", "--out", "b", "--engine", "auto")
    assert found["solve"].routing_engine == "auto"


@pytest.mark.usefixtures("here")
def test_no_time_limit_unless_asked_for(found: dict[str, Any]) -> None:
    """The iteration limits decide then; a limit that is over gives the least time there is."""
    invoke("compare", TINY, "--out", "a")
    assert found["seconds"] is None
    invoke("compare", TINY, "--out", "b", "--time", "0.1")
    assert found["seconds"] == 0.5


@pytest.mark.usefixtures("here")
def test_an_unknown_strategy() -> None:
    """The like one is suggested, and all are named."""
    exit_code, findings = found_by("solve", TINY, "--strategy", "van")
    assert (exit_code, findings) == (2, [("unknown-strategy", "scenario.yaml, strategies")])
    shown = invoke("solve", TINY, "--strategy", "van").stderr
    assert "Did you mean 'vans'?" in shown
    assert "parcel, vans, mixed" in shown


@pytest.mark.parametrize("command", ["solve", "compare"])
def test_a_wrong_scenario_is_told_before_anything_is_solved(here: Path, command: str) -> None:
    """With every finding, and no run."""
    folder = write_small_scenario(here / "small", orders=changed("orders", "O1", customer_id="C9"))
    exit_code, findings = found_by(command, folder)
    assert (exit_code, findings) == (2, [("unknown-customer", "orders.csv row 2, column customer_id")])
    assert found_by(command, here / "nowhere")[1][0][0] == "missing-folder"
    assert _names(here) == ["small"]


@pytest.mark.usefixtures("found")
def test_warnings_are_shown_and_the_work_goes_on(here: Path) -> None:
    """For people; a machine asks `validate`."""
    vehicles = changed("vehicle_types", "V1", count=0)
    folder = write_small_scenario(here / "small", vehicle_types=vehicles)
    result = invoke("compare", folder, "--out", here / "out")
    assert result.exit_code == 0
    assert "strategy-without-vehicle" in result.stderr
    assert "strategy-without-vehicle" not in invoke("compare", folder, "--out", here / "b", "-q").stderr
    assert invoke_json("compare", folder, "--out", here / "c")[0] == 0


def _hopeless(folder: Path) -> Path:
    """Write a scenario in which no order is worth its parcel, with strategies that have other ways and not."""
    rates = [{**row, "price": 10_000_000} for row in small_rows("carrier_rates")]
    return write_small_scenario(folder, carrier_rates=rates)


@pytest.mark.usefixtures("found")
def test_a_strategy_that_serves_nobody(here: Path) -> None:
    """The run is written, the reasons are shown, the exit code is 3."""
    result = invoke("compare", _hopeless(here / "small"), "--out", here / "out")
    assert result.exit_code == 3
    assert "parcels serves no order:" in result.stdout
    assert "  5 orders: order-not-worth-cost: " in result.stdout
    assert ". To fix: " in result.stdout
    assert "all serves no order" not in result.stdout
    assert check_run(here / "out").count == 0
    exit_code, document = invoke_json("compare", here / "small", "--out", here / "out2")
    assert exit_code == 3
    assert [(one["reason"], one["orders"]) for one in document["strategies"]["parcels"]["unserved"]] == [
        ("order-not-worth-cost", 5)
    ]


@pytest.mark.usefixtures("found")
def test_an_existing_run_stays_without_force(here: Path) -> None:
    """It is told before anything is solved; force replaces it."""
    assert invoke("compare", TINY, "--out", "out", "-q").exit_code == 0
    before = (here / "out" / "run.json").read_bytes()
    assert found_by("compare", TINY, "--out", "out") == (2, [("folder-exists", "out")])
    assert (here / "out" / "run.json").read_bytes() == before
    assert invoke("solve", TINY, "--out", "out", "--force", "-q").exit_code == 0
    assert json.loads((here / "out" / "run.json").read_bytes())["command"] == "solve"
    assert _names(here) == ["out"]


def test_force_does_not_replace_the_scenario(here: Path) -> None:
    """`--out` next to it in the shell's completion is soon mistyped."""
    shutil.copytree(TINY, here / "tiny")
    assert found_by("compare", "tiny", "--out", "tiny", "--force") == (2, [("folder-exists", "tiny")])
    assert (here / "tiny" / "scenario.yaml").exists()


@pytest.mark.usefixtures("found")
def test_a_full_disk(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in a sentence; nothing half written stays."""
    write_text = Path.write_text

    def full(path: Path, *rest: Any, **options: Any) -> int:  # noqa: ANN401 (stands in)
        if path.name == "report.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write_text(path, *rest, **options)

    monkeypatch.setattr(Path, "write_text", full)
    result = invoke("compare", TINY, "--out", "out")
    assert result.exit_code == 2
    assert "not-writable" in result.stderr
    assert "No space left on device" in result.stderr
    assert _names(here) == []


def test_a_folder_that_vanishes_while_solving(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of the run is removed by somebody: a coded error."""

    def vanish(*arguments: Any, **options: Any) -> StrategiesRun:  # noqa: ANN401 (stands in)
        shutil.rmtree(here / "runs")
        return _REAL(*arguments, **{**options, "threads": 1})

    monkeypatch.setattr(strategy_run, "run_strategies", vanish)
    assert found_by("solve", TINY, "--out", "runs/one") == (2, [("not-writable", "runs/one")])
    assert _names(here) == []


FAULTS: dict[str, tuple[BaseException, int, str]] = {
    "worker killed": (BrokenProcessPool("died"), 1, "A worker process was ended from outside"),
    "memory": (MemoryError(), 1, "There is not enough memory"),
    "plan": (
        PlanRejectedError("strategy vans", [Violation("stock", "site W", "-1")]),
        1,
        "the strategy vans plan fails its check",
    ),
    "interrupted": (KeyboardInterrupt(), 130, "Interrupted before a plan was kept; nothing was written."),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_while_solving(here: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each ends in words and its exit code, and leaves nothing behind."""
    error, code, words = FAULTS[name]
    _raising(monkeypatch, error)
    result = invoke("compare", TINY, "--out", "out")
    assert result.exit_code == code
    assert words in result.stderr
    assert _names(here) == []


def test_an_interrupted_run_is_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best so far is written and shown, with exit code 130, and says that it was interrupted."""

    def interrupted(*arguments: Any, progress: Progress, **options: Any) -> StrategiesRun:  # noqa: ANN401
        os.kill(os.getpid(), 2)
        assert progress.cancelled()
        return _REAL(*arguments, **{**options, "threads": 1})

    monkeypatch.setattr(strategy_run, "run_strategies", interrupted)
    result = invoke("compare", TINY, "--out", "out")
    assert result.exit_code == 130
    assert "Stopping; the best plan so far is kept, if there is one." in result.stderr
    assert "Interrupted: 3 of 3 strategies evaluated. Use mixed" in " ".join(result.stdout.split())
    assert json.loads((here / "out" / "run.json").read_text())["interrupted"] is True
    assert check_run(here / "out").count == 0


@pytest.mark.parametrize("evaluated", [("parcel",), ("vans", "mixed")])
def test_a_run_interrupted_early_recommends_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, evaluated: tuple[str, ...]
) -> None:
    """Neither in its words nor in its files; the files agree with each other."""

    def interrupted(scenario: Any, names: Any, **options: Any) -> StrategiesRun:  # noqa: ANN401
        os.kill(os.getpid(), 2)
        return _REAL(scenario, evaluated, threads=1)

    monkeypatch.setattr(strategy_run, "run_strategies", interrupted)
    result = invoke("compare", TINY, "--out", "out")
    assert result.exit_code == 130
    words = " ".join(result.stdout.split())
    assert f"Interrupted: {len(evaluated)} of 3 strategies evaluated. None is recommended." in words
    assert "Not evaluated, since the run was stopped: " in words
    assert "Use " not in words
    if len(evaluated) > 1:
        assert json.loads((here / "out" / "comparison.json").read_text())["recommended"] == ""
    assert check_run(here / "out").count == 0


@pytest.mark.parametrize(("strategy", "told"), [("vans", True), ("parcel", False)])
@pytest.mark.usefixtures("found")
def test_warnings_are_of_the_strategy_asked_for(tmp_path: Path, strategy: str, told: bool) -> None:
    """What another one overrides in vain is no news to who solves this one."""
    folder = Path(shutil.copytree(TINY, tmp_path / "scenario"))
    settings = yaml.safe_load((folder / "scenario.yaml").read_text("utf-8"))
    settings["strategies"]["vans"]["override"] = {"options": {"parcel": {"name": "Post"}}}
    (folder / "scenario.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    result = invoke("solve", folder, "--strategy", strategy, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert ("unused-override" in result.stderr) == told
