"""A scenario as one of its strategies sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.core.yaml_values import Path_, written
from optimizer.scenario.base import WRITTEN
from optimizer.scenario.findings import did_you_mean, sentences
from optimizer.scenario.settings import CollectOption, Settings, Strategy
from optimizer.scenario.words import settings_findings, truth_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from optimizer.scenario.scenario import Scenario

UNKNOWN_STRATEGY = code(
    "unknown-strategy", "No strategy has this name.", "Name one of the settings' strategies."
)
BAD_OVERRIDE = code(
    "bad-override",
    "A strategy overrides something that it may not, or that is not there.",
    "Override waves, options, segments and policies only, options by their ids.",
)

#: Blocks a strategy may override. The others would make strategies incomparable: they set what is asked
#: (horizon, zone, distances) and not how it is answered.
OVERRIDABLE = ("waves", "options", "segments", "policies")
_FILE = "scenario.yaml"


def effective(scenario: Scenario, strategy: str) -> Scenario:
    """Apply a strategy's override and keep only the options it offers.

    Parameters
    ----------
    scenario
        A loaded scenario.
    strategy
        Name of one of its strategies.

    Returns
    -------
    Scenario
        Same tables; in the settings the options are in file order, and ``strategies`` holds this strategy
        alone, without its override.

    Raises
    ------
    InputError
        If there is no such strategy, or its override does not make valid settings.
    """
    chosen = chosen_strategy(scenario.settings, strategy)
    settings = overridden(scenario.settings, strategy)
    options = tuple(option for option in settings.options if option.id in chosen.options)
    alone = chosen.model_copy(update={"override": {}})
    changes = {"options": options, "strategies": {strategy: alone}, "baseline": None}
    return scenario.replace(settings=settings.model_copy(update=changes))


def chosen_strategy(settings: Settings, strategy: str) -> Strategy:
    """Look a strategy up by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if strategy not in settings.strategies:
        names = ", ".join(settings.strategies)
        action = sentences(did_you_mean(strategy, settings.strategies), f"Name one of: {names}")
        cause = f"there is no strategy {strategy!r}"
        raise InputError([Finding(UNKNOWN_STRATEGY, Place(_FILE, None, "strategies"), cause, action)])
    return settings.strategies[strategy]


def overridden(settings: Settings, strategy: str) -> Settings:
    """Merge a strategy's override into the settings and validate them anew; every option is kept.

    Raises
    ------
    InputError
        If the override is not valid; findings name ``strategies.<name>.override...``.
    """
    override = chosen_strategy(settings, strategy).override
    if not override:
        return settings
    top: Path_ = ("strategies", strategy, "override")
    findings = list(_misplaced(settings, override, top))
    if findings:
        raise InputError(findings)
    data = settings.model_dump(mode="json")
    ids = [option["id"] for option in data["options"]]
    blocks = {key: value for key, value in override.items() if key != "options"}
    merged = deep_merge(data, blocks)
    changes = override.get("options", {})
    merged["options"] = [deep_merge(option, changes.get(option["id"], {})) for option in data["options"]]

    def place(path: Path_) -> Path_:
        if len(path) > 1 and path[0] == "options" and isinstance(path[1], int):
            return (*top, "options", ids[path[1]], *path[2:])
        return (*top, *path)

    try:
        valid = Settings.model_validate(merged, context=WRITTEN)
    except ValidationError as error:
        raise InputError(settings_findings(error, merged, _FILE, {}, place)) from error
    if findings := list(truth_findings(merged, _FILE, place)):
        raise InputError(findings)
    return valid


def _misplaced(settings: Settings, override: Mapping[str, Any], top: Path_) -> Iterator[Finding]:
    """Find parts of an override that have nothing to change."""
    for key, block in override.items():
        place = Place(_FILE, None, written((*top, key)))
        if key not in OVERRIDABLE:
            action = sentences(did_you_mean(key, OVERRIDABLE), f"Override only {', '.join(OVERRIDABLE)}")
            yield Finding(BAD_OVERRIDE, place, f"a strategy cannot override {key!r}", action)
        elif not isinstance(block, dict):
            yield Finding(BAD_OVERRIDE, place, "it is not a block of keys", "Write `id: {key: value}` lines")
    options = override.get("options")
    known = [option.id for option in settings.options]
    for key, block in options.items() if isinstance(options, dict) else ():
        place = Place(_FILE, None, written((*top, "options", key)))
        if key not in known:
            action = sentences(did_you_mean(str(key), known), "Name an option of the settings")
            yield Finding(BAD_OVERRIDE, place, f"there is no option {key!r}", action)
        elif not isinstance(block, dict):
            yield Finding(BAD_OVERRIDE, place, "it is not a block of keys", "Write `key: value` lines")
        elif "id" in block:
            yield Finding(BAD_OVERRIDE, place, "the id of an option cannot change", "Delete the key id")


def deep_merge(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Replace values of ``base`` by those of ``changes``; blocks are merged, lists are replaced."""
    merged = dict(base)
    for key, value in changes.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = deep_merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def sites_in_use(scenario: Scenario, strategy: str) -> tuple[str, ...]:
    """Ids of the sites a strategy uses, in file order.

    Raises
    ------
    InputError
        If there is no such strategy.
    """
    chosen = chosen_strategy(scenario.settings, strategy)
    return tuple(
        site.id
        for site in scenario.sites
        if (not chosen.site_kinds or site.kind in chosen.site_kinds) and site.id not in chosen.exclude_sites
    )


def includes(scenario: Scenario, a: str, b: str) -> bool:
    """Whether every plan of strategy ``b`` is a plan of strategy ``a``, at the same cost.

    It is when ``a`` offers all options of ``b`` unchanged and uses all its sites, the other settings are
    equal, and what ``a`` has more cannot bind an order: by ``policies.delivery.requested: binding`` an
    option that only ``a`` offers would be forced on who asked for it, and by linehaul a nearer collection
    point that only ``a`` uses would replace the one that ``b`` uses.

    Raises
    ------
    InputError
        If there is no such strategy.
    """
    if a == b:
        return True
    larger, smaller = effective(scenario, a).settings, effective(scenario, b).settings
    if not all(option in larger.options for option in smaller.options):
        return False
    open_a, open_b = sites_in_use(scenario, a), sites_in_use(scenario, b)
    if not set(open_b) <= set(open_a) or not _alike(larger, smaller):
        return False
    return not _request_binds(scenario, larger, smaller) and not _nearer_point(
        scenario, smaller, open_a, open_b
    )


def _alike(larger: Settings, smaller: Settings) -> bool:
    """Whether all settings but options and strategies are equal."""
    apart: dict[str, object] = {"options": (), "strategies": {}}
    return larger.model_copy(update=apart) == smaller.model_copy(update=apart)


def _request_binds(scenario: Scenario, larger: Settings, smaller: Settings) -> bool:
    if larger.policies.delivery.requested != "binding":
        return False
    only = {option.id for option in larger.options} - {option.id for option in smaller.options}
    return bool(scenario.orders["requested_option"].isin(only).any())


def _nearer_point(
    scenario: Scenario, smaller: Settings, open_a: tuple[str, ...], open_b: tuple[str, ...]
) -> bool:
    """Whether linehaul from a site reaches an added collection point beside one that ``b`` uses."""
    kinds = {
        str(option.hand_over)
        for option in smaller.options
        if isinstance(option, CollectOption) and option.transport == "linehaul"
    }
    points = {
        site.id: str(site.kind) for site in scenario.sites if str(site.kind) in kinds and site.id in open_a
    }
    lanes = [lane for lane in scenario.lanes if lane.from_site in open_b and lane.to_site in points]
    used = {(lane.from_site, points[lane.to_site]) for lane in lanes if lane.to_site in open_b}
    added = {(lane.from_site, points[lane.to_site]) for lane in lanes if lane.to_site not in open_b}
    return bool(used & added)
