"""Coordinates and matrices."""

from pathlib import Path

import pandas as pd
import pytest

from optimizer.core.errors import Severity
from optimizer.scenario.load import load
from optimizer.validate.run import validate
from tests.helpers.scenarios import changed, small_rows, write_small_scenario


def customers(*swapped: str) -> list[dict[str, object]]:
    """Put customers in Munich (48.1 N, 11.6 E), with latitude and longitude swapped for some."""
    rows = small_rows("customers")
    for number, row in enumerate(rows):
        lat, lon = 48.1 + number / 100, 11.6
        row["lat"], row["lon"] = (lon, lat) if row["id"] in swapped else (lat, lon)
    return rows


def sites() -> list[dict[str, object]]:
    rows = small_rows("sites")
    for number, row in enumerate(rows):
        row["lat"], row["lon"] = 48.2, 11.5 + number / 100
    return rows


def orders() -> list[dict[str, object]]:
    return changed("orders", "O4", lat=48.15, lon=11.62)


def test_a_swapped_customer_is_an_error_at_its_row(tmp_path: Path) -> None:
    """C2 at (11.6, 48.11) lies off Somalia, some 5,000 km away; swapped back it is a few km from a site."""
    folder = write_small_scenario(tmp_path / "s", customers=customers("C2"), sites=sites(), orders=orders())
    (finding,) = validate(load(folder))
    assert (finding.code, finding.severity) == ("coordinates-swapped", Severity.ERROR)
    assert (finding.place.file, finding.place.row, finding.place.column) == ("customers.csv", 3, "lat")
    assert "with lat and lon swapped it would be" in finding.cause
    assert finding.action == "Swap lat and lon"


def test_a_place_that_swapping_does_not_mend_is_an_error_too(tmp_path: Path) -> None:
    """Order O4 at (-48, 170) is in the Pacific; its longitude is no latitude."""
    rows = changed("orders", "O4", lat=-48, lon=170)
    (finding,) = validate(load(write_small_scenario(tmp_path / "s", orders=rows)))
    assert (finding.code, finding.place.file, finding.place.row) == (
        "coordinates-implausible",
        "orders.csv",
        5,
    )
    assert finding.action == "Correct lat and lon"
    assert "swapped" not in finding.cause


def test_an_address_that_was_not_found(tmp_path: Path) -> None:
    """At 0, 0 nothing is swapped: the cause says where such coordinates come from."""
    rows = changed("customers", "C2", lat=0, lon=0)
    (finding,) = validate(load(write_small_scenario(tmp_path / "s", customers=rows)))
    assert (finding.code, finding.place.file, finding.place.row) == (
        "coordinates-implausible",
        "customers.csv",
        3,
    )
    assert "a search for an address that finds nothing gives 0, 0" in finding.cause


def test_rows_are_those_of_the_file(tmp_path: Path) -> None:
    """A blank line above, or another kind of file, does not shift what is named."""
    folder = write_small_scenario(tmp_path / "s", customers=changed("customers", "C2", lat=0, lon=0))
    lines = (folder / "customers.csv").read_text(encoding="utf-8").splitlines()
    (folder / "customers.csv").write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")
    (finding,) = validate(load(folder))
    assert str(finding.place) == "customers.csv row 4, column lat"
    (folder / "customers.csv").unlink()
    customers = pd.DataFrame(changed("customers", "C2", lat=0, lon=0))
    customers.to_parquet(folder / "customers.parquet")
    (finding,) = validate(load(folder))
    assert str(finding.place) == "customers.parquet row 3, column lat"


@pytest.mark.parametrize(("kind", "wrong"), [("supplier", False), ("warehouse", True)])
def test_only_suppliers_may_be_overseas(tmp_path: Path, kind: str, wrong: bool) -> None:
    """A site in Hamburg serves nobody in Seoul; a supplier there may well deliver."""
    rows = small_rows("sites")
    rows.append({"id": "X", "kind": kind, "lat": 53.5, "lon": 10})
    lane = {"id": "X-W1", "from_site": "X", "to_site": "W1", "departs": "06:00", "transit_h": 20}
    folder = write_small_scenario(tmp_path / "s", sites=rows, lanes=[*small_rows("lanes"), lane])
    found = {(finding.code, finding.place.row) for finding in validate(load(folder))}
    assert (("coordinates-implausible", 7) in found) == wrong


def test_many_wrong_places_are_counted(tmp_path: Path) -> None:
    """Of 30 swapped customers 20 are named and one finding counts the other 10."""
    rows = customers()
    rows += [
        {"id": f"N{number}", "segment": "office", "district": "Jung", "lat": 11.6, "lon": 48.1}
        for number in range(30)
    ]
    folder = write_small_scenario(tmp_path / "s", customers=rows, sites=sites(), orders=orders())
    found = validate(load(folder))
    assert len(found) == 21
    assert "10 more" in found[-1].cause


def test_missing_pairs_of_the_matrix_are_counted_and_one_is_named(tmp_path: Path) -> None:
    """5 sites, 3 customers ordering to their homes and 1 order's own address make 9 * 8 = 72 pairs; one is given."""
    matrix = [{"from_id": "W1", "to_id": "W2", "profile": "van", "distance_m": 1, "duration_s": 1}]
    folder = write_small_scenario(tmp_path / "s", settings={"network": {"method": "matrix"}}, matrix=matrix)
    (finding,) = [one for one in validate(load(folder)) if one.code == "missing-matrix-pairs"]
    assert finding.severity == Severity.WARNING
    assert "71 of 72 pairs, for example W1 to S1" in finding.cause


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, []),
        ({"distance_m": 18.5}, ["matrix.csv row 3, column distance_m"]),
        ({"distance_m": 9400}, []),
        ({"distance_m": 9100}, ["matrix.csv row 3, column distance_m"]),
        ({"to_id": "customer:C4"}, []),
    ],
)
def test_roads_are_no_shorter_than_half_the_straight_line(
    tmp_path: Path, changes: dict[str, object], rows: list[str]
) -> None:
    """W1 and W2 are 18.8 km apart: 18.5 were kilometres; C4 orders to another address, where nobody drives to."""
    fine = {"from_id": "W1", "to_id": "S1", "profile": "van", "distance_m": 12000, "duration_s": 1200}
    row = {"from_id": "W1", "to_id": "W2", "profile": "van", "distance_m": 25000, "duration_s": 2400}
    folder = write_small_scenario(
        tmp_path / "s", settings={"network": {"method": "matrix"}}, matrix=[fine, {**row, **changes}]
    )
    found = [one for one in validate(load(folder)) if one.code == "matrix-too-short"]
    assert [str(one.place) for one in found] == rows


def test_without_any_row_the_first_pair_is_missing(tmp_path: Path) -> None:
    """A profile that no row names lacks all of its pairs."""
    network = {"method": "matrix", "speeds_kmh": {"van": 25, "bike": 12}}
    matrix = [{"from_id": "W1", "to_id": "W2", "profile": "van", "distance_m": 1, "duration_s": 1}]
    folder = write_small_scenario(tmp_path / "s", settings={"network": network}, matrix=matrix)
    causes = [one.cause for one in validate(load(folder)) if one.code == "missing-matrix-pairs"]
    assert "profile 'bike' lacks 72 of 72 pairs, for example W1 to W2" in causes
