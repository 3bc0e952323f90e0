from typing import Any

from optimizer.fulfilment.problem import Opening
from optimizer.options.table import Candidates
from optimizer.strategy.build.openings import openings
from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.strategy import candidates_of, hand_made_context, row_of


def _opened(order: str, option: str, departure: str = "", **site: Any) -> list[Opening]:  # noqa: ANN401
    """List the openings that a candidate uses, with the cells of one site changed."""
    scenario = hand_made_scenario()
    if site:
        scenario = with_row(scenario, "sites", site.pop("id"), **site)
    context = hand_made_context(scenario)
    found: Candidates = candidates_of(context)
    known, opens = openings(context, found)
    return [known[number] for number in opens[row_of(found, order, option, "", departure)] if number >= 0]


def test_goods_that_leave_open_their_source_for_the_day() -> None:
    """W costs 10 on Monday, and again on Tuesday."""
    assert _opened("O1", "parcel") == [Opening("W|2025-03-03", 10.0)]
    assert _opened("O1", "parcel", "2025-03-04T17:00") == [Opening("W|2025-03-04", 10.0)]
    assert _opened("O2", "van") == [Opening("W|2025-03-03", 10.0)]


def test_goods_collected_elsewhere_open_two_sites() -> None:
    """O5: W on the day it leaves, K on the day it is collected, where five orders a day find room."""
    assert _opened("O5", "locker") == [
        Opening("W|2025-03-03", 10.0),
        Opening("K|2025-03-03", 1.0),
        Opening("orders collected at K|2025-03-03", limit=5.0),
    ]


def test_a_point_is_opened_on_the_day_of_the_hand_over() -> None:
    """Leaving at 18:00, a locker open until 19:00 hands over what takes two hours on the next morning."""
    opened = _opened("O5", "locker", id="K", opens=480, closes=1140)
    assert [one.id for one in opened] == ["W|2025-03-03", "K|2025-03-04", "orders collected at K|2025-03-04"]


def test_goods_collected_where_they_lie_open_it_once() -> None:
    """S pays its day once, whether one collects or carries out; only who collects takes one of its places."""
    assert _opened("O4", "collect") == [Opening("S|2025-03-03", 2.0)]
    assert _opened("O6", "carry") == [Opening("S|2025-03-03", 2.0)]
    place = Opening("orders collected at S|2025-03-03", limit=3.0)
    assert _opened("O4", "collect", id="S", pickup_orders_per_day=3)[1:] == [place]
    assert place not in _opened("O6", "carry", id="S", pickup_orders_per_day=3)


def test_what_is_free_is_not_opened() -> None:
    """P has no fixed cost; nor has W once it is free."""
    assert _opened("O7", "dropship") == []
    assert _opened("O1", "parcel", id="W", fixed_cost_per_day=0) == []


def test_shipments_share_what_they_open() -> None:
    """O1 by parcel and O2 by van name one and the same opening."""
    context = hand_made_context()
    found = candidates_of(context)
    known, opens = openings(context, found)
    assert opens.shape == (len(found), 3)
    assert opens[row_of(found, "O1", "parcel"), 0] == opens[row_of(found, "O2", "van"), 0]
    assert len({one.id for one in known}) == len(known)
