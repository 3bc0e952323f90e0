import pytest

from optimizer.strategy.pools import split_pool


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("W/2025-03-03@evening", ("W", "2025-03-03", "evening")),
        ("north/dc@2/2025-03-03@dawn", ("north/dc@2", "2025-03-03", "dawn")),
        ("W/2025-03-03@same@day", ("W", "2025-03-03", "same@day")),
        ("W/2025-03-03@a/b", ("W", "2025-03-03", "a/b")),
    ],
)
def test_a_pool_is_named_by_depot_date_and_wave(name: str, parts: tuple[str, str, str]) -> None:
    """Ids of depots and waves may hold the signs between them."""
    assert split_pool(name) == parts


def test_the_truck_of_a_lane_is_no_van_pool() -> None:
    """``lane|departure`` has no depot and no wave."""
    with pytest.raises(ValueError, match="names no pool"):
        split_pool("W-S|2025-03-03T12:00")
