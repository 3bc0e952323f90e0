"""Files that cannot be used, and odd ones that can: told before anything is solved."""

import codecs
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from optimizer.store.check_run import check_run
from tests.helpers.cli import invoke_json
from tests.unit.cli.bad_input.tiny import Edit, add, found, remove, settings, swap, swap_all, tiny, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _as_parquet(table: str, *, cut: int = 0, **columns: list[object]) -> Edit:
    """Save a table of `tiny` as Parquet, with other columns, less the last bytes."""

    def edit(folder: Path) -> None:
        lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        header, *rows = [line.split(",") for line in lines]
        cells: dict[str, list[Any]] = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
        (folder / f"{table}.csv").unlink()
        path = folder / f"{table}.parquet"
        pq.write_table(pa.table(cells | columns), path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size - cut])

    return edit


_NAN = float("nan")
FAULTS: dict[str, tuple[str, str, str, tuple[Edit, ...]]] = {
    "corrupt Parquet": (
        "bad-parquet",
        "stock.parquet",
        "not a sound Parquet file",
        (_as_parquet("stock", cut=40),),
    ),
    "text called Parquet": (
        "bad-parquet",
        "stock.parquet",
        "save the table as CSV",
        (remove("stock.csv"), write("stock.parquet", "site_id\nW\n")),
    ),
    "empty Parquet": (
        "empty-file",
        "stock.parquet",
        "the file is empty",
        (remove("stock.csv"), write("stock.parquet", b"")),
    ),
    "header only": (
        "no-rows",
        "orders.csv",
        "no row below the header",
        (write("orders.csv", "id,customer_id,placed_at,sales_channel\n"),),
    ),
    "zero bytes": ("empty-file", "orders.csv", "the file is empty", (write("orders.csv", b""),)),
    "zero bytes of settings": (
        "empty-file",
        "scenario.yaml",
        "the file is empty",
        (write("scenario.yaml", b""),),
    ),
    "nothing but a BOM": (
        "empty-file",
        "orders.csv",
        "the file is empty",
        (write("orders.csv", codecs.BOM_UTF8),),
    ),
    "NaN": (
        "bad-number",
        "order_lines.csv row 3, column quantity",
        "'NaN' is not a finite number",
        (swap("order_lines.csv", "O2,1,A,1", "O2,1,A,NaN"),),
    ),
    "infinity": (
        "bad-number",
        "products.csv row 2, column weight_kg",
        "'inf' is not a finite number",
        (swap("products.csv", "home,1,2", "home,inf,2"),),
    ),
    "NaN in Parquet": (
        "bad-number",
        "products.parquet row 2, column weight_kg",
        "'nan' is not a finite number",
        (_as_parquet("products", weight_kg=[_NAN, 6.0]),),
    ),
    "NaN in settings": (
        "bad-value",
        "scenario.yaml, options[1].service_min",
        "nan is not a finite number",
        (settings("service_min: 4", "service_min: .nan"),),
    ),
    "demand of 10^12": (
        "out-of-range",
        "order_lines.csv row 3, column quantity",
        "1000000000000 is above 1000000",
        (swap("order_lines.csv", "O2,1,A,1", "O2,1,A,1000000000000"),),
    ),
    "forecast of 10^12": (
        "out-of-range",
        "demand_forecast.csv row 2, column quantity",
        "1e12 is above 1000000000",
        (write("demand_forecast.csv", "district,product_id,date,quantity\nEast,A,2026-11-23,1e12\n"),),
    ),
    "cp949": (
        "wrong-encoding",
        "customers.csv row 2",
        "`encoding: cp949` in scenario.yaml",
        (lambda folder: _korean(folder, "cp949"),),
    ),
    "settings in cp949": (
        "wrong-encoding",
        "scenario.yaml row 3",
        "Save the file as UTF-8",
        (
            lambda folder: (folder / "scenario.yaml").write_bytes(
                "format: 1\nzone: x\nname: 서울\n".encode("cp949")
            ),
        ),
    ),
}


def _korean(folder: Path, encoding: str) -> None:
    """Give districts, customers and products Korean names, and save the tables in an encoding."""
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("East", "강남구").replace("North", "중구")
        text = text.replace("C1", "고객1").replace("Kettle", "주전자")
        path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("command", ["validate", "solve"])
@pytest.mark.usefixtures("unsolved")
def test_a_file_that_cannot_be_used(here: Path, command: str, name: str) -> None:
    """Told at its place with its cause; exit code 2; nothing is solved, nothing is written."""
    code, place, words, edits = FAULTS[name]
    result = found(command, tiny(here / "tiny", *edits))
    assert result.exit_code == 2
    assert ("error", code, place) in result.told()
    assert words in result.words(code)
    assert _names(here) == ["tiny"]


GOOD: dict[str, tuple[Edit, ...]] = {
    "BOM": (lambda folder: _mark(folder),),
    "cp949": (lambda folder: _korean(folder, "cp949"), add("scenario.yaml", "\nencoding: cp949\n")),
    "cp949 with one table marked as UTF-8": (
        lambda folder: _korean(folder, "cp949"),
        add("scenario.yaml", "\nencoding: cp949\n"),
        lambda folder: (folder / "products.csv").write_bytes(
            codecs.BOM_UTF8 + (folder / "products.csv").read_bytes().decode("cp949").encode()
        ),
    ),
    "Korean": (lambda folder: _korean(folder, "utf-8"), settings("name: tiny", "name: 서울 매장")),
    "decomposed Korean": (
        swap_all("orders.csv", ",C1,", ",\u1100\u1161,"),
        swap("customers.csv", "C1,", "가,"),
        swap_all("matrix.csv", "customer:C1", "customer:가"),
    ),
    "Windows line ends": (swap_all("orders.csv", "\n", "\r\n"),),
    "empty lines at the end": (add("orders.csv", "\n\n,,,,\n\n"),),
    "Parquet": (_as_parquet("orders", placed_at=["2026-11-23T09:00"] * 6),),
}


def _mark(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_works(here: Path, name: str) -> None:
    """Nothing is complained of."""
    folder = tiny(here / "서울 매장 (1호)", *GOOD[name])
    assert invoke_json("validate", folder) == (0, {"errors": 0, "findings": []})


def test_korean_names_and_spaces_the_whole_way(here: Path) -> None:
    """A run of a scenario in cp949 below a path with spaces holds, with its names."""
    folder = tiny(here / "나의 매장" / "작은 것", *GOOD["cp949"], settings("name: tiny", "name: 서울 매장"))
    out = here / "결과 모음" / "첫 번째"
    exit_code, document = invoke_json("solve", folder, "--out", out, "--threads", 1)
    assert (exit_code, document["run"]) == (0, str(out))
    assert check_run(out).count == 0
    assert "강남구" in (out / "scenario" / "customers.csv").read_text(encoding="cp949")
    assert _names(here) == ["결과 모음", "나의 매장"]


@pytest.mark.parametrize("name", ["orders.csv", "lanes.csv", "scenario.yaml", "stock.parquet"])
@pytest.mark.usefixtures("unsolved")
def test_a_file_that_vanishes(here: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It was there when the folder was listed, and is not when it is read: told, not taken for an empty table."""
    folder = tiny(here / "tiny", *([_as_parquet("stock")] if name.endswith("parquet") else []))
    listed = Path.iterdir

    def vanishing(path: Path) -> Iterator[Path]:
        names = list(listed(path))
        if path == folder:
            (folder / name).unlink(missing_ok=True)
        return iter(names)

    monkeypatch.setattr(Path, "iterdir", vanishing)
    result = found("solve", folder)
    assert result.exit_code == 2
    assert ("error", "missing-file", name) in result.told()
    assert "vanished" in result.words("missing-file")


def test_a_folder_that_may_not_be_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's reason is told."""

    def refused(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "iterdir", refused)
    result = found("validate", here)
    assert (result.exit_code, result.told()) == (2, {("error", "unreadable-folder", str(here))})
    assert "Permission denied" in result.words("unreadable-folder")
