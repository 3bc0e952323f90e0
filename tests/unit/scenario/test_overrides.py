"""A scenario as one of its strategies sees it."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.load import load
from optimizer.scenario.overrides import deep_merge, effective, includes, overridden, sites_in_use
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import ParcelOption, VanOption
from tests.helpers.scenarios import changed, small_rows, write_small_scenario

ALL = ["parcel", "van", "store_pickup", "locker"]


def scenario(tmp_path: Path, strategies: dict[str, Any], **changes: Any) -> Scenario:  # noqa: ANN401 (plain values)
    """Load the small scenario with other strategies."""
    settings = {"strategies": strategies, **changes.pop("settings", {})}
    return load(write_small_scenario(tmp_path, settings=settings, **changes))


def test_only_the_options_offered_are_left_in_file_order(tmp_path: Path) -> None:
    """The order in which a strategy names its options does not matter."""
    found = effective(scenario(tmp_path, {"s": {"options": ["locker", "parcel"]}}), "s")
    assert [option.id for option in found.settings.options] == ["parcel", "locker"]


def test_overrides_are_merged_deeply(tmp_path: Path) -> None:
    """What is not named stays; options and segments are named by id; lists are replaced."""
    override = {
        "policies": {"delivery": {"split": "order"}},
        "options": {
            "van": {"service_min": 7, "promise": {"days": 1, "by": "21:00"}},
            "parcel": {"departures": [{"at": "20:00"}]},
        },
        "segments": {"office": {"promise_hours": 48}},
        "waves": {"evening": {"departs": "18:00", "back_by": "22:00"}},
    }
    whole = scenario(tmp_path, {"s": {"options": ALL, "override": override}})
    found = effective(whole, "s").settings
    assert found.policies.delivery.split == "order"
    assert found.policies.delivery.departure_choices == whole.settings.policies.delivery.departure_choices
    parcel, van = found.options[:2]
    assert isinstance(van, VanOption)
    assert isinstance(parcel, ParcelOption)
    assert van.promise is not None
    assert (van.service_min, van.promise.by, van.waves[0].order_by) == (7, 1260, 1320)
    assert [departure.at for departure in parcel.departures] == [1200]
    assert found.segments["office"].promise_hours == 48
    assert found.segments["office"].accepts == whole.settings.segments["office"].accepts
    assert list(found.waves) == ["morning", "evening"]
    assert whole.settings.policies.delivery.split == "none"


def test_null_takes_a_value_away(tmp_path: Path) -> None:
    """`promise: null` lifts a promise."""
    strategies = {
        "s": {"options": ["parcel"], "override": {"options": {"parcel": {"late_cost_per_hour": None}}}}
    }
    found = effective(scenario(tmp_path, strategies), "s").settings
    assert found.options[0].late_cost_per_hour is None


def test_the_effective_scenario_is_its_own_only_strategy(tmp_path: Path) -> None:
    """Taking the effective scenario again changes nothing; tables are shared."""
    override = {"policies": {"co2_price_per_t": 9}}
    strategies = {
        "s": {"options": ["parcel"], "site_kinds": ["store"], "override": override},
        "t": {"options": ALL},
    }
    whole = scenario(tmp_path, strategies, settings={"baseline": "t"})
    once = effective(whole, "s")
    assert list(once.settings.strategies) == ["s"]
    assert once.settings.baseline is None
    assert effective(once, "s").settings == once.settings
    assert sites_in_use(once, "s") == sites_in_use(whole, "s")
    assert once.orders is whole.orders


def test_without_an_override_settings_are_untouched(tmp_path: Path) -> None:
    """Merging an override that says what holds anyway gives equal settings."""
    strategies = {
        "s": {"options": ALL},
        "t": {"options": ALL, "override": {"policies": {"co2_price_per_t": 0}}},
    }
    whole = scenario(tmp_path, strategies)
    assert overridden(whole.settings, "s") is whole.settings
    assert overridden(whole.settings, "t") == whole.settings


@pytest.mark.parametrize("function", [effective, sites_in_use, lambda one, name: includes(one, "all", name)])
def test_an_unknown_strategy(tmp_path: Path, function: Any) -> None:  # noqa: ANN401 (any of them)
    """Every function says which strategies there are."""
    whole = load(write_small_scenario(tmp_path))
    with pytest.raises(InputError, match=r"unknown-strategy.*Did you mean 'parcels'"):
        function(whole, "parcel")


def test_an_override_that_is_wrong_in_memory(tmp_path: Path) -> None:
    """A scenario that was not loaded is checked all the same."""
    whole = load(write_small_scenario(tmp_path))
    strategy = whole.settings.strategies["all"].model_copy(
        update={"override": {"waves": {"morning": {"departs": 9}}}}
    )
    settings = whole.settings.model_copy(update={"strategies": {"all": strategy}})
    with pytest.raises(InputError, match=r"strategies\.all\.override\.waves\.morning\.departs"):
        effective(whole.replace(settings=settings), "all")


@pytest.mark.parametrize(
    ("strategy", "sites"),
    [
        ({}, ("W1", "W2", "S1", "L1", "P1")),
        ({"site_kinds": ["store", "warehouse"]}, ("W1", "W2", "S1")),
        ({"exclude_sites": ["W1"]}, ("W2", "S1", "L1", "P1")),
        ({"site_kinds": ["warehouse"], "exclude_sites": ["W2", "S1"]}, ("W1",)),
    ],
)
def test_sites_in_use(tmp_path: Path, strategy: dict[str, Any], sites: tuple[str, ...]) -> None:
    """By kind, less those excluded, in file order."""
    whole = scenario(tmp_path, {"s": {"options": ["parcel"], **strategy}})
    assert sites_in_use(whole, "s") == sites


def test_blocks_are_merged_and_all_else_replaced() -> None:
    """A list, or a value in place of a block, replaces what was there; the base is left alone."""
    base = {"a": {"x": 1, "y": [1, 2]}, "b": {"c": 1}, "d": 1}
    assert deep_merge(base, {"a": {"y": [3]}, "b": None, "d": {"e": 2}}) == {
        "a": {"x": 1, "y": [3]},
        "b": None,
        "d": {"e": 2},
    }
    assert base["b"] == {"c": 1}


def holds(tmp_path: Path, a: dict[str, Any], b: dict[str, Any], **changes: Any) -> bool:  # noqa: ANN401 (plain values)
    """Whether strategy a includes strategy b."""
    return includes(scenario(tmp_path, {"a": a, "b": b}, **changes), "a", "b")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"options": ALL}, {"options": ["parcel"]}, True),
        ({"options": ["parcel"]}, {"options": ALL}, False),
        ({"options": ALL}, {"options": ALL}, True),
        ({"options": ALL}, {"options": ALL, "site_kinds": ["warehouse"]}, True),
        ({"options": ALL, "site_kinds": ["warehouse"]}, {"options": ALL}, False),
        (
            {"options": ALL, "override": {"policies": {"delivery": {"split": "line"}}}},
            {"options": ["parcel"]},
            False,
        ),
        (
            {"options": ALL, "override": {"options": {"van": {"service_min": 9}}}},
            {"options": ["parcel"]},
            True,
        ),
        ({"options": ALL, "override": {"options": {"van": {"service_min": 9}}}}, {"options": ["van"]}, False),
        (
            {"options": ALL, "override": {"waves": {"morning": {"back_by": "14:00"}}}},
            {"options": ["van"]},
            False,
        ),
        (
            {"options": ALL, "override": {"segments": {"office": {"size": "bulk"}}}},
            {"options": ["parcel"]},
            False,
        ),
        ({"options": ALL, "description": "x"}, {"options": ALL, "description": "y"}, True),
    ],
)
def test_a_strategy_includes_another(
    tmp_path: Path, a: dict[str, Any], b: dict[str, Any], expected: bool
) -> None:
    """It does with all its options unchanged, all its sites, and otherwise equal settings."""
    assert holds(tmp_path, a, b) is expected


@pytest.mark.parametrize(("requested", "expected"), [("locker", False), ("parcel", True)])
def test_binding_requests_may_spoil_inclusion(tmp_path: Path, requested: str, expected: bool) -> None:
    """If an order must have the locker as soon as it is offered, a parcel for it is no longer a plan."""
    binding = {"policies": {"delivery": {"requested": "binding"}}}
    orders = changed("orders", "O2", requested_option=requested)
    a, b = {"options": ["parcel", "locker"]}, {"options": ["parcel"]}
    assert holds(tmp_path, a, b, settings=binding, orders=orders) is expected


@pytest.mark.parametrize(("start", "expected"), [("W1", False), ("S1", True)])
def test_a_nearer_point_may_spoil_inclusion(tmp_path: Path, start: str, expected: bool) -> None:
    """Linehaul uses the nearest point that a lane reaches from the source: one more may replace it."""
    sites = [*small_rows("sites"), {"id": "L2", "kind": "locker", "lat": 37.57, "lon": 126.98}]
    lanes = [*small_rows("lanes"), {"id": "new", "from_site": start, "to_site": "L2"}]
    a, b = {"options": ["locker"]}, {"options": ["locker"], "exclude_sites": ["L2", "S1"]}
    assert holds(tmp_path, a, b, sites=sites, lanes=lanes) is expected


def test_a_strategy_includes_itself(tmp_path: Path) -> None:
    """Trivially."""
    whole = load(write_small_scenario(tmp_path))
    assert includes(whole, "all", "all")
    assert includes(whole, "all", "parcels")
