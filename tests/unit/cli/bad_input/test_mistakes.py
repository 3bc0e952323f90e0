"""What a new planner gets wrong: each slip is told at its cell, in words that say what to do."""

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.helpers.cli import TINY, invoke
from tests.unit.cli.bad_input.tiny import (
    Edit,
    add,
    column,
    found,
    remove,
    settings,
    swap,
    tiny,
    write,
)


def _semicolons(folder: Path) -> None:
    """Save every table as spreadsheets of continental Europe do."""
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace(",", ";").replace(".", ",")
        path.write_text(text, encoding="utf-8")


def _marked_cp949(folder: Path) -> None:
    text = (folder / "customers.csv").read_text(encoding="utf-8").replace("East", "강남구")
    (folder / "customers.csv").write_bytes(codecs.BOM_UTF8 + text.encode("cp949"))


#: Code, place and words of the finding, and the slip.
TABLES: dict[str, tuple[str, str, str, tuple[Edit, ...]]] = {
    "misspelt column": (
        "unknown-column",
        "orders.csv row 1, column placed at",
        "Did you mean 'placed_at'?",
        (swap("orders.csv", "placed_at", "placed at"),),
    ),
    "capital letters": (
        "unknown-column",
        "orders.csv row 1, column Customer_ID",
        "Did you mean 'customer_id'?",
        (swap("orders.csv", "customer_id", "Customer_ID"),),
    ),
    "column too many": (
        "unknown-column",
        "orders.csv row 1, column notes",
        "delete the column",
        (column("orders.csv", "notes", "call first"),),
    ),
    "semicolons": (
        "wrong-delimiter",
        "order_lines.csv row 1",
        "separated by semicolons. Save the file with commas",
        (_semicolons,),
    ),
    "decimal comma": (
        "ragged-row",
        "customers.csv row 3",
        "write decimals with a point",
        (swap("customers.csv", "37.500,127.050", "37,500,127,050"),),
    ),
    "decimal comma in quotes": (
        "bad-number",
        "customers.csv row 3, column lat",
        "has a decimal comma. Write 37.500",
        (swap("customers.csv", "37.500,127.050", '"37,500","127,050"'),),
    ),
    "thousands": (
        "bad-number",
        "carrier_rates.csv row 2, column price",
        "Write 4000, or 4.000 if the comma is a decimal one",
        (swap("carrier_rates.csv", ",5,4000", ',5,"4,000"'),),
    ),
    "percent": (
        "bad-number",
        "products.csv row 2, column return_rate",
        "Write the share: 0.1",
        (swap("products.csv", "0.365,0.1", "0.365,10%"),),
    ),
    "date of a spreadsheet": (
        "bad-instant",
        "orders.csv row 3, column placed_at",
        "Write YYYY-MM-DDTHH:MM",
        (swap("orders.csv", "2026-11-23T09:30", "22/11/2026 09:30"),),
    ),
    "date without a time": (
        "bad-instant",
        "orders.csv row 3, column placed_at",
        "Write the time too, as in 2026-11-23T09:00",
        (swap("orders.csv", "2026-11-23T09:30", "2026-11-23"),),
    ),
    "date of a receipt": (
        "bad-date",
        "stock.csv row 5, column date",
        "Write YYYY-MM-DD",
        (add("stock.csv", "W,A,22/11/2026,0,0,5\n"),),
    ),
    "time with PM": (
        "bad-time",
        "sites.csv row 3, column closes",
        "A time of day is written HH:MM",
        (swap("sites.csv", "10:00,20:00", "10:00,8 PM"),),
    ),
    "weekdays joined by commas": (
        "unknown-value",
        "sites.csv row 2, column closed_days",
        "Write sat|sun",
        (column("sites.csv", "closed_days", '"sat, sun"'),),
    ),
    "latitude and longitude swapped": (
        "out-of-range",
        "customers.csv row 3, column lat",
        "are lat and lon swapped?",
        (swap("customers.csv", "37.500,127.050", "127.050,37.500"),),
    ),
    "address that was not found": (
        "coordinates-implausible",
        "customers.csv row 3, column lat",
        "a search for an address that finds nothing gives 0, 0",
        (swap("customers.csv", "37.500,127.050", "0,0"),),
    ),
    "quotes that do not close": (
        "bad-csv",
        "sites.csv row 4",
        "Close every quotation mark",
        (swap("sites.csv", "Warehouse,", '"Warehouse,'),),
    ),
    "cp949 with a BOM": ("wrong-encoding", "customers.csv row 2", "cp949", (_marked_cp949,)),
    "workbook": (
        "missing-file",
        "orders.csv",
        "save 'orders.xlsx' as 'CSV UTF-8'",
        (remove("orders.csv"), write("orders.xlsx", b"PK\x03\x04")),
    ),
    "workbook renamed": (
        "bad-csv",
        "orders.csv",
        "it is a workbook, not a CSV file",
        (write("orders.csv", b"PK\x03\x04\x14\x00\x06\x00"),),
    ),
    "another table": (
        "missing-column",
        "orders.csv row 1, column placed_at",
        "the required column 'placed_at' is missing",
        (lambda folder: (folder / "orders.csv").write_bytes((folder / "customers.csv").read_bytes()),),
    ),
    "window that ends before it starts": (
        "window-times",
        "orders.csv row 2, column window_end",
        "from 2026-11-23T15:00 ends at 2026-11-23T14:00",
        (
            column("orders.csv", "window_start", "2026-11-23T15:00"),
            column("orders.csv", "window_end", "2026-11-23T14:00"),
        ),
    ),
    "unknown product": (
        "unknown-product",
        "order_lines.csv row 3, column product_id",
        "there is no product 'a'. Did you mean 'A'?",
        (swap("order_lines.csv", "O2,1,A", "O2,1,a"),),
    ),
    "negative demand": (
        "out-of-range",
        "order_lines.csv row 3, column quantity",
        "-3 is below 1",
        (swap("order_lines.csv", "O2,1,A,1", "O2,1,A,-3"),),
    ),
    "half a unit": (
        "bad-number",
        "order_lines.csv row 3, column quantity",
        "Round it: quantity counts whole units",
        (swap("order_lines.csv", "O2,1,A,1", "O2,1,A,1.5"),),
    ),
    "no vehicles": (
        "nothing-served",
        "scenario.yaml, strategies.vans",
        "base a vehicle for it at W",
        (remove("vehicle_types.csv"),),
    ),
}

SETTINGS: dict[str, tuple[str, str, str, tuple[Edit, ...]]] = {
    "tabs": (
        "bad-yaml",
        "scenario.yaml row 56",
        "Check indentation (spaces, no tabs)",
        (settings("  returns:\n", "\treturns:\n"),),
    ),
    "indentation": (
        "bad-yaml",
        "scenario.yaml row 56",
        "not valid YAML at line 56",
        (settings("  returns:\n", "   returns:\n"),),
    ),
    "key that comes twice": (
        "duplicate-key",
        "scenario.yaml, strategies.parcel",
        "the key 'parcel' comes twice (again in line",
        (settings("  vans:\n", "  parcel:\n"),),
    ),
    "currency": ("bad-value", "scenario.yaml, currency", "Did you mean 'KRW'?", (settings("KRW", "won"),)),
    "currency in capitals": (
        "unknown-currency",
        "scenario.yaml, currency",
        "Did you mean 'KRW'?",
        (settings("KRW", "WON"),),
    ),
    "date": (
        "bad-value",
        "scenario.yaml, horizon.start",
        "'22/11/2026' cannot be used (line 8). A date is written YYYY-MM-DD",
        (settings("2026-11-23", "22/11/2026"),),
    ),
    "time as a number": (
        "bad-value",
        "scenario.yaml, waves.day.departs",
        "A time of day is written HH:MM",
        (settings('departs: "13:00"', "departs: 13"),),
    ),
    "name in place of a list": (
        "bad-value",
        "scenario.yaml, strategies.parcel.options",
        "Write a list",
        (settings("options: [parcel]", "options: parcel"),),
    ),
    "truth in place of a number": (
        "bad-value",
        "scenario.yaml, policies.returns.cost_per_unit",
        "true is not a number",
        (settings("cost_per_unit: 3000", "cost_per_unit: true"),),
    ),
    "thousands": (
        "bad-value",
        "scenario.yaml, policies.returns.cost_per_unit",
        "'3,000' is not a number (line 57). Write digits with a point, without separators",
        (settings("cost_per_unit: 3000", "cost_per_unit: 3,000"),),
    ),
}


@pytest.mark.parametrize(
    "slip", [*TABLES.values(), *SETTINGS.values()], ids=[*TABLES, *map("settings: {}".format, SETTINGS)]
)
def test_a_slip(tmp_path: Path, slip: tuple[str, str, str, tuple[Edit, ...]]) -> None:
    """The finding has the cell and the words that help; exit code 2."""
    code, place, words, edits = slip
    result = found("validate", tiny(tmp_path / "tiny", *edits))
    assert result.exit_code == 2
    assert ("error", code, place) in result.told()
    assert words in result.words(code)


def test_slips_of_one_kind_are_told_once_per_table(tmp_path: Path) -> None:
    """Eleven tables with semicolons are eleven findings: no row of them is blamed."""
    folder = tiny(tmp_path / "tiny", _semicolons)
    result = found("validate", folder)
    assert len(result.findings) == len(list(folder.glob("*.csv")))
    assert {one["code"] for one in result.findings} == {"wrong-delimiter"}


def test_all_slips_at_once(tmp_path: Path) -> None:
    """Of settings, files, cells, and names across tables: nobody has to run the command again and again."""
    edits = (
        settings("KRW", "won"),
        swap("products.csv", "20000,8000", "20k,8000"),
        swap("order_lines.csv", "O2,1,A,1", "O2,1,C,-1"),
        swap("orders.csv", "O3,C3", "O3,C33"),
        swap("customers.csv", "C4,homebody", "C4,"),
        write("lanes.csv", ""),
    )
    result = found("validate", tiny(tmp_path / "tiny", *edits))
    assert result.exit_code == 2
    assert result.told() == {
        ("error", "bad-value", "scenario.yaml, currency"),
        ("error", "bad-number", "products.csv row 2, column value_per_unit"),
        ("error", "out-of-range", "order_lines.csv row 3, column quantity"),
        ("error", "empty-cell", "customers.csv row 5, column segment"),
        ("error", "empty-file", "lanes.csv"),
    }


FOLDERS: dict[str, tuple[str, str]] = {
    "scenaros/tiny": ("missing-folder", "Did you mean 'scenarios'?"),
    "scenarios/tny": ("missing-folder", "Did you mean 'tiny'?"),
    "scenarios": ("missing-file", f"Name a scenario's folder: {Path('scenarios/tiny')}"),
    "scenarios/tiny/scenario.yaml": (
        "not-a-folder",
        f"Name the folder that holds it: {Path('scenarios/tiny')}",
    ),
    "empty": ("missing-file", "optimizer new"),
}


@pytest.mark.parametrize("path", FOLDERS)
@pytest.mark.parametrize("command", ["validate", "solve", "compare"])
def test_a_wrong_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, path: str) -> None:
    """One finding, which names the folder that is meant."""
    monkeypatch.chdir(tmp_path)
    tiny(tmp_path / "scenarios" / "tiny")
    (tmp_path / "empty").mkdir()
    code, words = FOLDERS[path]
    result = found(command, Path(path))
    assert (result.exit_code, len(result.findings)) == (2, 1)
    assert words in result.words(code)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("slove", "tiny"), "Did you mean 'solve'?"),
        (("solve", "tiny", "--stratgy", "vans"), "--strategy"),
        (("solve", "tiny", "--engine", "gurobi"), "'auto', 'decomposed', 'pyvrp'"),
        (("solve", "tiny", "--time", "0"), "--time"),
        (("solve", "tiny", "--threads", "0"), "--threads"),
        (("solve", "tiny", "--seed", "many"), "--seed"),
        (("validate",), "argument"),
    ],
)
def test_a_slip_on_the_command_line(arguments: tuple[str, ...], words: str) -> None:
    """Exit code 2 with what there is."""
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


_FILES = [*sorted(path.name for path in TINY.glob("*.csv")), "scenario.yaml"]


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(_FILES),
    where=st.floats(0, 1),
    length=st.integers(0, 12),
    content=st.one_of(
        st.binary(max_size=4), st.sampled_from([b"\n", b",", b'"', b";", b"\t", b"nan", b"1e400"])
    ),
)
def test_no_edit_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, length: int, content: bytes
) -> None:
    """Whatever bytes of a file are replaced by others: the scenario is valid, or the findings say where it is not."""
    folder = tiny(tmp_path_factory.mktemp("edit") / "tiny")
    data = (folder / name).read_bytes()
    start = round(where * len(data))
    (folder / name).write_bytes(data[:start] + content + data[start + length :])
    result = found("validate", folder)
    errors = [one for one in result.findings if one["severity"] == "error"]
    assert result.exit_code == (2 if errors else 0)
    assert all(one["file"] and one["cause"] and one["action"] for one in result.findings)
