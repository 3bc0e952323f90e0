"""Plans as CSV files and back."""

import codecs
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.store.plan_files import TABLES, read_plan, write_plan
from optimizer.strategy.plan import Plan, UnservedLine
from tests.helpers.plans import hand_made_plan
from tests.helpers.runs import edit_rows, set_cells

CELL, GONE = "run-file-unreadable", "run-folder-missing"
ZONES = ("Asia/Seoul", "UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Monrovia")


def _found(folder: Path) -> list[tuple[str, str, str]]:
    """Code, place within the folder and cause of everything found."""
    with pytest.raises(InputError) as caught:
        read_plan(folder, "all", 0)
    return [
        (finding.code, str(finding.place).removeprefix(f"{folder}/"), finding.cause)
        for finding in caught.value.findings
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the plan made by hand."""
    write_plan(hand_made_plan(), tmp_path, "Asia/Seoul", 0)
    return tmp_path


@pytest.mark.parametrize("zone", ZONES)
def test_a_plan_written_and_read_is_the_same(tmp_path: Path, zone: str) -> None:
    """In whichever zone its instants are shown."""
    write_plan(hand_made_plan(), tmp_path, zone, 0)
    assert read_plan(tmp_path, "all", 0) == hand_made_plan()


@pytest.mark.parametrize("hours", range(-2, 4))
@pytest.mark.parametrize("day", [dt.datetime(2025, 3, 30), dt.datetime(2025, 10, 26)])
def test_hours_around_a_clock_change_are_told_apart(tmp_path: Path, day: dt.datetime, hours: int) -> None:
    """Where an hour is skipped or comes twice, the offset says which is meant."""
    instant = int(day.replace(tzinfo=dt.UTC).timestamp()) + hours * 3600
    plan = hand_made_plan()
    route = replace(plan.routes[0], start=instant, end=instant + 1799)
    write_plan(plan.replace(routes=(route,)), tmp_path, "Europe/Berlin", 0)
    assert read_plan(tmp_path, "all", 0).routes == (route,)


def test_instants_read_as_a_planner_s_clock_shows_them(folder: Path) -> None:
    """Local time with its offset."""
    text = (folder / "stops.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[2].endswith("2025-03-03T16:51:40+09:00,2025-03-03T17:00:00+09:00,2025-03-03T17:05:00+09:00")


def test_an_empty_plan(tmp_path: Path) -> None:
    """Tables without rows keep their header."""
    write_plan(Plan("none"), tmp_path, "UTC", 0)
    assert read_plan(tmp_path, "none", 0) == Plan("none")
    assert (tmp_path / "moves.csv").read_text("utf-8-sig") == "lane,leaves,arrives,product,quantity\n"


@pytest.mark.parametrize(
    "detail", ['said "no", twice', "two\nlines", "a\rb", "a\r\nb", "서울, 中文", " ", "=1+1"]
)
def test_any_text_survives(tmp_path: Path, detail: str) -> None:
    """Reasons may hold quotes, commas and line ends."""
    plan = Plan("all", unserved=(UnservedLine("O 1", "1", 1, "no-stock", detail, "fix"),))
    write_plan(plan, tmp_path, "UTC", 0)
    assert read_plan(tmp_path, "all", 0) == plan


def test_spreadsheets_are_told_that_it_is_utf_8(folder: Path) -> None:
    """Each table begins with the byte order mark, once; without it Excel garbles Korean ids."""
    for path in folder.iterdir():
        assert path.read_bytes().startswith(codecs.BOM_UTF8)
        assert path.read_bytes().count(codecs.BOM_UTF8) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_rows_sorted_by_a_spreadsheet_and_saved(folder: Path, encoding: str) -> None:
    """Order of rows, a byte order mark or none, and line ends of Windows mean nothing."""
    edit_rows(folder / "shipments.csv", lambda rows: rows[::-1])
    text = (folder / "shipments.csv").read_text(encoding="utf-8-sig")
    (folder / "shipments.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert read_plan(folder, "all", 0) == hand_made_plan()


def test_every_fault_of_every_file_at_once(folder: Path) -> None:
    """A planner corrects all and comes back once."""
    (folder / "moves.csv").unlink()
    (folder / "matrix.csv").write_text("from,to\n", encoding="utf-8")
    (folder / "unserved.csv").write_bytes("order\n서울".encode("cp949"))
    (folder / "routes.csv").write_text("", encoding="utf-8")
    set_cells(folder / "lines.csv", {"order": "O4"}, quantity="1.0")
    set_cells(folder / "stops.csv", {"order": "O2"}, arrival="2025-03-03T16:40:00", sequence="first")
    set_cells(folder / "cost_lines.csv", {"component": "lateness"}, component="delay")
    with (folder / "shipments.csv").open("a", encoding="utf-8") as file:
        file.write("O9,W\n")
    assert _found(folder) == [
        (CELL, "lines.csv row 6, column quantity", "'1.0' is not a whole number"),
        (CELL, "shipments.csv row 9", "number of cells: 2, must be 8"),
        (GONE, "moves.csv", "cannot be read: No such file or directory"),
        (CELL, "routes.csv row 1", "the header is missing"),
        (CELL, "stops.csv row 2, column sequence", "'first' is not a whole number"),
        (
            CELL,
            "stops.csv row 2, column arrival",
            "'2025-03-03T16:40:00' is not an instant in whole seconds with its offset, 2026-03-02T09:00:00+09:00",
        ),
        (CELL, "matrix.csv row 1", "the header is from,to"),
        (CELL, "unserved.csv", "is not UTF-8"),
        (CELL, "cost_lines.csv row 18, column component", "'delay' is not a cost component"),
    ]


@pytest.mark.parametrize("text", ["", "1.5", "1e3", "1_000", "٣", " 1", "+1", "0x1", "1" * 19])
def test_what_is_no_whole_number(folder: Path, text: str) -> None:
    """Nothing is read as a quantity that a person would not."""
    set_cells(folder / "lines.csv", {"order": "O1"}, quantity=text)
    assert [place for _, place, _ in _found(folder)] == ["lines.csv row 2, column quantity"]


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-03-03", "2025-03-03T16:40", "2025-03-03T16:40:00.5+09:00", "1741000000"]
)
def test_what_is_no_instant(folder: Path, text: str) -> None:
    """An instant has its offset and whole seconds."""
    set_cells(folder / "routes.csv", {"depot": "W"}, start=text)
    assert [place for _, place, _ in _found(folder)] == ["routes.csv row 2, column start"]


def test_a_file_that_is_no_csv(folder: Path) -> None:
    """A quotation that never ends is told as such."""
    (folder / "lines.csv").write_text('order,line,source,option,departure,quantity\n"O1', encoding="utf-8")
    assert [(code, place) for code, place, _ in _found(folder)] == [(CELL, "lines.csv")]


def test_every_table_of_a_plan_has_its_file(folder: Path) -> None:
    """A field added to the plan must not be forgotten here."""
    plan = Plan("all")
    assert set(TABLES) == set(vars(plan)) - {"strategy"}
    assert {path.stem for path in folder.iterdir()} == {stem for stem, _ in TABLES.values()}
