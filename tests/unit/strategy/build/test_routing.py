import numpy as np

from optimizer.routing.problem import UNLIMITED
from optimizer.scenario.base import Temperature
from optimizer.strategy.build.routing import COST_SCALE, Delivery, wave_problem
from optimizer.strategy.context import Context
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_row
from tests.helpers.strategy import hand_made_context, tiny_context

POOL = "W/2025-03-03@evening"


def _delivery(
    key: str = "O2|W|van|2025-03-03@evening", place: str = "customer:C2", **changes: object
) -> Delivery:
    cells: dict[str, object] = {
        "row": 0,
        "weight_g": 3000,
        "volume_ml": 6000,
        "temperatures": frozenset({Temperature.CHILLED}),
        "service_s": 300,
        "earliest": instant("03T16:00"),
        "latest": instant("03T20:55"),
        **changes,
    }
    return Delivery(key=key, place=place, **cells)  # type: ignore[arg-type]


def _with_second_van(**cells: object) -> Context:
    scenario = hand_made_scenario()
    van = scenario.vehicle_types[0].model_copy(update={"id": "V2", **cells})
    return hand_made_context(scenario.replace(vehicle_types=(*scenario.vehicle_types, van)))


def test_a_delivery_becomes_a_client() -> None:
    """Grams, millilitres and one stop; seconds since local midnight."""
    wave = wave_problem(hand_made_context(), POOL, [_delivery()])
    (client,) = wave.problem.clients
    assert wave.midnight == instant("03T00:00")
    assert client.id == "O2|W|van|2025-03-03@evening"
    assert client.delivery == (3000, 6000, 1)
    assert client.service_s == 300
    assert client.windows == ((16 * 3600, 20 * 3600 + 55 * 60),)
    assert client.vehicle_types is None


def test_a_van_keeps_its_capacity_and_limits() -> None:
    """30 kg, 60 l, 3 stops, 100 km; the wave from 16:00 to 21:00 lies in the shift from 12:00 to 22:00."""
    wave = wave_problem(hand_made_context(), POOL, [_delivery()])
    (van,) = wave.problem.vehicle_types
    assert wave.problem.measures == ("weight_g", "volume_ml", "stops")
    assert van.capacity == (30_000, 60_000, 3)
    assert van.max_distance == 100_000
    assert (van.count, van.profile, van.start_depot) == (1, "van", "W")
    assert van.shift == (16 * 3600, 21 * 3600)
    assert wave.problem.depots[0].window == (16 * 3600, 21 * 3600)


def test_limits_not_given_are_none() -> None:
    """No volume, stops and distance: unlimited."""
    scenario = with_row(
        hand_made_scenario(), "vehicle_types", "V", capacity_l=None, max_stops=None, max_distance_km=None
    )
    (van,) = wave_problem(hand_made_context(scenario), POOL, [_delivery()]).problem.vehicle_types
    assert van.capacity == (30_000, UNLIMITED, UNLIMITED)
    assert van.max_distance == UNLIMITED


def test_limits_are_never_rounded_up() -> None:
    """30.0006 kg hold 30000 g and not 30001; 29.3 kg hold 29300 whatever binary makes of them."""
    scenario = with_row(
        hand_made_scenario(),
        "vehicle_types",
        "V",
        capacity_kg=30.0006,
        capacity_l=29.3,
        max_distance_km=0.0016,
    )
    (van,) = wave_problem(hand_made_context(scenario), POOL, [_delivery()]).problem.vehicle_types
    assert van.capacity[:2] == (30_000, 29_300)
    assert van.max_distance == 1


def test_costs_are_thousandths_of_the_minor_unit() -> None:
    """20 euro a route, 0.50 a km and 12 an hour: 2 million, 50 a metre, 333 a second."""
    wave = wave_problem(hand_made_context(), POOL, [_delivery()])
    (van,) = wave.problem.vehicle_types
    assert (van.fixed_cost, van.cost_per_distance, van.cost_per_duration) == (2_000_000, 50, 333)
    assert wave.problem.scale.cost_per_minor_unit == COST_SCALE == 1000
    tiny = wave_problem(tiny_context("vans"), "W/2026-11-23@day", []).problem.vehicle_types[0]
    # 4000 won a route, 250 a km, 15000 an hour
    assert (tiny.fixed_cost, tiny.cost_per_distance, tiny.cost_per_duration) == (4_000_000, 250, 4167)


def test_distances_and_durations_are_those_of_the_roads() -> None:
    """From W to C2 it is 4000 m and 600 s, back 4100 m and 610 s; the depot comes first, a place only once."""
    deliveries = [_delivery(), _delivery("O3|W|van|x", "order:O3"), _delivery("O2|W|van|y")]
    wave = wave_problem(hand_made_context(), POOL, deliveries)
    assert wave.places == ("W", "customer:C2", "order:O3")
    assert [client.location for client in wave.problem.clients] == [1, 2, 1]
    matrix = wave.problem.matrices["van"]
    assert matrix.distance.tolist() == [[0, 4000, 5100], [4100, 0, 3000], [5000, 3100, 0]]
    assert matrix.duration.tolist() == [[0, 600, 710], [610, 0, 400], [700, 410, 0]]


def test_further_places_come_after_the_wave_s_own() -> None:
    """So that the clients of the wave keep their locations."""
    context = hand_made_context()
    known = wave_problem(context, POOL, [_delivery()])
    wider = wave_problem(context, POOL, [_delivery()], ["customer:C4", "customer:C2", "customer:C5"])
    assert wider.places == ("W", "customer:C2", "customer:C4", "customer:C5")
    size = len(known.places)
    assert np.array_equal(
        wider.problem.matrices["van"].distance[:size, :size], known.problem.matrices["van"].distance
    )


def test_goods_go_by_vehicles_that_keep_their_temperature() -> None:
    """Chilled goods may go by V alone, ambient ones by both, frozen ones by none."""
    context = _with_second_van(temperatures=(Temperature.AMBIENT,))
    classes = [Temperature.CHILLED, Temperature.AMBIENT, Temperature.FROZEN]
    deliveries = [_delivery(f"{one}|W|van|x", temperatures=frozenset({one})) for one in classes]
    wave = wave_problem(context, POOL, deliveries)
    assert [client.vehicle_types for client in wave.problem.clients] == [
        frozenset({"V"}),
        None,
        frozenset(),
    ]


def test_a_vehicle_whose_shift_misses_the_wave_stays_at_home() -> None:
    """V2 works until noon: in the evening chilled goods go by V or V3, not by V2, which could keep them too."""
    scenario = hand_made_scenario()
    van = scenario.vehicle_types[0]
    early = van.model_copy(update={"id": "V2", "shift_start": 360, "shift_end": 720})
    warm = van.model_copy(update={"id": "V3", "temperatures": (Temperature.AMBIENT,)})
    context = hand_made_context(scenario.replace(vehicle_types=(van, early, warm)))
    wave = wave_problem(context, POOL, [_delivery()])
    assert [van.id for van in wave.problem.vehicle_types] == ["V", "V3"]
    assert [client.vehicle_types for client in wave.problem.clients] == [frozenset({"V"})]


def test_a_window_before_midnight_starts_at_midnight() -> None:
    """What may be delivered since Sunday may be so from the first second of Monday."""
    wave = wave_problem(hand_made_context(), POOL, [_delivery(earliest=instant("03T00:00") - 7200)])
    assert wave.problem.clients[0].windows[0][0] == 0
