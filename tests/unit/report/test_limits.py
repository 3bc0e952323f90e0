from dataclasses import replace

import pytest

from optimizer.report.limits import lack_sentence, limits_sentence
from optimizer.scenario.settings import Limits
from optimizer.strategy.figures import Hours
from tests.helpers.strategy import figures

HUNDRED = replace(
    figures(), orders=100, orders_served=95, order_fill_rate=0.95, hours=Hours(100, 20, 18, 40, 50.12)
)


def test_limits_are_said_in_words() -> None:
    """What a strategy must keep is part of the recommendation."""
    assert limits_sentence(Limits(p95_hours=48, fill_rate=0.97)) == (
        "Limits: 95% of the orders within 48 hours, at least 97.0% of the orders served in full."
    )
    assert limits_sentence(Limits(fill_rate=1)) == "Limits: every order served in full."
    assert limits_sentence(Limits()) == "The scenario sets no limits."


def test_what_is_lacking_is_told_with_the_limits_it_would_keep() -> None:
    """Amounts are rounded so that they suffice: hours up, shares down, orders to the next whole one."""
    assert lack_sentence("vans", HUNDRED, Limits(p95_hours=48, fill_rate=0.965)) == (
        "vans would need 95% of its orders 2.2 hours sooner and 2 more orders served in full; "
        "or limits.p95_hours at 50.2 and limits.fill_rate at 0.95 in scenario.yaml."
    )


def test_one_limit_missed_is_told_alone() -> None:
    """The other one is no matter."""
    assert lack_sentence("vans", HUNDRED, Limits(p95_hours=60, fill_rate=0.96)) == (
        "vans would need 1 more order served in full; or limits.fill_rate at 0.95 in scenario.yaml."
    )


def test_hours_without_end_need_orders_served() -> None:
    """No limit on hours can be set that high: of 100 orders, 95 must be served."""
    endless = replace(HUNDRED, hours=Hours(100, None, 18, None, None))
    assert lack_sentence("vans", endless, Limits(p95_hours=48)) == (
        "vans would need 95 of its 100 orders without a delivery window served in full for p95 to have an end; "
        "or no limits.p95_hours in scenario.yaml."
    )


@pytest.mark.parametrize("limits", [Limits(), Limits(p95_hours=50.12, fill_rate=0.95)])
def test_limits_that_are_kept_lack_nothing(limits: Limits) -> None:
    """Also to the last digit."""
    assert lack_sentence("vans", HUNDRED, limits) == ""


def test_orders_that_all_have_windows_have_no_hours_to_keep() -> None:
    """There is nothing that could be late."""
    windowed = replace(HUNDRED, hours=Hours(0, None, None, None, None))
    assert lack_sentence("vans", windowed, Limits(p95_hours=1)) == ""


def test_the_amounts_suffice() -> None:
    """A limit set as told is kept, and one order less than told would not do."""
    for served in range(100):
        found = replace(HUNDRED, orders_served=served, order_fill_rate=served / 100)
        told = lack_sentence("vans", found, Limits(fill_rate=0.97))
        more = int(told.split("need ")[1].split()[0]) if told else 0
        assert (served + more) / 100 >= 0.97
        assert not more or (served + more - 1) / 100 < 0.97
