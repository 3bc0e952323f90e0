"""Scenarios and what they offer, for the tests of the options."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from optimizer.demand.orders import order_book
from optimizer.network.travel import Travel
from optimizer.options.candidates import candidates
from optimizer.options.offer import offer
from optimizer.options.orders import orders_of
from optimizer.options.reasons import Log
from optimizer.options.screen import Screen
from optimizer.options.table import Candidates
from optimizer.scenario.load import load
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario
from tests.helpers.scenarios import small_settings, write_small_scenario

SEOUL = ZoneInfo("Asia/Seoul")


def at(text: str, zone: str = "Asia/Seoul") -> int:
    """Epoch seconds of a local ``YYYY-MM-DDTHH:MM[:SS]``."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def instants(*texts: str, zone: str = "Asia/Seoul") -> npt.NDArray[np.int64]:
    """Epoch seconds of local times."""
    return np.array([at(text, zone) for text in texts], dtype=np.int64)


def shown(instant: int, zone: str = "Asia/Seoul") -> str:
    """Local date and time of an instant."""
    return f"{datetime.fromtimestamp(int(instant), UTC).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def option(name: str, **changes: object) -> list[dict[str, Any]]:
    """Options of the small scenario with one changed; None removes a key."""
    options = small_settings()["options"]
    for one in options:
        if one["id"] == name:
            one.update(changes)
            for key in [key for key, value in changes.items() if value is None]:
                del one[key]
    return list(options)


def small(
    folder: Path,
    settings: Mapping[str, Any] | None = None,
    **tables: Sequence[Mapping[str, object]],
) -> Scenario:
    """Load the small scenario with changes; delivery policies under the key ``delivery``."""
    changes = dict(settings or {})
    if "delivery" in changes:
        changes["policies"] = {"delivery": changes.pop("delivery")}
    rows: dict[str, Any] = dict(tables)
    return load(write_small_scenario(folder / "scenario", settings=changes, **rows))


def found(scenario: Scenario, strategy: str = "all") -> Candidates:
    """Candidates of a strategy."""
    view = effective(scenario, strategy)
    return candidates(view, sites_in_use(scenario, strategy), order_book(view), Travel.from_scenario(view))


def screen(scenario: Scenario, strategy: str = "all", log: Log | None = None) -> Screen:
    """All orders against the offer of a strategy."""
    view = effective(scenario, strategy)
    book = order_book(view)
    offered = offer(view, sites_in_use(scenario, strategy))
    orders = orders_of(book, offered.option_index, offered.site_index)
    return Screen(offered, orders, Travel.from_scenario(view), log)


def keys(table: Candidates, order: str | None = None, **ids: str) -> list[tuple[str, str, str, str]]:
    """Keys (order, source, option, departure) of the candidates with these ids."""
    every = [table.key(row) for row in range(len(table))]
    places = {"source": 1, "option": 2, "departure": 3}
    wanted = {places[name]: value for name, value in ids.items()}
    if order is not None:
        wanted[0] = order
    return [key for key in every if all(key[place] == value for place, value in wanted.items())]


def row(table: Candidates, order: str, source: str, option_id: str, departure: str) -> int:
    """Position of a candidate."""
    return [table.key(row) for row in range(len(table))].index((order, source, option_id, departure))


def codes(table: Candidates, order: str) -> list[str]:
    """Codes of the reasons of an order without candidate."""
    return [reason.code for reason in table.reasons[order]]
