"""Checks of sites, lanes and vehicles: whether goods get where options want them."""

from collections.abc import Iterator

import networkx as nx
import numpy as np

from optimizer.core.errors import Finding, Severity
from optimizer.network.graph import site_graph
from optimizer.options.offer import Offer, temperature_bits
from optimizer.options.vehicles import van_loads
from optimizer.scenario.base import UPSTREAM_KINDS, SiteKind
from optimizer.scenario.findings import at_rows, listing
from optimizer.scenario.settings import Option, VanOption
from optimizer.validate.geography import sheet
from optimizer.validate.registry import check
from optimizer.validate.view import StrategyView, World


@check(
    "strategy-without-vehicle",
    "A strategy offers an own-van option, and none of its sources in use has a vehicle.",
    "Use a site with vehicles, base some at a site in use, or do not offer the option.",
)
def strategy_without_vehicle(world: World) -> Iterator[Finding]:
    """Find van options that a strategy cannot run, though there are vehicles at other sources."""
    for view in world.views:
        offer = view.offer
        for option in offer.options:
            depots = {world.scenario.sites[at].id for at in offer.sources(option)} & {
                vehicle.home_site for vehicle in world.scenario.vehicle_types
            }
            used = _sources(offer, option)
            # without any depot, or without any source, loading has said so
            if isinstance(option, VanOption) and depots and used and not offer.vehicles.keys() & set(used):
                yield Finding(
                    "strategy-without-vehicle",
                    view.place,
                    f"no source of {option.id!r} in use has a vehicle; some are based at {listing(sorted(depots))}",
                    "Use such a site, raise the vehicles' count, or do not offer the option",
                    Severity.WARNING,
                )


def _sources(offer: Offer, option: Option) -> list[int]:
    return [source for source in offer.sources(option) if offer.in_use[source]]


@check(
    "vehicle-too-small-for-orders",
    "A vehicle type holds none of the orders that its site's own-van options could carry.",
    "Correct capacity_kg, capacity_l and temperatures.",
)
def vehicle_too_small(world: World) -> Iterator[Finding]:
    """Find vehicle types in which no order fits."""
    types = world.scenario.vehicle_types
    fits = {vehicle.id: False for vehicle in types}
    tried: set[str] = set()
    for view in world.views:
        for vehicle_id, holds in _vehicle_use(view):
            tried.add(vehicle_id)
            fits[vehicle_id] |= holds
    table = sheet(world.scenario, "vehicle_types")
    # what cannot carry even the lightest order was told when the scenario was loaded
    told = {finding.place.row for finding in world.scenario.warnings if finding.code == "small-vehicle"}
    useless = [
        vehicle.id in tried and not fits[vehicle.id] and row not in told
        for vehicle, row in zip(types, table.rows.tolist(), strict=True)
    ]
    yield from at_rows(
        "vehicle-too-small-for-orders",
        table,
        "capacity_kg",
        useless,
        lambda row: f"no order that {types[row].home_site} could send by van fits in {types[row].id!r}",
        "Correct its capacity and temperatures; mind the units",
        Severity.WARNING,
    )


def _vehicle_use(view: StrategyView) -> Iterator[tuple[str, bool]]:
    """Each vehicle type that a van option may use, and whether some order fits in it."""
    offer, screen = view.offer, view.screen
    known: dict[tuple[object, ...], bool] = {}
    for number, option in enumerate(offer.options):
        if not isinstance(option, VanOption) or not len(screen.asking(number)):
            continue
        for source in _sources(offer, option):
            classes = temperature_bits(option.temperatures) & int(offer.site_bits[source])
            for vehicle in offer.vehicles.get(source, ()):
                key = (number, classes, vehicle.temperatures, vehicle.capacity_kg, vehicle.capacity_l)
                if key not in known:
                    loads = van_loads(screen.loads, number, classes, [vehicle], screen.orders.line_order)
                    holds = loads.kept & (loads.excess <= 0)
                    known[key] = bool(holds[screen.asking(number)].any())
                yield vehicle.id, known[key]


@check(
    "site-not-replenished",
    "No lane leads from a supplier, plant or warehouse in use to a site that orders are served from.",
    "Add a lane to it, or accept that its opening stock and receipts are all there is.",
)
def site_not_replenished(world: World) -> Iterator[Finding]:
    """Find sources of orders that are cut off from the goods of others."""
    graph = site_graph(world.scenario)
    strategies: dict[int, list[str]] = {}
    for view in world.views:
        if view.offer.settings.policies.stock.replenish:
            for source in _cut_off(view.offer, graph):
                strategies.setdefault(source, []).append(view.name)
    sites = world.scenario.sites
    mask = np.zeros(len(sites), dtype=bool)
    mask[list(strategies)] = True
    yield from at_rows(
        "site-not-replenished",
        sheet(world.scenario, "sites"),
        "id",
        mask,
        lambda row: (
            f"{sites[row].id} serves orders under {', '.join(strategies[row])}, "
            "but no lane of the sites in use leads to it from a supplier, plant or warehouse"
        ),
        "Add a lane to it in lanes.csv, or take it out of the strategy",
        Severity.WARNING,
    )


def _cut_off(offer: Offer, graph: "nx.MultiDiGraph[str]") -> set[int]:
    """Positions of the sources in use that no goods of others can reach."""
    used = [site for position, site in enumerate(offer.sites) if offer.in_use[position]]
    roots = [site.id for site in used if site.kind in (*UPSTREAM_KINDS, SiteKind.WAREHOUSE)]
    upstream = [site.id for site in used if site.kind in UPSTREAM_KINDS]
    within = graph.subgraph([site.id for site in used])
    reached: set[str] = set()
    for root in roots:
        reached |= nx.descendants(within, root)
    # a warehouse is where the goods are, unless a supplier is in use
    exempt = (*UPSTREAM_KINDS, SiteKind.PARTNER, *(() if upstream else (SiteKind.WAREHOUSE,)))
    sources = {source for option in offer.options for source in _sources(offer, option)}
    return {
        source
        for source in sources
        if offer.sites[source].kind not in exempt and offer.sites[source].id not in reached
    }
