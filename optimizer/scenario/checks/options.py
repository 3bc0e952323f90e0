"""Options and waves of the settings, which a strategy may override."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from optimizer.core.errors import Finding, Place, Severity
from optimizer.scenario.base import clock_text
from optimizer.scenario.checks.registry import settings_check
from optimizer.scenario.findings import did_you_mean, sentences
from optimizer.scenario.settings import CollectOption, ParcelOption, VanOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.scenario.settings import Option
    from optimizer.scenario.sheet import Draft

_FILE = "scenario.yaml"


def _at(path: str) -> Place:
    return Place(_FILE, None, path)


def site_kinds(draft: Draft) -> dict[str, str]:
    """Kind of every site, by id."""
    frame = draft.sheets["sites"].frame
    pairs = zip(frame["id"], frame["kind"], strict=True)
    return {name: str(kind) for name, kind in pairs if name is not None and kind is not None}


def knows_kinds(draft: Draft) -> bool:
    """Whether every site and its kind is known, so that what no site can do is wrong."""
    return draft.knows("sites") and bool(draft.sheets["sites"].frame["kind"].notna().all())


def sources(option: Option, kinds: dict[str, str]) -> set[str]:
    """Ids of the sites from which an option may take goods."""
    among = option.sites or kinds
    return {site for site in among if kinds.get(site) in option.source_kinds}


@settings_check("wave-times", "A wave ends before it begins.", "Let back_by be later than departs.")
def check_wave_times(draft: Draft) -> Iterator[Finding]:
    """Let vans return after they leave."""
    for name, wave in draft.settings.waves.items():
        if wave.departs >= wave.back_by:
            cause = f"departs {clock_text(wave.departs)} is not before back_by {clock_text(wave.back_by)}"
            yield Finding("wave-times", _at(f"waves.{name}.back_by"), cause, "Let back_by be later")


@settings_check(
    "waves-overlap",
    "Two waves overlap, so that a vehicle could be out twice at once.",
    "Let each wave depart no earlier than the one before must be back.",
)
def check_waves_overlap(draft: Draft) -> Iterator[Finding]:
    """Let each wave use every vehicle."""
    ordered = sorted(
        draft.settings.waves.items(), key=lambda item: (item[1].departs, item[1].back_by, item[0])
    )
    for (first, before), (second, after) in pairwise(ordered):
        if after.departs < before.back_by:
            departs, back_by = clock_text(after.departs), clock_text(before.back_by)
            cause = f"it departs at {departs}, when {first!r} may be out until {back_by}"
            yield Finding("waves-overlap", _at(f"waves.{second}.departs"), cause, "Move one of the two waves")


@settings_check("unknown-wave", "A wave is not in the settings.", "Correct it, or add it under waves.")
def check_unknown_wave(draft: Draft) -> Iterator[Finding]:
    """Find waves that options name and nobody defines."""
    known = draft.settings.waves
    for index, option in enumerate(draft.settings.options):
        for number, departure in enumerate(option.waves if isinstance(option, VanOption) else ()):
            if departure.wave not in known:
                action = sentences(did_you_mean(departure.wave, known), "Correct it, or add it under waves")
                place = _at(f"options[{index}].waves[{number}].wave")
                yield Finding("unknown-wave", place, f"there is no wave {departure.wave!r}", action)


@settings_check(
    "promise-form", "A promise gives both hours and days, or neither.", "Give hours, or days (with by)."
)
def check_promise_form(draft: Draft) -> Iterator[Finding]:
    """Find promises that say nothing, or two things."""
    for index, option in enumerate(draft.settings.options):
        promise = option.promise
        if promise is not None and (promise.hours is None) == (promise.days is None):
            given = "neither hours nor days" if promise.hours is None else "both hours and days"
            action = "Give hours, or days with by; leave the promise out if nothing is promised"
            yield Finding("promise-form", _at(f"options[{index}].promise"), f"it gives {given}", action)


@settings_check(
    "unknown-option-site", "An option names a site that is not in sites.", "Correct the id, or add the site."
)
def check_unknown_option_site(draft: Draft) -> Iterator[Finding]:
    """Find sites that options name and the table lacks."""
    if draft.knows("sites"):
        known = sorted(draft.sheets["sites"].ids())
        for index, option in enumerate(draft.settings.options):
            for number, site in enumerate(option.sites):
                if site not in known:
                    place = _at(f"options[{index}].sites[{number}]")
                    action = sentences(did_you_mean(site, known), "Correct the id, or add the site")
                    yield Finding("unknown-option-site", place, f"there is no site {site!r}", action)


@settings_check(
    "site-of-other-kind",
    "An option names a site whose kind is not among its source_kinds; it will not be used.",
    "Add the kind, or delete the site.",
)
def check_site_of_other_kind(draft: Draft) -> Iterator[Finding]:
    """Find sites that an option names in vain."""
    if draft.has("sites"):
        kinds = site_kinds(draft)
        for index, option in enumerate(draft.settings.options):
            for number, site in enumerate(option.sites):
                if site in kinds and kinds[site] not in option.source_kinds:
                    cause = f"{site!r} is a {kinds[site]}, which is not among source_kinds"
                    place = _at(f"options[{index}].sites[{number}]")
                    action = f"Add {kinds[site]} to source_kinds, or delete the site"
                    yield Finding("site-of-other-kind", place, cause, action, Severity.WARNING)


@settings_check(
    "collect-source-kind",
    "Goods collected without linehaul come from the point itself, whose kind is not among source_kinds.",
    "Add the kind of the point to source_kinds, or write transport: linehaul.",
)
def check_collect_source_kind(draft: Draft) -> Iterator[Finding]:
    """Find collections that no site can serve."""
    for index, option in enumerate(draft.settings.options):
        if isinstance(option, CollectOption) and option.transport == "none":
            kind = str(option.hand_over)
            if kind not in option.source_kinds:
                cause = f"the goods are collected where they are, but {kind} is not among source_kinds"
                action = f"Add {kind} to source_kinds, or write transport: linehaul"
                yield Finding("collect-source-kind", _at(f"options[{index}].source_kinds"), cause, action)


@settings_check(
    "carrier-without-rates",
    "An option's carrier is not in carrier_rates.",
    "Correct the name, or add its rates.",
)
def check_carrier_without_rates(draft: Draft) -> Iterator[Finding]:
    """Find carriers whose price nobody knows."""
    if draft.knows("carrier_rates"):
        known = sorted(draft.sheets["carrier_rates"].ids("carrier"))
        for index, option in enumerate(draft.settings.options):
            if isinstance(option, ParcelOption) and option.carrier not in known:
                cause = f"carrier_rates has no rate of the carrier {option.carrier!r}"
                action = sentences(did_you_mean(option.carrier, known), "Correct the name, or add its rates")
                yield Finding("carrier-without-rates", _at(f"options[{index}].carrier"), cause, action)


@settings_check(
    "option-without-source",
    "No site can be the source of an option.",
    "Correct source_kinds and sites of the option, or add a site.",
)
def check_option_without_source(draft: Draft) -> Iterator[Finding]:
    """Find options that take goods from nowhere."""
    if knows_kinds(draft):
        kinds = site_kinds(draft)
        for index, option in enumerate(draft.settings.options):
            if not sources(option, kinds):
                cause = f"no site can be the source of the option {option.id!r}"
                action = "Correct source_kinds and sites, or add a site"
                place = _at(f"options[{index}].source_kinds")
                yield Finding("option-without-source", place, cause, action, Severity.WARNING)


@settings_check(
    "option-without-lane",
    "No lane leads from a source of an option to a point where it can be collected.",
    "Add the lane to lanes, or correct source_kinds.",
)
def check_option_without_lane(draft: Draft) -> Iterator[Finding]:
    """Find linehaul options whose goods reach no point."""
    if not (knows_kinds(draft) and draft.knows("lanes")):
        return
    kinds = site_kinds(draft)
    lanes = draft.sheets["lanes"].frame
    for index, option in enumerate(draft.settings.options):
        if isinstance(option, CollectOption) and option.transport == "linehaul":
            points = {site for site, kind in kinds.items() if kind == str(option.hand_over)}
            leads = lanes["from_site"].isin(list(sources(option, kinds))) & lanes["to_site"].isin(
                list(points)
            )
            if not leads.any():
                cause = f"no lane leads from a source of {option.id!r} to a {option.hand_over}"
                place = _at(f"options[{index}].transport")
                yield Finding("option-without-lane", place, cause, "Add the lane to lanes", Severity.WARNING)


@settings_check(
    "option-without-vehicle",
    "No vehicle is based at a source of a van option.",
    "Base vehicles at a source, or correct source_kinds.",
)
def check_option_without_vehicle(draft: Draft) -> Iterator[Finding]:
    """Find van options without a van."""
    if not (knows_kinds(draft) and draft.knows("vehicle_types")):
        return
    kinds = site_kinds(draft)
    depots = draft.sheets["vehicle_types"].ids("home_site")
    for index, option in enumerate(draft.settings.options):
        if isinstance(option, VanOption) and not sources(option, kinds) & depots:
            cause = f"no vehicle is based at a source of {option.id!r}"
            place = _at(f"options[{index}].source_kinds")
            action = "Base vehicles at a source in vehicle_types, or correct source_kinds"
            yield Finding("option-without-vehicle", place, cause, action, Severity.WARNING)
