from dataclasses import replace

import pytest

from optimizer.core.params import Params
from optimizer.core.result import Unserved
from optimizer.options.table import Candidates
from optimizer.scenario.base import Temperature
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment, whole_order
from optimizer.strategy.fleet import Fleet, RoutedWave, delivery, improved, route_fleet, without_stops
from tests.helpers.plan_scenario import hand_made_scenario, instant
from tests.helpers.strategy import candidates_of, hand_made_context, row_of, tiny, tiny_context

PARAMS = Params(iteration_limit=50, seed=1)
WHY = Unserved("client", "x", "out-of-stock")
POOL = "W/2026-11-23@day"


def _chosen(found: Candidates, *orders: str) -> dict[int, ChosenShipment]:
    rows = [row_of(found, order, "van") for order in orders]
    return {row: whole_order(found, row) for row in rows}


def _tours(wave: RoutedWave) -> set[tuple[str, ...]]:
    return {tuple(visit.client[:2] for visit in route.visits) for route in wave.solution.routes}


def _fleet(*orders: str) -> tuple[Context, Candidates, Fleet]:
    context = tiny_context("vans")
    found = candidates_of(context)
    return context, found, route_fleet(context, found, _chosen(found, *orders), PARAMS)


def _with_vans(**cells: object) -> Scenario:
    scenario = tiny()
    van = scenario.vehicle_types[0].model_copy(update=cells)
    return scenario.replace(vehicle_types=(van,))


def test_a_delivery_is_what_the_shipment_carries() -> None:
    """O2: one A of 2 kg and two B of half a kilo, chilled; from 16:00 until the van must be back."""
    context = hand_made_context()
    found = candidates_of(context)
    row = row_of(found, "O2", "van")
    one = delivery(context, found, whole_order(found, row))
    assert (one.row, one.key) == (row, "O2|W|van|2025-03-03@evening")
    assert (one.place, one.service_s) == ("customer:C2", 300)
    assert (one.weight_g, one.volume_ml) == (3000, 6000)
    assert one.temperatures == frozenset({Temperature.AMBIENT, Temperature.CHILLED})
    assert (one.earliest, one.latest) == (instant("03T16:00"), instant("03T20:55"))


def test_a_delivery_keeps_the_window_of_its_order() -> None:
    """O3 asked for 17:00 to 18:00."""
    context = hand_made_context()
    found = candidates_of(context)
    one = delivery(context, found, whole_order(found, row_of(found, "O3", "van")))
    assert (one.earliest, one.latest) == (instant("03T17:00"), instant("03T18:00"))
    assert one.place == "order:O3"


def test_the_two_loops_of_tiny_are_found() -> None:
    """East and north each in the order worked out by hand, 12 km each."""
    _, found, fleet = _fleet("O1", "O2", "O3", "O4", "O5", "O6")
    (wave,) = fleet.waves
    assert wave.wave.pool == POOL
    assert _tours(wave) == {("O1", "O2", "O3"), ("O4", "O5", "O6")}
    assert {route.distance for route in wave.solution.routes} == {12000}
    assert not fleet.dropped
    assert wave.rows == {
        "|".join(found.key(row)): row for row in _chosen(found, "O1", "O2", "O3", "O4", "O5", "O6")
    }


def test_parcels_and_linehaul_are_not_routed() -> None:
    """Only own vans have routes."""
    context = tiny_context("mixed")
    found = candidates_of(context)
    rows = [row_of(found, "O2", "parcel"), row_of(found, "O1", "collect_locker")]
    fleet = route_fleet(context, found, {row: whole_order(found, row) for row in rows}, PARAMS)
    assert (fleet.waves, fleet.dropped) == ((), {})


def test_what_does_not_fit_is_dropped_with_its_reason() -> None:
    """One van of 20 kg cannot take O4, O5, O6 and O2 with 20 kg and O1 with 2 more."""
    context = Context.of(_with_vans(count=1), "vans")
    found = candidates_of(context)
    fleet = route_fleet(context, found, _chosen(found, "O1", "O2", "O4", "O5", "O6"), PARAMS)
    (wave,) = fleet.waves
    visited = {visit.client for route in wave.solution.routes for visit in route.visits}
    assert len(visited) == 4
    assert {wave.rows[name] for name in wave.rows if name not in visited} == set(fleet.dropped)
    assert all(why.reason for why in fleet.dropped.values())


def test_a_wave_with_the_same_deliveries_keeps_its_routes() -> None:
    """The search is not repeated; with one delivery less it is."""
    context, found, before = _fleet("O4", "O5", "O6")
    known = {POOL: before.waves[0]}
    again = route_fleet(context, found, _chosen(found, "O4", "O5", "O6"), PARAMS, known=known)
    assert again.waves[0] is before.waves[0]
    other = route_fleet(context, found, _chosen(found, "O4", "O5"), PARAMS, known=known)
    assert {frozenset(tour) for tour in _tours(other.waves[0])} == {frozenset({"O4", "O5"})}


def test_a_delivery_that_carries_more_is_another() -> None:
    """The same shipments with other quantities may not fit the vans any more."""
    context = tiny_context("vans")
    found = candidates_of(context)
    chosen = _chosen(found, "O5", "O6")
    row = row_of(found, "O6", "van")
    half = {**chosen, row: ChosenShipment(row, dict.fromkeys(chosen[row].quantities, 1))}
    before = route_fleet(context, found, half, PARAMS)
    again = route_fleet(context, found, chosen, PARAMS, known={POOL: before.waves[0]})
    assert [client.delivery[0] for client in before.waves[0].wave.problem.clients] == [6000, 6000]
    assert [client.delivery[0] for client in again.waves[0].wave.problem.clients] == [6000, 12000]


def test_a_longer_search_never_makes_a_route_dearer() -> None:
    """From the routes found; they are optimal already."""
    context, _, fleet = _fleet("O1", "O2", "O3", "O4", "O5", "O6")
    longer = improved(context, fleet, PARAMS.replace(iteration_limit=200))
    assert _tours(longer.waves[0]) == _tours(fleet.waves[0])
    assert longer.dropped == fleet.dropped


def test_a_wave_that_left_deliveries_out_is_not_searched_again() -> None:
    """What was dropped has been served otherwise by then."""
    context = Context.of(_with_vans(count=1, capacity_kg=12), "vans")
    found = candidates_of(context)
    fleet = route_fleet(context, found, _chosen(found, "O5", "O6"), PARAMS)
    assert len(fleet.dropped) == 1
    assert improved(context, fleet, PARAMS).waves[0] is fleet.waves[0]


def test_a_stop_taken_off_leaves_the_others_their_order() -> None:
    """Without O5 the van goes C4, C6: still 4 + 2 + 6 km; O5 is dropped for the reason given."""
    _, found, fleet = _fleet("O4", "O5", "O6")
    row = row_of(found, "O5", "van")
    rest = without_stops(fleet, {row: WHY})
    (wave,) = rest.waves
    assert _tours(wave) == {("O4", "O6")}
    assert wave.solution.routes[0].distance == 12000
    # 4,000 + 750 x 12 + 1,000 x 2 won in thousandths, of which an hour costs 4167 a second
    assert wave.result.objective == wave.solution.routes[0].cost == pytest.approx(15_000_000, rel=1e-4)
    assert rest.dropped == {row: WHY}


def test_a_route_without_stops_is_none() -> None:
    """And the wave stays, without a route."""
    _, found, fleet = _fleet("O4")
    rest = without_stops(fleet, {row_of(found, "O4", "van"): WHY})
    assert rest.waves[0].solution.routes == ()


def test_a_stop_taken_off_does_not_come_back() -> None:
    """A longer search is given the stops that are left, and the next round's deliveries are others."""
    context, found, fleet = _fleet("O4", "O5", "O6")
    rest = without_stops(fleet, {row_of(found, "O5", "van"): WHY})
    longer = improved(context, rest, PARAMS)
    assert _tours(longer.waves[0]) == {("O4", "O6")}
    again = route_fleet(context, found, _chosen(found, "O4", "O5", "O6"), PARAMS, known={POOL: rest.waves[0]})
    assert _tours(again.waves[0]) == {("O4", "O5", "O6")}


def test_waves_that_lose_nothing_stay_as_they_are() -> None:
    """Only the routes of the deliveries named are touched."""
    _, found, fleet = _fleet("O4", "O5")
    assert without_stops(fleet, {row_of(found, "O1", "van"): WHY}).waves[0] is fleet.waves[0]


def _broken_triangle(column: str, value: float) -> Scenario:
    """Tiny where the way from C4 to C6 is as bad as can be unless one passes C5."""
    scenario = tiny()
    matrix = scenario.matrix.copy()
    direct = (matrix["from_id"] == "customer:C4") & (matrix["to_id"] == "customer:C6")
    back = (matrix["from_id"] == "customer:C6") & (matrix["to_id"] == "customer:C4")
    matrix.loc[direct | back, column] = value
    return scenario.replace(matrix=matrix)


@pytest.mark.parametrize(("column", "value"), [("duration_s", 36_000.0), ("distance_m", 90_000.0)])
def test_a_route_that_falls_apart_loses_all_its_stops(column: str, value: float) -> None:
    """Without C5 the way from C4 to C6 takes too long, or is longer than a route may be."""
    scenario = _broken_triangle(column, value)
    van = scenario.vehicle_types[0].model_copy(update={"count": 1, "max_distance_km": 80.0})
    context = Context.of(scenario.replace(vehicle_types=(van,)), "vans")
    found = candidates_of(context)
    fleet = route_fleet(context, found, _chosen(found, "O4", "O5", "O6"), PARAMS)
    rest = without_stops(fleet, {row_of(found, "O5", "van"): WHY})
    assert rest.waves[0].solution.routes == ()
    assert set(rest.dropped) == set(_chosen(found, "O4", "O5", "O6"))


def test_a_wave_without_a_solution_has_no_routes() -> None:
    """Everything it was to deliver counts as left out."""
    _, _, fleet = _fleet("O4")
    wave = replace(fleet.waves[0], result=replace(fleet.waves[0].result, solution=None))
    assert wave.solution.routes == ()
    assert wave.solution.unserved == ("O4|W|van|2026-11-23@day",)


def test_a_van_leaves_as_late_as_its_windows_allow() -> None:
    """O2 and O3 in one van: 600 s, 300 s at the door and 400 s before 17:00, when O3 may be served; back 17:16:40."""
    context = hand_made_context(hand_made_scenario())
    found = candidates_of(context)
    fleet = route_fleet(context, found, _chosen(found, "O2", "O3"), PARAMS)
    (route,) = fleet.waves[0].solution.routes
    midnight = fleet.waves[0].wave.midnight
    assert (route.start + midnight, route.end + midnight) == (
        instant("03T16:38:20"),
        instant("03T17:16:40"),
    )
    assert route.distance == 12000
