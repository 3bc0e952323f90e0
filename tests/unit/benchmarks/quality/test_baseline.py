"""A measurement is worse than an earlier one beyond the noise of its seeds, or lacks what that found."""

import math
from collections.abc import Sequence

import pytest

from benchmarks.quality.baseline import worsening
from benchmarks.quality.rows import key
from benchmarks.tables import Row
from tests.unit.benchmarks.quality.sample_rows import failure, row


def against(
    now: Sequence[Row], then: Sequence[Row], wanted: Sequence[Row] | None = None
) -> tuple[float, float]:
    """Compare runs of ours; those of now were wanted, unless others are named."""
    return worsening(now, then, "ours", {key(one) for one in wanted or now})


def test_worsening_against_the_noise_of_the_seeds() -> None:
    """The change of the mean over common instances, and twice its standard error."""
    then = [row("A", "ours", 1, "1.0"), row("A", "ours", 2, "1.2"), row("C", "ours", 1, "9.0")]
    now = [row("A", "ours", 1, "1.5"), row("A", "ours", 2, "1.7"), row("A", "pyvrp", 1, "7.0")]
    change, noise = against(now, then)
    assert change == pytest.approx(0.5)
    # each mean of two seeds 0.2 apart has the variance 0.02 / 2
    assert noise == pytest.approx(2 * (0.01 + 0.01) ** 0.5)


def test_one_seed_has_no_noise() -> None:
    """Without several seeds any worsening counts."""
    change, noise = against([row("A", "ours", 1, "1.5")], [row("A", "ours", 1, "1.0")])
    assert change == pytest.approx(0.5)
    assert noise == 0.0


@pytest.mark.parametrize("lost", [[], [failure("B", "ours", 1)]])
def test_a_run_without_a_plan_is_worse_than_any(lost: list[Row]) -> None:
    """An instance on which ours finds nothing any more counts though no peer has a row of it, nor ours perhaps."""
    then = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "1.0")]
    assert against([row("A", "ours", 1, "0.5"), *lost], then, wanted=then) == (math.inf, 0.0)


def test_a_run_that_failed_then_is_not_compared() -> None:
    """There is nothing to be worse than."""
    then = [row("A", "ours", 1, "1.0"), failure("B", "ours", 1)]
    now = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "9.0")]
    assert against(now, then) == (0.0, 0.0)


@pytest.mark.parametrize(
    "other",
    [row("B", "ours", 1, "9.0"), row("A", "ours", 2, "9.0"), row("A", "ours", 1, "9.0", time_limit_s="5")],
)
def test_runs_that_were_not_asked_for_do_not_count(other: Row) -> None:
    """A part of the baseline may be measured again: other instances, seeds and limits are other runs."""
    assert against([row("A", "ours", 1, "1.0")], [row("A", "ours", 1, "1.0"), other]) == (0.0, 0.0)
    with pytest.raises(ValueError, match="no run of ours"):
        against([row("A", "ours", 1, "1.0")], [other])


def test_one_more_vehicle_is_worse_than_any() -> None:
    """Where vehicles come first, no distance makes up for one."""
    then = [row("A", "ours", 1, "0.0", best_vehicles="3")]
    now = [row("A", "ours", 1, "", best_vehicles="3", vehicles="4")]
    assert against(now, then) == (math.inf, 0.0)
    assert against(now, now) == (0.0, 0.0)
