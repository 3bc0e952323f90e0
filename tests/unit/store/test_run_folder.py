"""What a run folder holds."""

import codecs
import hashlib
import json
import re
from datetime import datetime
from importlib import metadata
from pathlib import Path

import optimizer
from optimizer.scenario.load import load
from optimizer.store.plan_files import read_plan
from optimizer.store.run_folder import LAYOUT, Run, default_target, fill, hashes
from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.plans import hand_made_plan
from tests.helpers.runs import TINY
from tests.helpers.strategy import figures, outcome


def test_a_run_says_what_made_it(solved_run: Path) -> None:
    """Versions, seed and threads, so that it can be made again."""
    manifest = json.loads((solved_run / "run.json").read_text(encoding="utf-8"))
    assert manifest["layout"] == LAYOUT
    assert manifest["optimizer"] == optimizer.__version__
    assert manifest["scenario"] == "tiny"
    assert manifest["strategies"] == ["parcel", "vans", "mixed"]
    assert (manifest["command"], manifest["seed"], manifest["threads"]) == ("compare", 1, None)
    assert datetime.fromisoformat(manifest["created"]).utcoffset() is not None
    for library in ("pyvrp", "ortools", "highspy", "pandas", "numpy"):
        assert manifest["libraries"][library] == metadata.version(library)


def test_a_run_hashes_every_file(solved_run: Path) -> None:
    """All but run.json itself, by the path one would type."""
    manifest = json.loads((solved_run / "run.json").read_text(encoding="utf-8"))
    files = {path.relative_to(solved_run).as_posix() for path in solved_run.rglob("*") if path.is_file()}
    assert manifest["sha256"].keys() == files - {"run.json"}
    report = hashlib.sha256((solved_run / "report.html").read_bytes()).hexdigest()
    assert manifest["sha256"]["report.html"] == report


def test_a_run_holds_the_scenario_as_it_was_solved(solved_run: Path) -> None:
    """Whoever has the folder has everything."""
    assert load(solved_run / "scenario").settings == load(TINY).settings
    assert (solved_run / "report.html").read_text(encoding="utf-8").startswith("<!")


def test_a_run_of_one_strategy_has_no_comparison(tmp_path: Path) -> None:
    """There is nothing to compare with; what the caller adds is in run.json."""
    plan = hand_made_plan()
    one = outcome("all", figures(), naive_total=7).replace(plan=plan)
    fill(tmp_path, Run(hand_made_scenario(), [one], None, {"command": "solve"}, "<!doctype html>"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "report.html",
        "run.json",
        "scenario",
        "strategies",
    ]
    assert read_plan(tmp_path / "strategies" / "all", "all", 2) == plan
    trust = json.loads((tmp_path / "strategies/all/trust.json").read_text())
    assert trust["naive_total"] == 0.07
    assert json.loads((tmp_path / "run.json").read_text())["command"] == "solve"


def test_hashes_leave_out_only_the_manifest(tmp_path: Path) -> None:
    """A file of that name deeper down is a file like any other."""
    (tmp_path / "deep").mkdir()
    for name in ("run.json", "deep/run.json", "a"):
        (tmp_path / name).write_text(name)
    assert list(hashes(tmp_path)) == ["a", "deep/run.json"]


def test_the_usual_place_of_a_run() -> None:
    """Below runs/, by time and name, so that they sort."""
    assert re.fullmatch(r"runs/\d{8}-\d{6}-서울 매장", default_target("서울 매장").as_posix())


def test_every_table_of_a_run_opens_in_a_spreadsheet(solved_run: Path) -> None:
    """Plans and scenario alike begin with the byte order mark, once."""
    tables = list(solved_run.rglob("*.csv"))
    assert {path.parent.name for path in tables} == {"scenario", "parcel", "vans", "mixed"}
    for path in tables:
        assert path.read_bytes().count(codecs.BOM_UTF8) == path.read_bytes().startswith(codecs.BOM_UTF8) == 1


def test_tables_in_another_encoding_stay_in_it(tmp_path: Path) -> None:
    """A mark would make them unreadable."""
    made = with_row(load(TINY), "sites", "S", name="영등포 매장")
    made = made.replace(settings=made.settings.model_copy(update={"encoding": "cp949"}))
    fill(tmp_path, Run(made, [outcome("parcel", figures())], None, {}, ""))
    assert "영등포 매장" in (tmp_path / "scenario" / "sites.csv").read_text(encoding="cp949")
    assert load(tmp_path / "scenario").sites == made.sites
