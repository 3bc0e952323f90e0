"""Solomon's format."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import read
from tests.helpers.routing_files import SOLOMON


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


def test_solomon_is_in_tenths(tmp_path: Path) -> None:
    """Distance sqrt(2) is truncated to 14 tenths; windows, service and shift are in tenths too."""
    problem = read(_file(tmp_path, SOLOMON))
    assert problem.matrices["default"].distance[0, 1] == 14
    assert problem.clients[0].windows == ((120, 500),)
    assert problem.clients[0].service_s == 90
    assert problem.vehicle_types[0].shift == (0, 1000)
    assert problem.vehicle_types[0].count == 2


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("  2         20", "  2", "route-file-format", 5),
        ("NUMBER     CAPACITY", "HOW MANY", "route-file-format", 8),
        ("CUST NO.", "CLIENT", "route-file-format", 11),
        (SOLOMON[SOLOMON.index("CUSTOMER") :], "", "route-file-format", 5),
        (SOLOMON[SOLOMON.index("  2 ") : SOLOMON.index("CUSTOMER")], "", "route-file-number", 5),
        ("    1      1  ", "    2      1  ", "route-file-contradiction", 11),
        ("12         50", "60         50", "route-file-contradiction", 11),
        ("0          0        100 ", "7          0        100 ", "route-file-contradiction", 10),
        ("0        100          0", "0        100          7", "route-file-contradiction", 10),
        ("12         50          9", "12         50", "route-file-format", 11),
        (
            "    0      0         0          0          0        100          0\n",
            "",
            "route-file-contradiction",
            10,
        ),
    ],
)
def test_solomon_refuses_with_the_line(
    tmp_path: Path, old: str, new: str, code: str, row: int | None
) -> None:
    """A malformed Solomon file gives a code and the line."""
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, SOLOMON.replace(old, new, 1)))
    assert (caught.value.findings[0].code, caught.value.findings[0].place.row) == (code, row)


def test_solomon_without_rows_is_refused(tmp_path: Path) -> None:
    """A Solomon file that ends after its header names the missing depot, at the header."""
    with pytest.raises(InputError, match="depot") as caught:
        read(_file(tmp_path, SOLOMON.split("SERVICE   TIME")[0] + "SERVICE   TIME\n"))
    assert caught.value.findings[0].place.row == 8
