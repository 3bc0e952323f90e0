"""What the pages say of routing files is what the command reads and writes."""

import csv
from pathlib import Path

import pytest

from optimizer.routing.engines.registry import SMALL
from optimizer.routing.formats import vroom, vroom_tasks, vroom_vehicles
from tests.helpers.cli import REPOSITORY, VRP, invoke

PAGE = (REPOSITORY / "docs" / "routing-formats.md").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_column_of_a_plan_is_explained(tmp_path: Path) -> None:
    """Beside the others; a column of loads stands for those of all measures."""
    problem, out = tmp_path / "small.vrp", tmp_path / "plan.csv"
    problem.write_text(VRP, encoding="utf-8")
    assert invoke("route", problem, "--iterations", "1", "--out", out).exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as text:
        columns = next(csv.reader(text))
    explained = PAGE.split("| column of `.csv` | what |")[1].split("\n\n")[0]
    assert [column for column in columns if f"`{column}`" not in explained] == []


def test_every_key_of_vrooms_format_is_explained() -> None:
    """Those of the document, of jobs and of vehicles; a name and the ends of a shipment are known without."""
    keys = {*vroom._KEYS, *vroom._OPTIONS, *vroom_tasks._STEP, *vroom_vehicles._KEYS}
    known = {"id", "vehicles", "start_index", "end_index"}
    section = PAGE.split("## VROOM's JSON")[1].split("\n## ")[0]
    assert [key for key in sorted(keys - known) if f"`{key}`" not in section] == []


@pytest.mark.parametrize("page", [PAGE, README], ids=["formats", "README"])
def test_the_one_time_compilation_is_told(page: str) -> None:
    """With the number of clients from which on it happens, and how long it takes."""
    words = " ".join(page.split())
    assert f"{SMALL} clients or more" in words
    assert "half a minute to a minute" in words


def test_the_help_tells_of_the_one_time_compilation() -> None:
    """Beside the limit of time, which does not count it."""
    shown = " ".join(invoke("route", "--help").stdout.split())
    assert "is compiled before it: half a minute to a minute, once" in shown


def test_words_are_defined_once_and_in_order() -> None:
    """Those of routing among them."""
    words = [line.split("|")[1].strip() for line in GLOSSARY.splitlines() if line.startswith("| ")][1:]
    assert words == sorted(set(words), key=str.lower)
    assert {"reload", "time window", "service duration", "release time", "prize", "skill"} <= set(words)
    assert {"overtime", "break", "profile", "prefix", "trip", "vehicle type", "group", "lock"} <= set(words)
