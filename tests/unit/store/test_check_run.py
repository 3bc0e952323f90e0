"""A run folder is checked from its files alone, and every edit is noticed and named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.load import load
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario
from optimizer.store.check_run import check_run
from optimizer.store.plan_files import read_plan
from optimizer.strategy.check import check_plan
from tests.helpers.runs import (
    broken_rules,
    drop_rows,
    edit_json,
    edit_rows,
    set_cells,
    violations_of,
)

MIXED = "strategies/mixed"
ROUTE = "W/2026-11-23@day/1"


def _places(run: Path) -> list[tuple[str, str]]:
    """Code and place, relative to the run, of everything that cannot be read."""
    with pytest.raises(InputError) as caught:
        check_run(run)
    return [
        (finding.code, str(finding.place).removeprefix(f"{run}/").removeprefix(str(run)))
        for finding in caught.value.findings
    ]


def test_an_untouched_run_passes(solved_run: Path) -> None:
    """What was written is what was checked: every strategy, with its figures in full."""
    verdict = check_run(solved_run)
    assert verdict.count == 0
    assert [(one.strategy, one.total, one.orders, one.routes) for one in verdict.strategies] == [
        ("parcel", 46698, 6, 0),
        ("vans", 44698, 6, 2),
        ("mixed", 36898, 6, 1),
    ]


def test_a_stop_moved_to_a_van_that_cannot_carry_it(run: Path) -> None:
    """The capacity of the van is recomputed from the lines."""
    own = run / "strategies" / "vans"
    found = {row["order"]: row["route"] for row in _rows(own / "stops.csv")}
    assert found["O3"] != found["O6"]
    for table in ("stops", "shipments"):
        set_cells(own / f"{table}.csv", {"route": found["O3"]}, route=found["O6"])
    assert broken_rules(run, "vans")["capacity"] == [f"route {found['O6']}"]


def _rows(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    edit_rows(path, rows.extend)
    return rows


def test_an_order_served_from_a_site_without_stock(run: Path) -> None:
    """The store has three A to give; its fourth is protected."""
    for table in ("lines", "shipments"):
        set_cells(run / MIXED / f"{table}.csv", {"order": "O2"}, source="S")
    assert "stock" in broken_rules(run, "mixed")


def test_a_cost_line_changed(run: Path) -> None:
    """The line is named with what it is and should be."""
    own = run / MIXED / "cost_lines.csv"
    set_cells(own, {"component": "fleet_distance"}, amount="2999")
    found = violations_of(check_run(run), "mixed")
    line = next(violation for violation in found if violation.rule == "cost-line")
    assert ROUTE in line.subject
    assert "2999" in line.detail
    assert "3000" in line.detail


def test_a_cost_line_invented(run: Path) -> None:
    """A cost that nothing causes is no cost of the plan."""
    extra = {"component": "co2", "kind": "route", "ref": ROUTE, "amount": "5"}
    edit_rows(run / MIXED / "cost_lines.csv", lambda rows: [*rows, extra])
    assert "cost-line" in broken_rules(run, "mixed")


def test_an_order_deleted_from_the_plan(run: Path) -> None:
    """It is neither served nor said to be unserved."""
    for table in ("lines", "shipments"):
        drop_rows(run / MIXED / f"{table}.csv", order="O3")
    rules = broken_rules(run, "mixed")
    assert any("O3" in subject for subject in rules["quantity"])


def test_an_order_deleted_from_the_scenario_with_its_lines(run: Path) -> None:
    """The plan serves an order nobody placed."""
    drop_rows(run / "scenario" / "orders.csv", id="O3")
    drop_rows(run / "scenario" / "order_lines.csv", order_id="O3")
    for strategy in ("parcel", "vans", "mixed"):
        assert any("O3" in subject for subject in broken_rules(run, strategy)["unknown-order"])
    changed = [one.subject for one in check_run(run).violations if one.rule == "hash"]
    assert changed == ["scenario/order_lines.csv", "scenario/orders.csv"]


def test_an_order_deleted_from_the_scenario_alone(run: Path) -> None:
    """The scenario of the run is no scenario any more; the file is named as seen from outside the run."""
    drop_rows(run / "scenario" / "orders.csv", id="O3")
    assert ("unknown-order", "scenario/order_lines.csv row 4, column order_id") in _places(run)


def test_a_stop_served_before_the_van_can_be_there(run: Path) -> None:
    """Arrivals are recomputed from the roads."""
    set_cells(
        run / MIXED / "stops.csv",
        {"order": "O6"},
        arrival="2026-11-23T13:10:00+09:00",
        start="2026-11-23T13:10:00+09:00",
        end="2026-11-23T13:14:00+09:00",
    )
    set_cells(run / MIXED / "shipments.csv", {"order": "O6"}, handed_over_at="2026-11-23T13:14:00+09:00")
    assert broken_rules(run, "mixed").keys() == {"travel-time", "figure"}


def test_a_van_back_after_its_wave(run: Path) -> None:
    """A route that drives all evening is no route of the day's wave."""
    set_cells(run / MIXED / "routes.csv", {"id": ROUTE}, end="2026-11-23T23:36:00+09:00")
    assert {"wave", "shift"} <= broken_rules(run, "mixed").keys()


def test_a_window_missed(run: Path) -> None:
    """A customer who asked for the late afternoon is not served by the van of 13:20."""
    window = {"window_start": "2026-11-23T15:00+09:00", "window_end": "2026-11-23T17:00+09:00"}
    set_cells(run / "scenario" / "orders.csv", {"id": "O6"}, **window)
    assert broken_rules(run, "mixed")["window"] == [f"route {ROUTE}"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("total", lambda figures: figures.update(total=36897)),
        ("hours.p95", lambda figures: figures["hours"].update(p95=29.0)),
        ("components.carrier", lambda figures: figures["components"].pop("carrier")),
        ("orders_served", lambda figures: figures.update(orders_served=5)),
    ],
)
def test_a_figure_changed(run: Path, name: str, change: Callable[[dict[str, object]], object]) -> None:
    """The figure is named."""
    edit_json(run / MIXED / "figures.json", lambda figures: change(figures) and None)
    assert broken_rules(run, "mixed")["figure"] == [name]


@pytest.mark.parametrize(
    ("file", "subject"),
    [
        ("strategies/mixed/note.txt", "mixed"),
        ("strategies/mixed/run.json", "mixed"),
        ("scenario/demand_history.txt", None),
        ("strategies/note.txt", None),
        ("note.txt", None),
    ],
)
def test_a_file_added(run: Path, file: str, subject: str | None) -> None:
    """Whatever was not written with the run is told."""
    (run / file).write_text("{}", encoding="utf-8")
    found = violations_of(check_run(run), subject)
    assert [(one.rule, one.subject, one.detail) for one in found] == [
        ("hash", file, "the file was added since the run was written")
    ]
    assert check_run(run).count == 1


@pytest.mark.parametrize("file", ["report.html", "comparison.json"])
def test_a_file_removed(run: Path, file: str) -> None:
    """A file that is not needed for the check is missed all the same."""
    (run / file).unlink()
    found = check_run(run).violations
    assert ("hash", file, "the file is missing") in [(one.rule, one.subject, one.detail) for one in found]


def test_a_report_changed(run: Path) -> None:
    """The report that is shown is the one that was written."""
    with (run / "report.html").open("a", encoding="utf-8") as file:
        file.write("<p>and more</p>")
    (only,) = check_run(run).violations
    assert str(only) == "hash: report.html: the file was changed since the run was written"


def test_everything_that_cannot_be_read_is_told_at_once(run: Path) -> None:
    """Missing and broken files of several strategies and the scenario in one go."""
    (run / "strategies/parcel/lines.csv").unlink()
    (run / "strategies/vans/trust.json").unlink()
    (run / MIXED / "figures.json").write_text("{", encoding="utf-8")
    set_cells(run / MIXED / "lines.csv", {"order": "O3"}, quantity="one")
    set_cells(run / "scenario" / "orders.csv", {"id": "O2"}, customer_id="nobody")
    assert sorted(_places(run)) == [
        ("run-file-unreadable", "strategies/mixed/figures.json"),
        ("run-file-unreadable", "strategies/mixed/lines.csv row 4, column quantity"),
        ("run-folder-missing", "strategies/parcel/lines.csv"),
        ("run-folder-missing", "strategies/vans/trust.json"),
        ("unknown-customer", "scenario/orders.csv row 3, column customer_id"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "run.json"),
        ("[]", "run.json"),
        ('{"layout": 2}', "run.json"),
        ('{"layout": 1, "strategies": [], "sha256": {}}', "run.json, strategies"),
        ('{"layout": 1, "strategies": "mixed", "sha256": {}}', "run.json, strategies"),
        ('{"layout": 1, "strategies": ["mixed"], "sha256": [1]}', "run.json, sha256"),
        ('{"layout": 1, "strategies": ["mixed"]}', "run.json, sha256"),
        ("[" * 100_000, "run.json"),
        ("\x00", "run.json"),
    ],
)
def test_a_run_description_that_is_none(run: Path, text: str, place: str) -> None:
    """Nothing is guessed: a run without strategies does not pass, for there is nothing that passed."""
    (run / "run.json").write_text(text, encoding="utf-8")
    assert _places(run) == [("run-file-unreadable", place)]


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    """The file that makes a run is missing, whether or not there is a folder."""
    assert _places(tmp_path) == [("run-folder-missing", "run.json")]
    assert _places(tmp_path / "nowhere") == [("run-folder-missing", "run.json")]


def test_a_run_without_its_scenario(run: Path) -> None:
    """There is nothing to check the plans against."""
    shutil.rmtree(run / "scenario")
    assert _places(run) == [("missing-folder", "scenario")]


@pytest.mark.parametrize("name", ["unheard_of", "../../elsewhere", ""])
def test_a_strategy_that_the_scenario_does_not_have(run: Path, name: str) -> None:
    """No file outside the run is read."""
    edit_json(run / "run.json", lambda manifest: manifest["strategies"].append(name))
    assert _places(run) == [("run-file-unreadable", "run.json, strategies")]


def test_a_strategy_left_out(run: Path) -> None:
    """A plan may not be kept from the check by leaving it out of the list."""
    edit_json(run / "run.json", lambda manifest: manifest["strategies"].remove("vans"))
    rules = broken_rules(run)
    assert rules["manifest"] == ["strategies/vans"]
    assert "comparison" in rules


def test_a_strategy_named_twice(run: Path) -> None:
    """The list is that of the run, once each."""
    edit_json(run / "run.json", lambda manifest: manifest["strategies"].append("vans"))
    assert "manifest" in broken_rules(run)


def test_a_file_that_cannot_be_hashed(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails in the middle of the check is told as such."""
    report, read = run / "report.html", Path.read_bytes

    def failing(path: Path) -> bytes:
        if path == report:
            raise OSError(5, "Input/output error", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", failing)
    assert _places(run) == [("run-file-unreadable", "report.html")]


def test_every_cell_of_a_plan_matters(run: Path) -> None:
    """Whatever is written into whichever cell, reading or checking finds it, and neither crashes."""
    scenario = load(run / "scenario")
    view, sites, cells = effective(scenario, "mixed"), sites_in_use(scenario, "mixed"), 0
    for path in sorted((run / MIXED).glob("*.csv")):
        original, rows = path.read_bytes(), _rows(path)
        for column in rows[0] if rows else ():
            for value in ("", "x|y", "-1", "999999999999999999", "9999-12-31T23:59:59-12:00"):
                if value != rows[-1][column]:
                    set_cells(path, rows[-1], **{column: value})
                    assert _noticed(view, sites, run / MIXED), (path.name, column, value)
                    path.write_bytes(original)
                    cells += 1
    assert cells > 150


def _noticed(view: Scenario, sites: tuple[str, ...], folder: Path) -> bool:
    try:
        plan = read_plan(folder, "mixed", 0)
    except InputError:
        return True
    return bool(check_plan(view, sites, plan))


@pytest.mark.parametrize(("name", "value"), [("seed", 2), ("threads", 7), ("time_limit_s", 5.0)])
def test_settings_that_the_run_did_not_have(run: Path, name: str, value: float) -> None:
    """What run.json says of them is what the scenario in the folder says."""
    edit_json(run / "run.json", lambda manifest: manifest.update({name: value}))
    assert broken_rules(run) == {"manifest": [f"run.json {name}"]}
