"""Fields and sections of VRPLIB files."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.lines import split_lines
from optimizer.routing.formats.vrplib_source import Source, recognised
from tests.helpers.routing_files import RICH, VRP, parsed


def _source(text: str, rounding: str = "round") -> Source:
    return Source.split(split_lines(text), "file", rounding)


def test_a_colon_behind_a_section() -> None:
    """Says nothing."""
    assert [line.text for line in _source("DEPOT_SECTION :\n1\n").sections["DEPOT_SECTION"]] == ["1"]


def test_what_makes_a_file_vrplib() -> None:
    """One field or section of it, in any case, however wrong the rest is."""
    assert recognised(split_lines("x\ndimension: 3"))
    assert recognised(split_lines("DEPOT_SECTION"))
    assert not recognised(split_lines("id,customer\n1,2"))


def test_values_in_integer_units() -> None:
    """Fields and columns are scaled by the rounding, counts are not."""
    source = _source("VEHICLES_FIXED_COST : 2.5\nVEHICLES : 4\nPRIZE_SECTION\n2 1.26\n1 3\n", "dimacs")
    assert source.scaled("VEHICLES_FIXED_COST") == 25
    assert source.whole("VEHICLES") == 4
    assert source.scaled_table("PRIZE_SECTION", 2).tolist() == [[30], [12]]
    assert source.scaled("DISTANCE") is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("SERVICE_TIME : 1\nSERVICE_TIME_SECTION\n1 0", "say the same thing twice"),
        ("DEMAND_SECTION\n1 0\nLINEHAUL_SECTION\n1 0", "say the same thing twice"),
        ("DISTANCE : 3\nVEHICLES_MAX_DISTANCE : 3", "say the same thing twice"),
        (
            "PICKUP_AND_DELIVERY_SECTION\n1 0 0 0 0 0 0\nTIME_WINDOW_SECTION\n1 0 0",
            "say the same thing twice",
        ),
        ("VEHICLES_COLOUR_SECTION\n1 2", "unknown"),
        ("DEPOT_SECTION : 2\n1", "'2' stands behind its name"),
        ("CAPACITY 3", "unknown"),
        ("1 2 3", "no section"),
    ],
)
def test_what_cannot_be_sorted(text: str, cause: str) -> None:
    """Doubles, the unknown and the homeless are refused."""
    with pytest.raises(InputError, match=cause):
        _source(text)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("LINEHAUL_SECTION\n1 0 0", "LINEHAUL_SECTION\n1 0", "route-file-format", "2 0 0"),
        ("2 3\nDEPOT", "2 3 3\nDEPOT", "route-file-contradiction", "2 3 3"),
        ("2 3\nDEPOT", "2 9\nDEPOT", "route-file-contradiction", "2 9"),
        ("2 3\nDEPOT", "2 3.5\nDEPOT", "route-file-number", "2 3.5"),
        ("3 5 2\nTIME", "TIME", "route-file-contradiction", "1 9 9"),
        ("VEHICLES : 3", "VEHICLES : 2", "route-file-contradiction", "1 9 9"),
    ],
)
def test_sections_that_do_not_hold_together(tmp_path: Path, old: str, new: str, code: str, line: str) -> None:
    """Ragged rows, nodes named twice or not there, fractions, and rows that are missing or too many."""
    assert old in RICH
    text = RICH.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, text)
    (finding,) = caught.value.findings
    assert (finding.code, text.splitlines()[(finding.place.row or 0) - 1]) == (code, line)


def test_a_count_beyond_reason_is_not_believed(tmp_path: Path) -> None:
    """A dimension that no section bears out is refused before anything of that size is made."""
    with pytest.raises(InputError, match="rows and there are 100000000000"):
        parsed(tmp_path, VRP.replace("DIMENSION : 3", "DIMENSION : 100000000000"))
