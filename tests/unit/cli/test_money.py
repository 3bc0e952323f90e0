"""A scenario in a currency with cents, from the command to its check."""

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.cli import TINY, invoke, invoke_json
from tests.helpers.runs import edit_json, edit_rows, set_cells

COSTS = "strategies/parcel/cost_lines.csv"


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Compare the strategies of ``tiny`` with a parcel at EUR 5.99."""
    folder = tmp_path_factory.mktemp("money")
    scenario = Path(shutil.copytree(TINY, folder / "tiny"))
    settings = scenario / "scenario.yaml"
    settings.write_text(settings.read_text("utf-8").replace("currency: KRW", "currency: EUR"), "utf-8")
    edit_rows(
        scenario / "carrier_rates.csv",
        lambda rows: [{**row, "price": "5.99" if row["price"] == "4000" else row["price"]} for row in rows],
    )
    exit_code, document = invoke_json("compare", scenario, "--out", folder / "run", "--threads", 1)
    assert exit_code == 0
    return {"folder": folder / "run", **document}


@pytest.fixture
def run(answer: dict[str, Any], tmp_path: Path) -> Path:
    """Copy the run."""
    return Path(shutil.copytree(answer["folder"], tmp_path / "run"))


def test_every_amount_is_in_euros(answer: dict[str, Any]) -> None:
    """In the table, the files and the document for machines; they add up to the cent."""
    folder = answer["folder"]
    with (folder / COSTS).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "5.99" in {row["amount"] for row in rows if row["component"] == "carrier"}
    total = sum(Decimal(row["amount"]) for row in rows)
    figures = json.loads((folder / "strategies/parcel/figures.json").read_text("utf-8"))
    (row,) = (one for one in answer["comparison"]["strategies"] if one["strategy"] == "parcel")
    trust = json.loads((folder / "strategies/parcel/trust.json").read_text("utf-8"))
    shown = (figures["total"], row["total"], answer["strategies"]["parcel"]["figures"]["total"])
    assert {Decimal(repr(one)) for one in shown} == {total}
    assert sum(Decimal(repr(one)) for one in figures["components"].values()) == total
    assert trust == answer["strategies"]["parcel"]["trust"]
    assert Decimal(repr(trust["rounds"][0]["total"])) >= total
    assert answer["comparison"] == json.loads((folder / "comparison.json").read_text("utf-8"))


def test_the_run_passes_its_check(answer: dict[str, Any]) -> None:
    """What was written is read back as the same cents."""
    exit_code, document = invoke_json("check", answer["folder"])
    assert (exit_code, document["passed"], document["currency"]) == (0, True, "EUR")
    assert document["strategies"][0]["total"] == answer["strategies"]["parcel"]["figures"]["total"]


def test_a_cent_more_is_found(run: Path) -> None:
    """In a cost line and in the comparison."""
    set_cells(run / COSTS, {"amount": "5.99"}, amount="6.00")
    edit_json(
        run / "comparison.json",
        lambda it: it["strategies"][1].update(total=it["strategies"][1]["total"] + 0.01),
    )
    result = invoke("check", run)
    assert result.exit_code == 3
    assert "carrier: booked 6.00, due 5.99" in result.stdout
    assert "comparison: strategies.vans.total" in result.stdout


def test_a_fraction_of_a_cent_cannot_be_read(run: Path) -> None:
    """It is no amount in euros."""
    set_cells(run / COSTS, {"amount": "5.99"}, amount="5.995")
    result = invoke("check", run)
    assert result.exit_code == 2
    assert "not an amount with at most 2 digits after the point" in " ".join(result.output.split())
