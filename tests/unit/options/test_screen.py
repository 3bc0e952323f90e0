"""What is known of orders under an offer."""

from pathlib import Path

import numpy as np

from optimizer.options.calendar import NEVER
from tests.unit.options.build import at, option, screen, shown, small


def test_promises_differ_by_segment(tmp_path: Path) -> None:
    """Families are promised 5 hours, offices nothing: O1 of Monday 9:30 by 14:30, O3 never."""
    segments = {
        "family": {"accepts": ["home"], "collect_max_km": 3, "promise_hours": 5},
        "office": {"accepts": ["home"]},
    }
    some = screen(small(tmp_path, {"segments": segments, "options": option("parcel")}))
    promised = some.promise(0)
    assert promised[0] == at("2026-03-02T14:30")
    assert promised[2] == NEVER


def test_goods_are_ready_by_site(tmp_path: Path) -> None:
    """O1 of 9:30: at W1 after 60 minutes, at S1 when it opens at 10:00."""
    some = screen(small(tmp_path))
    assert [shown(some.ready(site)[0]) for site in (0, 2)] == ["2026-03-02T10:30", "2026-03-02T10:00"]


def test_some_orders_are_screened_alone_with_the_same_figures(tmp_path: Path) -> None:
    """O4 and O2 alone: distances, readiness and promises are those of the whole."""
    whole = screen(small(tmp_path))
    which = np.array([3, 1])
    some = whole.among(which)
    np.testing.assert_array_equal(some.distance_m, whole.distance_m[:, which])
    np.testing.assert_array_equal(some.ready(0), whole.ready(0)[which])
    np.testing.assert_array_equal(some.collect_max_m, np.array([0, 3000]))
