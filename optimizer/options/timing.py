"""When each shipment leaves and is handed over, and which of them keep window and promise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimizer.options import reasons
from optimizer.options.calendar import NEVER, IntArray, seconds, weekday_mask
from optimizer.options.departures import Asked, Chosen, Departures, Times, choose, departures, just_missed
from optimizer.options.drafts import Attempt, Drafts
from optimizer.options.promise import is_hard
from optimizer.options.screen import Screen
from optimizer.options.vehicles import RoundTrips, VanLoads, Wave, round_trips, soonest
from optimizer.scenario.base import clock_text
from optimizer.scenario.settings import CarryOutOption, Option, ParcelOption, VanOption

#: Turns departures chosen among rules for the orders of an attempt into shipments with their hand-over.
Finish = Callable[[Chosen, Sequence[Departures], Attempt], Drafts]
#: Goods that are ready later than that are not said to have missed a departure.
_YEAR_S = 366 * 86400


BoolArray = npt.NDArray[np.bool_]


def service_s(option: Option) -> int:
    """Seconds that service at the stop takes; 0 where no van stops."""
    return seconds(option.service_min, 60) if isinstance(option, VanOption) else 0


def parcels(screen: Screen, attempt: Attempt, option: ParcelOption, rate: IntArray) -> Drafts:
    """Shipments by carrier; ``rate`` is the row of the card for each order of the screen."""
    calendar = screen.offer.calendar
    on = _weekdays(screen, attempt)
    rules = [
        departures(calendar, f"T{clock_text(one.at)}", on, Times(one.at, one.order_by, one.days_before))
        for one in option.departures
    ]

    def finish(chosen: Chosen, among: Sequence[Departures], tried: Attempt) -> Drafts:
        drafts = _leaving(screen, tried.who, among, chosen)
        row = rate[drafts.order]
        delivered = screen.offer.card.delivered_at(
            calendar, row, drafts.day, drafts.leaves, option.delivered_by
        )
        arriving = delivered < NEVER
        return tried.keep_drafts(replace(drafts, handed_over=delivered), arriving, reasons.NO_DEPARTURE)

    return _departing(screen, attempt, rules, finish)


def vans(screen: Screen, attempt: Attempt, loads: VanLoads) -> Drafts:
    """Shipments by own van; the hand-over is the soonest that a route of its own would allow."""
    offer, orders = screen.offer, screen.orders
    vehicles, source = offer.vehicles[attempt.source], offer.sites[attempt.source]
    places, place = np.unique(orders.address[attempt.who], return_inverse=True)
    trips = round_trips(screen.travel, source.id, [orders.addresses[at] for at in places], vehicles)
    trips, usable = trips.take(place), loads.usable[:, attempt.who]
    beyond = np.where(usable, trips.beyond_m, np.inf).min(axis=0, initial=np.inf)
    usable = usable & (trips.beyond_m <= 0)
    before = attempt.who
    attempt.keep(beyond <= 0, reasons.BEYOND_RANGE, beyond)
    among = np.searchsorted(before, attempt.who)

    def finish(chosen: Chosen, rules: Sequence[Departures], tried: Attempt) -> Drafts:
        return _van_drafts(screen, tried, rules, chosen, (trips.take(among), usable[:, among]))

    return _departing(screen, attempt, _wave_rules(screen, attempt), finish)


def _wave_rules(screen: Screen, attempt: Attempt) -> list[Departures]:
    offer = screen.offer
    option = offer.options[attempt.option]
    on = _weekdays(screen, attempt)
    called = option.waves if isinstance(option, VanOption) else ()
    waves = [(one, offer.settings.waves[one.wave]) for one in called]
    return [
        departures(
            offer.calendar,
            f"@{one.wave}",
            on,
            Times(wave.departs, one.order_by, one.days_before, wave.back_by),
        )
        for one, wave in waves
    ]


def _van_drafts(
    screen: Screen,
    attempt: Attempt,
    rules: Sequence[Departures],
    chosen: Chosen,
    reach: tuple[RoundTrips, BoolArray],
) -> Drafts:
    offer, orders = screen.offer, screen.orders
    option = offer.options[attempt.option]
    service = service_s(option)
    drafts = _leaving(screen, attempt.who, rules, chosen)
    ends = chosen.of(rules, "ends")
    opens, closes = orders.window_start[drafts.order], orders.window_end[drafts.order]
    earliest = np.maximum(drafts.leaves, opens)
    latest = np.minimum(ends - service, closes)
    if is_hard(option):
        latest = np.minimum(latest, screen.promise(attempt.option)[drafts.order] - service)
    start, overrun = soonest(
        offer.calendar,
        offer.vehicles[attempt.source],
        reach[1][:, chosen.order],
        reach[0].take(chosen.order),
        Wave(drafts.day, drafts.leaves, ends, earliest),
        service,
    )
    drafts = replace(drafts, earliest=earliest, latest=latest, handed_over=start + service)
    late = start - closes
    in_wave = overrun <= 0
    kept = attempt.keep_drafts(drafts, in_wave, reasons.WAVE_TOO_SHORT, overrun)
    return attempt.keep_drafts(kept, late[in_wave] <= 0, reasons.WINDOW_NOT_KEPT, late[in_wave])


def at_the_point(screen: Screen, attempt: Attempt) -> Drafts:
    """Shipments handed over where the goods are: collected when ready, or carried out when ordered."""
    offer, who = screen.offer, attempt.who
    option = offer.options[attempt.option]
    site, calendar = offer.sites[attempt.source], screen.offer.calendar
    at = (
        screen.orders.placed[who] if isinstance(option, CarryOutOption) else screen.ready(attempt.source)[who]
    )
    is_open = at < NEVER
    if isinstance(option, CarryOutOption):
        is_open = calendar.open_at(site, at) == at
    attempt.keep(is_open, reasons.NEVER_OPEN)
    at = at[is_open]
    day = calendar.day(at)
    offered = weekday_mask(option.days)[calendar.weekday(day)] & (day >= 0) & (day < calendar.days)
    attempt.keep(offered, reasons.NO_DEPARTURE)
    drafts = Drafts.leaving(
        attempt.who, np.full(len(attempt.who), screen.suffix("")), day[offered], at[offered]
    )
    point = np.full(len(drafts), attempt.source)
    return keep_promise(screen, attempt, replace(drafts, handed_over=drafts.leaves, point=point))


def linehauls(screen: Screen, attempt: Attempt, points: IntArray) -> Drafts:
    """Shipments by lane to the collection point of each order of the screen, ``points``."""
    offer, who = screen.offer, attempt.who
    found = []
    for point in np.unique(points[who]).tolist():
        numbers = offer.lanes_between[attempt.source, point]
        on = _weekdays(screen, attempt)
        by_suffix = {f"T{clock_text(offer.lanes[number].departs)}": number for number in numbers}
        rules = [
            departures(
                offer.calendar,
                suffix,
                on & weekday_mask(offer.lanes[number].days),
                Times(offer.lanes[number].departs),
            )
            for suffix, number in by_suffix.items()
        ]
        some = Attempt(attempt.option, attempt.source, who[points[who] == point], attempt.log)
        found.append(_departing(screen, some, rules, _by_lane(screen, point, by_suffix)))
    return Drafts.joined(found)


def _by_lane(screen: Screen, point: int, by_suffix: Mapping[str, int]) -> Finish:
    calendar, site, lanes = screen.offer.calendar, screen.offer.sites[point], screen.offer.lanes
    transit_s = np.array([seconds(lane.transit_h, 3600) for lane in lanes])
    drives = np.array([lane.trucks > 0 for lane in lanes])

    def finish(chosen: Chosen, rules: Sequence[Departures], tried: Attempt) -> Drafts:
        drafts = _leaving(screen, tried.who, rules, chosen)
        numbers = np.array([by_suffix[rule.suffix] for rule in rules], dtype=np.int64)
        lane, to = numbers[chosen.rule], np.full(len(drafts), point)
        arrival = calendar.open_at(site, drafts.leaves + transit_s[lane])
        drafts = replace(drafts, handed_over=arrival, point=to, lane=lane)
        drafts = tried.keep_drafts(drafts, drives[drafts.lane], reasons.NO_DEPARTURE)
        return tried.keep_drafts(drafts, drafts.handed_over < NEVER, reasons.NEVER_OPEN)

    return finish


def keep_window(screen: Screen, attempt: Attempt, drafts: Drafts) -> Drafts:
    """Keep the collections handed over by the end of their order's window, where windows are to be kept."""
    if not screen.offer.settings.policies.delivery.keep_windows:
        return drafts
    late = drafts.handed_over - screen.orders.window_end[drafts.order]
    return attempt.keep_drafts(drafts, late <= 0, reasons.WINDOW_NOT_KEPT, late)


def _weekdays(screen: Screen, attempt: Attempt) -> BoolArray:
    """Weekdays on which the source lets goods leave by the option."""
    closed = screen.offer.sites[attempt.source].closed_days
    return weekday_mask(screen.offer.options[attempt.option].days) & ~weekday_mask(closed)


def _leaving(screen: Screen, who: IntArray, rules: Sequence[Departures], chosen: Chosen) -> Drafts:
    suffixes = np.array([screen.suffix(rule.suffix) for rule in rules], dtype=np.int64)
    return Drafts.leaving(
        who[chosen.order], suffixes[chosen.rule], chosen.of(rules, "days"), chosen.of(rules, "leaves")
    )


def _departing(screen: Screen, attempt: Attempt, rules: Sequence[Departures], finish: Finish) -> Drafts:
    """Shipments on the first possible departures that keep a hard promise."""
    asked = _asked(screen, attempt, rules)
    choices = screen.offer.settings.policies.delivery.departure_choices
    drafts = finish(choose(rules, asked, choices), rules, attempt)
    kept = keep_promise(screen, attempt, drafts)
    if attempt.log is not None:
        _explain(screen, attempt, rules, asked, finish)
    return kept


def _asked(screen: Screen, attempt: Attempt, rules: Sequence[Departures]) -> Asked:
    orders, who = screen.orders, attempt.who
    in_waves = any(rule.suffix.startswith("@") for rule in rules)
    none = np.full(len(who), NEVER)
    return Asked(
        placed=orders.placed[who],
        ready=screen.ready(attempt.source)[who],
        since=orders.window_start[who] if in_waves else -none,
        until=orders.window_end[who] if in_waves else none,
    )


def keep_promise(screen: Screen, attempt: Attempt, drafts: Drafts) -> Drafts:
    """Keep the shipments handed over no later than a hard promise."""
    if not is_hard(screen.offer.options[attempt.option]):
        return drafts
    late = drafts.handed_over - screen.promise(attempt.option)[drafts.order]
    return attempt.keep_drafts(drafts, late <= 0, reasons.PROMISE_MISSED, late)


def _explain(
    screen: Screen, attempt: Attempt, rules: Sequence[Departures], asked: Asked, finish: Finish
) -> None:
    """Note why orders make no departure, and which one that would have served them they just missed."""
    attempt.note(attempt.who[asked.ready >= NEVER], reasons.NEVER_OPEN)
    rules = [rule for rule in rules if len(rule.days)]
    if not rules:
        attempt.note(attempt.who, reasons.NO_DEPARTURE)
    silent = Attempt(attempt.option, attempt.source, attempt.who, None)
    for number, rule in enumerate(rules):
        missed = just_missed(rule, number, asked)
        drafts = keep_promise(screen, silent, finish(missed, rules, silent))
        position = np.searchsorted(attempt.who[missed.order], drafts.order)
        among, departure = missed.order[position], missed.departure[position]
        by = rule.missed_by(departure, asked.placed[among], asked.ready[among])
        attempt.note(drafts.order[by < _YEAR_S], reasons.CUT_OFF_MISSED, by[by < _YEAR_S])
        _explain_window(attempt, rule, asked)


def _explain_window(attempt: Attempt, rule: Departures, asked: Asked) -> None:
    """Note the orders whose window no wave of the rule meets, though they make one of its waves."""
    made = rule.first(asked.placed, asked.ready)
    there = np.maximum(made, np.searchsorted(rule.ends, asked.since, side="left"))
    last = len(rule.days) - 1
    after_all = (made <= last) & (there > last)
    attempt.note(attempt.who[after_all], reasons.WINDOW_NOT_KEPT, (asked.since - rule.ends[last])[after_all])
    gap = rule.leaves[np.minimum(there, last)] - asked.until
    between = (there <= last) & (gap > 0)
    attempt.note(attempt.who[between], reasons.WINDOW_NOT_KEPT, gap[between])
