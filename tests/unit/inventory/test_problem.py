"""Problem: a contradiction is refused by name."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(sites=("A", "B"), days=2, lanes=[Lane("A", "B", 1, 1.0), Lane("B", "A", 0, 1.0)])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days", 0),
        ("sites", ("A", "A")),
        ("products", ("p", "q")),
        ("zones", ("Z", "Z")),
        ("opening", np.zeros((1, 1), dtype=np.int64)),
        ("opening", np.full((2, 1), -1)),
        ("opening", np.zeros((2, 1))),
        ("receipts", np.full((2, 1, 2), 2**44)),
        ("demand", np.full((1, 1, 2), -3)),
        ("serve_cost", np.full((1, 2, 1), np.nan)),
        ("serve_cost", np.full((1, 2, 1), -1.0)),
        ("holding_cost", np.full((2, 1), np.inf)),
        ("shortage_cost", np.full(1, -0.5)),
        ("end_value", np.full((2, 1), np.nan)),
        ("weight_kg", np.full(1, np.inf)),
        ("volume_l", np.full(1, -1.0)),
        ("storage_l", np.full(2, -1.0)),
        ("unlimited", np.zeros(2, dtype=np.int64)),
    ],
)
def test_a_wrong_field_is_named(name: str, value: object) -> None:
    """The error says which field is wrong; ``products`` shows in the first array of another size."""
    match = "opening" if name == "products" else name
    with pytest.raises(ValueError, match=match):
        PROBLEM.replace(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ids", ("x", "x")),
        ("origin", np.array([0, 2])),
        ("origin", np.array([0.0, 1.0])),
        ("destination", np.array([0, 0])),
        ("transit_days", np.array([-1, 0])),
        ("unit_cost", np.zeros((2, 2))),
        ("unit_cost", np.full((2, 1), np.nan)),
        ("operates", np.ones((2, 2), dtype=np.int64)),
        ("capacity_kg", np.array([-1.0, 1.0])),
    ],
)
def test_a_wrong_lane_field_is_named(name: str, value: Any) -> None:  # noqa: ANN401 (whatever is wrong)
    """Lanes are validated with the problem they belong to."""
    lanes = replace(PROBLEM.lanes, **{name: value})
    with pytest.raises(ValueError, match=f"lanes.{name}"):
        PROBLEM.replace(lanes=lanes)


def test_infinite_where_it_means_no() -> None:
    """``inf`` is a lane that does not carry the product, a site that cannot serve, and no limit."""
    lanes = replace(PROBLEM.lanes, unit_cost=np.full((2, 1), np.inf))
    changed = PROBLEM.replace(lanes=lanes, storage_l=np.full(2, np.inf))
    assert np.isinf(changed.serve_cost).all()


def test_replace_keeps_the_rest() -> None:
    """A changed copy shares what was not changed."""
    assert PROBLEM.replace(days=2).demand is PROBLEM.demand
