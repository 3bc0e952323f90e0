"""What holds for every candidate, whatever the times and policies."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.demand.orders import order_book
from optimizer.network.travel import Travel
from optimizer.options.candidates import candidates
from optimizer.options.table import Candidates
from optimizer.scenario.load import load
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Settings, VanOption
from optimizer.strategy.check.consignments import Consignment
from optimizer.strategy.check.context import build_context
from optimizer.strategy.check.departures import check_departure
from optimizer.strategy.check.eligibility import check_eligibility
from optimizer.strategy.check.labels import parse_label
from optimizer.strategy.plan import PlannedShipment
from tests.helpers.scenarios import small_settings, write_small_scenario

CLOCKS = st.sampled_from(["00:00", "01:30", "02:30", "09:00", "14:20", "18:00", "24:00"])
MANY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Load the small scenario once."""
    return load(write_small_scenario(tmp_path_factory.mktemp("scenario") / "small"))


@st.composite
def scenarios(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Draw changed settings, changes of all sites, and minutes by which orders come later."""
    changed = small_settings()
    changed["zone"], changed["horizon"]["start"] = draw(
        st.sampled_from(
            [("Asia/Seoul", "2026-03-02"), ("Europe/Berlin", "2026-03-28"), ("Europe/Berlin", "2026-10-24")]
        )
    )
    changed["policies"] = {
        "delivery": {
            "split": draw(st.sampled_from(["none", "order", "line"])),
            "departure_choices": draw(st.integers(1, 3)),
            "keep_windows": draw(st.booleans()),
            "requested": draw(st.sampled_from(["preferred", "binding"])),
        }
    }
    for one in changed["options"]:
        one["promise"] = draw(st.sampled_from([None, {"hours": 20}, {"days": 1, "by": "12:00"}]))
        one["late_cost_per_hour"] = draw(st.sampled_from([None, 100]))
        one["days"] = draw(st.sampled_from([["mon", "tue", "wed"], ["sat", "sun", "mon", "tue"]]))
        one["max_weight_kg"] = draw(st.sampled_from([None, 5, 10.4]))
    changed["options"][0]["departures"] = [
        {"at": draw(CLOCKS), "order_by": draw(CLOCKS), "days_before": draw(st.integers(0, 1))},
        {"at": "18:00"},
    ]
    changed["options"][0]["departures"] = changed["options"][0]["departures"][: draw(st.integers(1, 2))]
    opens, closes = draw(st.sampled_from([(0, 1440), (150, 1200), (540, 1080)]))
    site = {
        "opens": opens,
        "closes": closes,
        "cut_off": draw(st.sampled_from([None, 120, 870])),
        "handling_time_min": draw(st.sampled_from([0, 30.5, 300])),
        "closed_days": draw(st.sampled_from([(), ("sun",), ("tue", "sat")])),
    }
    return changed, site, draw(st.integers(-600, 2880))


def built(base: Scenario, draw: tuple[dict[str, Any], dict[str, Any], int]) -> Scenario:
    """Change the loaded scenario; orders come within the horizon, wherever it starts."""
    changed, site, minutes = draw
    start = datetime.fromisoformat(changed["horizon"]["start"]) - datetime(2026, 3, 2)
    shift = np.timedelta64(start + timedelta(minutes=minutes))
    orders = base.orders.assign(
        placed_at=base.orders["placed_at"] + shift,
        window_start=base.orders["window_start"] + np.timedelta64(start),
        window_end=base.orders["window_end"] + np.timedelta64(start),
    )
    sites = tuple(one.model_validate({**one.model_dump(), **site}) for one in base.sites)
    return base.replace(settings=Settings.model_validate(changed), sites=sites, orders=orders)


def found(scenario: Scenario) -> Candidates:
    view = effective(scenario, "all")
    return candidates(view, sites_in_use(scenario, "all"), order_book(view), Travel.from_scenario(view))


@MANY
@given(draw=scenarios())
def test_times_of_every_candidate_are_in_order(
    base: Scenario, draw: tuple[dict[str, Any], dict[str, Any], int]
) -> None:
    """Placed, ready, leaving, handed over; within the horizon; never after a hard promise; late only if soft."""
    table = found(built(base, draw))
    book, offered = table.book, table.offer
    ready = np.stack([offered.calendar.ready(site, book.placed_at) for site in offered.sites])
    by_van = table.handed_over_at < 0
    assert (table.leaves_at >= ready[table.source, table.order]).all()
    assert (table.handed_over_at[~by_van] >= table.leaves_at[~by_van]).all()
    assert (table.earliest_start[by_van] >= table.leaves_at[by_van]).all()
    assert (table.latest_start[by_van] >= table.earliest_start[by_van]).all()
    assert ((table.day >= 0) & (table.day < offered.calendar.days)).all()
    end = np.where(by_van, table.latest_start + table.service_s, table.handed_over_at)
    assert (end[table.hard] <= table.promise_at[table.hard]).all()
    assert (table.lateness[table.hard] == 0).all()
    late = ~by_van & ~table.hard
    hours = np.maximum(end[late] - table.promise_at[late], 0) / 3600
    np.testing.assert_allclose(table.lateness[late], 100 * hours)


@MANY
@given(draw=scenarios())
def test_the_checker_written_from_the_model_alone_accepts_every_candidate(
    base: Scenario, draw: tuple[dict[str, Any], dict[str, Any], int]
) -> None:
    """Each candidate, carrying all lines it may, breaks no rule on eligibility, departure, window and promise."""
    scenario = built(base, draw)
    table = found(scenario)
    context = build_context(effective(scenario, "all"), sites_in_use(scenario, "all"))
    for row in range(len(table)):
        order, source, option, departure = table.key(row)
        by_van = isinstance(context.options[option], VanOption)
        handed = table.earliest_start[row] + table.service_s[row] if by_van else table.handed_over_at[row]
        point = context.sites[table.offer.sites[table.point[row]].id] if table.point[row] >= 0 else None
        facts, label = context.orders[order], parse_label(departure, context.options[option])
        assert label is not None
        lines = table.entry_line[table.first_entry[row] : table.first_entry[row + 1]]
        cargo = [facts.lines[table.book.lines.id[line]] for line in lines]
        load = Consignment(
            shipment=PlannedShipment(
                order,
                source,
                option,
                departure,
                point.id if point else "",
                int(table.leaves_at[row]),
                int(handed),
                "",
            ),
            order=facts,
            source=context.sites[source],
            option=context.options[option],
            point=point,
            lane=context.lanes[table.offer.lanes[table.lane[row]].id] if table.lane[row] >= 0 else None,
            label=label,
            cargo=tuple((line, line.quantity) for line in cargo),
            stops=(),
        )
        assert not [*check_eligibility(context, load), *check_departure(context, load)]


@MANY
@given(draw=scenarios())
def test_every_order_has_a_candidate_or_a_reason(
    base: Scenario, draw: tuple[dict[str, Any], dict[str, Any], int]
) -> None:
    """No order is left without either, and none has both; every reason names a positive amount or none."""
    table = found(built(base, draw))
    served = {table.book.ids[order] for order in table.order}
    assert served.isdisjoint(table.reasons)
    assert served | set(table.reasons) == set(table.book.ids)
    for reasons in table.reasons.values():
        assert reasons
        assert all(reason.amount is None or reason.amount > 0 for reason in reasons)


@MANY
@given(draw=scenarios())
def test_more_departure_choices_keep_the_earlier_ones(
    base: Scenario, draw: tuple[dict[str, Any], dict[str, Any], int]
) -> None:
    """A further departure is an addition: the candidates with one choice are among those with three."""
    few, many = dict(draw[0]), dict(draw[0])
    for one, choices in ((few, 1), (many, 3)):
        one["policies"] = {"delivery": {**draw[0]["policies"]["delivery"], "departure_choices": choices}}
    some, more = (found(built(base, (one, *draw[1:]))) for one in (few, many))
    assert {some.key(row) for row in range(len(some))} <= {more.key(row) for row in range(len(more))}


def test_paths_of_the_scenario_do_not_matter(tmp_path: Path, base: Scenario) -> None:
    """The same files in another folder give the same candidates."""
    again = found(load(write_small_scenario(tmp_path / "elsewhere")))
    assert [again.key(row) for row in range(len(again))] == [
        found(base).key(row) for row in range(len(again))
    ]
