"""Integers of a problem in the units of its file."""

from pathlib import Path

import pytest

from optimizer.routing.formats.units import in_cost_units, in_file_units, in_problem_units
from tests.helpers.routing_files import SOLOMON, VRP, parsed


def test_whole_where_they_can_be(tmp_path: Path) -> None:
    """Tenths become decimals; whole costs stay whole."""
    tenths, whole = parsed(tmp_path, SOLOMON), parsed(tmp_path, VRP)
    assert [in_file_units(tenths, 25), in_cost_units(tenths, 25), in_cost_units(tenths, 30)] == [2.5, 2.5, 3]
    assert [in_file_units(whole, 25), in_cost_units(whole, 25)] == [25, 25]
    assert isinstance(in_cost_units(tenths, 30), int)


def test_back_to_the_problems_units(tmp_path: Path) -> None:
    """Rounded to the nearest; what is beyond whole numbers is refused."""
    tenths = parsed(tmp_path, SOLOMON)
    assert [in_problem_units(tenths, one) for one in (2.5, 2.56, 0)] == [25, 26, 0]
    with pytest.raises(OverflowError):
        in_problem_units(tenths, 1e15)
