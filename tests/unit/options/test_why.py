"""Reasons on demand."""

from pathlib import Path

import pytest

from tests.helpers.scenarios import changed
from tests.unit.options.build import found, option, small


def test_each_option_and_source_that_cannot_serve_says_why(tmp_path: Path) -> None:
    """O1: W2 has no van, and no lane to a locker; L1 is too far from home. What can serve it is not listed."""
    told = {(reason.option, reason.source): reason.code for reason in found(small(tmp_path)).explain("O1")}
    assert told == {
        ("van", "W2"): "no-vehicle-at-source",
        ("locker", "W1"): "point-too-far",
        ("locker", "W2"): "no-collection-point",
    }


def test_a_request_that_is_not_offered_is_told(tmp_path: Path) -> None:
    """O2 asks for the locker; `parcels` has none, and its parcels carry 0.1 kg while O2 weighs 0.2 kg."""
    table = found(small(tmp_path, {"options": option("parcel", max_weight_kg=0.1)}), "parcels")
    told = [(reason.code, reason.option, reason.amount) for reason in table.reasons["O2"]]
    assert told == [("too-heavy", "parcel", pytest.approx(0.1)), ("option-not-offered", "locker", None)]
    assert table.explain("O2")[-1].code == "option-not-offered"


def test_reasons_are_given_for_orders_without_candidates_only(tmp_path: Path) -> None:
    """O1 is too heavy, the others are served."""
    table = found(small(tmp_path, {"options": option("parcel", max_weight_kg=5)}), "parcels")
    assert set(table.reasons) == {"O1"}


def test_an_unknown_order_cannot_be_explained(tmp_path: Path) -> None:
    """There is no O9."""
    with pytest.raises(KeyError, match="O9"):
        found(small(tmp_path)).explain("O9")


def test_an_order_out_of_every_window_names_the_smallest_change(tmp_path: Path) -> None:
    """Every fix names its amount: O5 misses the last departure by 5.75 h, placed 20:45 against 15:00."""
    orders = changed("orders", "O5", placed_at="2026-03-04T20:45")
    reason = found(small(tmp_path, orders=orders), "parcels").reasons["O5"][0]
    assert (reason.code, reason.amount) == ("cut-off-missed", 345)
    assert reason.fix == "take orders for parcel 345 min longer"
