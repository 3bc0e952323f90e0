"""The scenario as a whole, and each of its strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.core.errors import Finding, Place, Severity
from optimizer.scenario.checks.options import knows_kinds, site_kinds, sources
from optimizer.scenario.checks.registry import table_check
from optimizer.scenario.currencies import CURRENCIES, meant_currency
from optimizer.scenario.findings import at_rows, did_you_mean, sentences
from optimizer.scenario.settings import VanOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.scenario.settings import Strategy
    from optimizer.scenario.sheet import Draft

_FILE = "scenario.yaml"


def _at(path: str) -> Place:
    return Place(_FILE, None, path)


@table_check("unknown-currency", "No currency has this code.", "Write an ISO 4217 code such as KRW or EUR.")
def check_unknown_currency(draft: Draft) -> Iterator[Finding]:
    """Find currency codes that do not exist."""
    currency = draft.settings.currency
    if currency not in CURRENCIES:
        meant = meant_currency(currency)
        hint = "" if meant is None else f"Did you mean {meant!r}?"
        action = sentences(hint, "Write an ISO 4217 code such as KRW")
        yield Finding("unknown-currency", _at("currency"), f"there is no currency {currency!r}", action)


@table_check("unknown-baseline", "The baseline is no strategy.", "Name one of the strategies.")
def check_unknown_baseline(draft: Draft) -> Iterator[Finding]:
    """Find a baseline that is no strategy."""
    baseline, known = draft.settings.baseline, draft.settings.strategies
    if baseline is not None and baseline not in known:
        action = sentences(did_you_mean(baseline, known), "Name one of the strategies")
        yield Finding("unknown-baseline", _at("baseline"), f"there is no strategy {baseline!r}", action)


@table_check(
    "unknown-excluded-site",
    "A strategy excludes a site that is not in sites.",
    "Correct the id, or delete it.",
)
def check_unknown_excluded_site(draft: Draft) -> Iterator[Finding]:
    """Find excluded sites that do not exist."""
    if draft.knows("sites"):
        known = sorted(draft.sheets["sites"].ids())
        for name, strategy in draft.settings.strategies.items():
            for index, site in enumerate(strategy.exclude_sites):
                if site not in known:
                    place = _at(f"strategies.{name}.exclude_sites[{index}]")
                    action = sentences(did_you_mean(site, known), "Correct the id, or delete it")
                    yield Finding("unknown-excluded-site", place, f"there is no site {site!r}", action)


@table_check(
    "strategy-without-source",
    "A strategy offers an option, and uses no site from which it could be served.",
    "Use more kinds of site, exclude fewer, or do not offer the option.",
)
def check_strategy_without_source(draft: Draft) -> Iterator[Finding]:
    """Find options that a strategy offers in vain, though others do not."""
    if knows_kinds(draft):
        kinds = site_kinds(draft)
        for name, strategy in draft.settings.strategies.items():
            used = _used(strategy, kinds)
            for index, option in enumerate(strategy.options):
                found = [one for one in draft.settings.options if one.id == option]
                if found and sources(found[0], kinds) and not sources(found[0], kinds) & used:
                    place = _at(f"strategies.{name}.options[{index}]")
                    cause = f"the strategy uses no site that can be the source of {option!r}"
                    action = "Correct site_kinds and exclude_sites, or do not offer the option"
                    yield Finding("strategy-without-source", place, cause, action, Severity.WARNING)


def _used(strategy: Strategy, kinds: dict[str, str]) -> set[str]:
    """Ids of the sites a strategy uses."""
    return {
        site
        for site, kind in kinds.items()
        if (not strategy.site_kinds or kind in strategy.site_kinds) and site not in strategy.exclude_sites
    }


@table_check(
    "idle-vehicles",
    "Vehicles are based at a site from which no van option departs; they are never used.",
    "Offer a van option from there, or delete the vehicles.",
)
def check_idle_vehicles(draft: Draft) -> Iterator[Finding]:
    """Find vehicles at sites that are no source of a van option."""
    if draft.has("vehicle_types") and knows_kinds(draft):
        kinds = site_kinds(draft)
        depots: set[str] = set()
        for option in draft.settings.options:
            depots |= sources(option, kinds) if isinstance(option, VanOption) else set()
        sheet = draft.sheets["vehicle_types"]
        home = sheet.frame["home_site"]
        yield from at_rows(
            "idle-vehicles",
            sheet,
            "home_site",
            np.array([site in kinds and site not in depots for site in home], dtype=bool),
            lambda row: f"no van option departs from {home[row]!r}",
            "Offer a van option from there, or delete the vehicles",
            Severity.WARNING,
        )
