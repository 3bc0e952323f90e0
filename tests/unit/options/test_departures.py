"""Which departures an order makes."""

from datetime import date

import numpy as np

from optimizer.options.calendar import NEVER, Calendar
from optimizer.options.departures import Asked, Departures, Times, choose, departures, just_missed
from tests.unit.options.build import at, instants

CALENDAR = Calendar("Asia/Seoul", date(2026, 3, 2), 4)
DAILY = np.ones(7, dtype=bool)


def asked(placed: str, ready: str, since: int = -NEVER, until: int = NEVER) -> Asked:
    return Asked(instants(placed), instants(ready), np.array([since]), np.array([until]))


def labels(rules: list[Departures], ask: Asked, choices: int) -> list[tuple[int, str]]:
    chosen = choose(rules, ask, choices)
    days = chosen.of(rules, "days").tolist()
    return [(day, rules[rule].suffix) for day, rule in zip(days, chosen.rule.tolist(), strict=True)]


def test_departures_are_on_their_weekdays_within_the_horizon() -> None:
    """Monday 2 to Thursday 5 March: only Tuesday and Thursday are left, each at 18:00."""
    on = np.array([False, True, False, True, False, False, False])
    rule = departures(CALENDAR, "T18:00", on, Times(at=1080))
    assert rule.days.tolist() == [1, 3]
    assert rule.leaves.tolist() == instants("2026-03-03T18:00", "2026-03-05T18:00").tolist()


def test_an_order_after_order_by_waits_for_the_next_departure() -> None:
    """Order by 15:00: at 15:00 sharp the order leaves that day, a second later the next day."""
    rule = departures(CALENDAR, "T18:00", DAILY, Times(at=1080, order_by=900))
    assert labels([rule], asked("2026-03-02T15:00", "2026-03-02T16:00"), 1) == [(0, "T18:00")]
    assert labels([rule], asked("2026-03-02T15:00:01", "2026-03-02T16:00"), 1) == [(1, "T18:00")]


def test_goods_not_ready_in_time_wait_for_the_next_departure() -> None:
    """Ready at 18:00 leaves at 18:00; ready a second later leaves the next day."""
    rule = departures(CALENDAR, "T18:00", DAILY, Times(at=1080))
    assert labels([rule], asked("2026-03-02T10:00", "2026-03-02T18:00"), 1) == [(0, "T18:00")]
    assert labels([rule], asked("2026-03-02T10:00", "2026-03-02T18:00:01"), 1) == [(1, "T18:00")]


def test_order_by_may_be_days_before() -> None:
    """Order by 22:00 the day before: placed on the 2nd at 23:00, the first wave is on the 4th, day 2."""
    rule = departures(CALENDAR, "@dawn", DAILY, Times(at=120, order_by=1320, days_before=1))
    assert labels([rule], asked("2026-03-02T23:00", "2026-03-02T23:30"), 1) == [(2, "@dawn")]


def test_the_first_departures_over_all_rules_are_taken_by_time() -> None:
    """Leaving at 12:00 and 18:00, ready at 13:00: 18:00 today, 12:00 and 18:00 tomorrow."""
    rules = [departures(CALENDAR, f"T{hour}:00", DAILY, Times(at=hour * 60)) for hour in (18, 12)]
    expected = [(0, "T18:00"), (1, "T12:00"), (1, "T18:00")]
    assert labels(rules, asked("2026-03-02T10:00", "2026-03-02T13:00"), 3) == expected


def test_nothing_leaves_after_the_horizon() -> None:
    """On the last day, 5 March, after 18:00 there is no departure left."""
    rule = departures(CALENDAR, "T18:00", DAILY, Times(at=1080))
    assert labels([rule], asked("2026-03-05T17:00", "2026-03-05T19:00"), 2) == []


def test_only_waves_that_meet_the_window_count() -> None:
    """Waves 9:00 to 13:00; a window of 13:00 to 15:00 on the 4th meets that day's wave at its end only."""
    rule = departures(CALENDAR, "@day", DAILY, Times(at=540, back_by=780))
    window = at("2026-03-04T13:00"), at("2026-03-04T15:00")
    assert labels([rule], asked("2026-03-02T01:00", "2026-03-02T02:00", *window), 2) == [(2, "@day")]
    later = at("2026-03-04T13:01"), at("2026-03-04T15:00")
    assert labels([rule], asked("2026-03-02T01:00", "2026-03-02T02:00", *later), 2) == []


def test_the_departure_just_missed_is_the_one_before() -> None:
    """Placed 20 minutes after order_by, the departure missed is today's, by 1200 seconds."""
    rule = departures(CALENDAR, "T18:00", DAILY, Times(at=1080, order_by=900))
    ask = asked("2026-03-02T15:20", "2026-03-02T16:00")
    missed = just_missed(rule, 0, ask)
    assert missed.of([rule], "days").tolist() == [0]
    assert rule.missed_by(missed.departure, ask.placed, ask.ready).tolist() == [1200]


def test_without_rules_nothing_is_chosen() -> None:
    """No rule, no departure."""
    assert labels([], asked("2026-03-02T15:20", "2026-03-02T16:00"), 2) == []
