"""Search parameters."""

import math
from typing import Any

import pytest

from optimizer.core.params import Params


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_limit_s": -0.1},
        {"time_limit_s": math.nan},
        {"iteration_limit": -1},
        {"gap": -1e-9},
        {"gap": math.nan},
        {"seed": -1},
        {"threads": 0},
    ],
)
def test_what_no_engine_could_use(wrong: dict[str, Any]) -> None:
    """It is told by name."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Params(**wrong)


def test_zero_is_a_limit() -> None:
    """Of no time and no iterations."""
    params = Params(time_limit_s=0, iteration_limit=0, gap=0)
    assert (params.time_limit_s, params.iteration_limit, params.gap) == (0, 0, 0)


def test_replacing_checks_again() -> None:
    """The rest is kept."""
    params = Params(seed=7, threads=2)
    assert params.replace(threads=3) == Params(seed=7, threads=3)
    with pytest.raises(ValueError, match="threads"):
        params.replace(threads=0)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [({}, 50), ({"time_limit_s": 1.0}, None), ({"iteration_limit": 7}, 7), ({"iteration_limit": 0}, 0)],
)
def test_an_unlimited_search_is_limited_by_default(limits: dict[str, Any], expected: int | None) -> None:
    """Only where neither time nor iterations limit it."""
    assert Params(**limits).iterations(50) == expected
