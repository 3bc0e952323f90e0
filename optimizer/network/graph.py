"""The graph of sites and lanes: reachability and lane paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from optimizer.scenario.scenario import Scenario

if TYPE_CHECKING:
    SiteGraph = nx.MultiDiGraph[str]

LaneCost = Callable[[Mapping[str, Any]], float]


@dataclass(frozen=True)
class LanePath:
    """Lanes that lead from one site to another.

    Parameters
    ----------
    sites
        Site ids in the order of travel, one more than lanes.
    lanes
        Lane ids in the order of travel.
    cost
        Cost of one unit over all lanes, in the major unit of the currency.
    transit_h
        Hours on the way, without waiting for departures.
    """

    sites: tuple[str, ...]
    lanes: tuple[str, ...]
    cost: float
    transit_h: float


def site_graph(scenario: Scenario) -> SiteGraph:
    """Sites as nodes and lanes as edges, parallel lanes kept.

    Nodes carry ``kind``, ``name``, ``district``, ``lat`` and ``lon``; edges, keyed by lane id, carry
    ``mode``, ``cost_per_unit``, ``cost_per_kg`` (a full truck's share included) and ``transit_h``. Lanes
    without trucks are left out.
    """
    graph: SiteGraph = nx.MultiDiGraph()
    for site in scenario.sites:
        graph.add_node(
            site.id,
            kind=str(site.kind),
            name=site.name,
            district=site.district,
            lat=site.lat,
            lon=site.lon,
        )
    for lane in scenario.lanes:
        if lane.trucks:
            graph.add_edge(
                lane.from_site,
                lane.to_site,
                key=lane.id,
                mode=lane.mode,
                cost_per_unit=lane.cost_per_unit,
                cost_per_kg=lane.cost_per_kg + lane.cost_per_truck / lane.truck_kg,
                transit_h=lane.transit_h,
            )
    return graph


def cheapest_path(graph: SiteGraph, start: str, end: str, weight_kg: float = 1.0) -> LanePath | None:
    """Path of least cost for a unit of ``weight_kg``, trucks being full; None if none leads there.

    Raises
    ------
    KeyError
        If ``start`` or ``end`` is no site of the graph.
    """
    return _path(graph, (start, end), weight_kg, lambda lane: _unit_cost(lane, weight_kg))


def fastest_path(graph: SiteGraph, start: str, end: str, weight_kg: float = 1.0) -> LanePath | None:
    """Path of least time in transit, its cost stated for a unit of ``weight_kg``; None if none leads there.

    Raises
    ------
    KeyError
        If ``start`` or ``end`` is no site of the graph.
    """
    return _path(graph, (start, end), weight_kg, lambda lane: float(lane["transit_h"]))


def components(graph: SiteGraph) -> tuple[tuple[str, ...], ...]:
    """Sites that hang together when directions are ignored; each sorted, and sorted by their first site."""
    return tuple(sorted(tuple(sorted(part)) for part in nx.weakly_connected_components(graph)))


def _unit_cost(lane: Mapping[str, Any], weight_kg: float) -> float:
    return float(lane["cost_per_unit"] + weight_kg * lane["cost_per_kg"])


def _path(graph: SiteGraph, ends: tuple[str, str], weight_kg: float, measure: LaneCost) -> LanePath | None:
    for name in ends:
        if name not in graph:
            msg = f"the graph has no site {name!r}"
            raise KeyError(msg)
    try:
        sites: list[str] = nx.dijkstra_path(
            graph, *ends, weight=lambda _from, _to, lanes: min(map(measure, lanes.values()))
        )
    except nx.NetworkXNoPath:
        return None
    chosen = [_best_lane(graph, leg, weight_kg, measure) for leg in pairwise(sites)]
    return LanePath(
        tuple(sites),
        tuple(name for name, _ in chosen),
        sum(_unit_cost(lane, weight_kg) for _, lane in chosen),
        sum(float(lane["transit_h"]) for _, lane in chosen),
    )


def _best_lane(
    graph: SiteGraph, leg: tuple[str, str], weight_kg: float, measure: LaneCost
) -> tuple[str, Mapping[str, Any]]:
    """Best of parallel lanes; ties: cheaper, then faster, then smaller id."""
    lanes = graph[leg[0]][leg[1]].items()
    return min(
        lanes,
        key=lambda item: (measure(item[1]), _unit_cost(item[1], weight_kg), item[1]["transit_h"], item[0]),
    )
