"""Distances of VRPLIB files."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import read
from optimizer.routing.problem import UNLIMITED
from tests.helpers.routing_files import EXPLICIT, VRP, parsed


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("layout", "numbers"),
    [
        ("FULL_MATRIX", "0 1 2\n1 0 3\n2 3 0"),
        ("LOWER_ROW", "1\n2 3"),
        ("UPPER_ROW", "1 2\n3"),
        ("LOWER_DIAG_ROW", "0 1 0 2 3 0"),
        ("UPPER_COL", "1 2 3"),
        ("LOWER_COL", "1 2 3"),
        ("UPPER_DIAG_ROW", "0 1 2 0 3 0"),
    ],
)
def test_vrplib_explicit_matrices(tmp_path: Path, layout: str, numbers: str) -> None:
    """Every layout of the same matrix gives the same distances."""
    text = VRP.replace("EUC_2D", f"EXPLICIT\nEDGE_WEIGHT_FORMAT : {layout}").replace(
        "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 -1 1", f"EDGE_WEIGHT_SECTION\n{numbers}"
    )
    distance = read(_file(tmp_path, text)).matrices["default"].distance
    assert distance.tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


def test_pairs_without_a_way(tmp_path: Path) -> None:
    """``inf`` marks them; what stands on the diagonal is never driven."""
    matrix = parsed(tmp_path, EXPLICIT.replace("0 4 9", "9999 4 9")).problem.matrices["default"]
    assert matrix.distance.tolist() == [[0, 4, 9], [5, 0, UNLIMITED], [9, 2, 0]]


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("5 0 inf", "5 0", 11),
        ("9 2 0", "9 2 0 1", 11),
        ("FULL_MATRIX", "LOWER_ROW", 11),
        ("EXPLICIT", "EUC_2D", 6),
        ("EDGE_WEIGHT_SECTION\n0 4 9\n5 0 inf\n9 2 0\n", "", 6),
    ],
)
def test_wrong_numbers_of_weights(tmp_path: Path, old: str, new: str, row: int | None) -> None:
    """Too few, too many, of another layout, or none at all."""
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, EXPLICIT.replace(old, new))
    assert caught.value.findings[0].code == "route-file-contradiction"
    if old != "EXPLICIT":
        assert caught.value.findings[0].place.row == row


def test_coordinates_beside_weights_are_for_drawing(tmp_path: Path) -> None:
    """They do not change the distances."""
    text = EXPLICIT.replace("DEMAND_SECTION", "NODE_COORD_SECTION\n1 0 0\n2 90 0\n3 0 90\nDEMAND_SECTION")
    found = parsed(tmp_path, text)
    assert found.problem.matrices["default"].distance[0, 1] == 4
    assert found.coordinates is not None


@pytest.mark.parametrize(
    ("metric", "rounding", "largest"),
    [("EUC_2D", "round", 2**41), ("EXACT_2D", "round", 2_199_023_255), ("EXACT_2D", "exact", 2_199_023)],
)
def test_coordinates_so_far_apart_that_no_integer_holds_them(
    tmp_path: Path, metric: str, rounding: str, largest: int
) -> None:
    """Are refused with the line; the largest that are allowed are held, in thousandths where distances are."""
    text = VRP.replace("EUC_2D", metric)
    corners = text.replace("1 0 0", f"1 {-largest} {-largest}").replace("2 3 4", f"2 {largest} {largest}")
    assert 0 < parsed(tmp_path, corners, rounding).problem.matrices["default"].leg(0, 1).distance < UNLIMITED
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, text.replace("2 3 4", f"2 {largest + 1} 4"), rounding)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row) == ("route-file-number", 9)
