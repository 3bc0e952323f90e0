"""Lane paths: cheapest, fastest, none."""

import pytest

from optimizer.network.graph import LanePath, cheapest_path, components, fastest_path, site_graph
from tests.unit.network.hand_made import scenario

#: SUP -> WH -> S1 is cheap and slow, SUP -> S1 dear and fast; WH -> S1 has two lanes.
LANES = [
    {"id": "in", "from_site": "SUP", "to_site": "WH", "cost_per_kg": 10, "transit_h": 20},
    {"id": "van", "from_site": "WH", "to_site": "S1", "cost_per_unit": 30, "transit_h": 1},
    {"id": "truck", "from_site": "WH", "to_site": "S1", "cost_per_unit": 5, "transit_h": 4}
    | {"cost_per_truck": 2000, "truck_kg": 1000},
    {"id": "direct", "from_site": "SUP", "to_site": "S1", "cost_per_unit": 100, "transit_h": 9},
]


def test_nodes_and_edges_carry_their_attributes() -> None:
    """Every site is a node, every lane an edge of its own."""
    graph = site_graph(scenario(lanes=LANES))
    assert set(graph) == {"WH", "S1", "SUP"}
    assert graph.nodes["S1"] == {"kind": "store", "name": "", "district": "", "lat": 37.55, "lon": 127.05}
    assert {key for _, _, key in graph.edges(keys=True)} == {"in", "van", "truck", "direct"}
    truck = graph["WH"]["S1"]["truck"]
    assert truck == {"mode": "truck", "cost_per_unit": 5, "cost_per_kg": 2.0, "transit_h": 4}


def test_cheapest_path_takes_the_cheaper_of_parallel_lanes() -> None:
    """For a kilogram the way over the warehouse by truck is cheapest: 10 + (5 + 2)."""
    found = cheapest_path(site_graph(scenario(lanes=LANES)), "SUP", "S1")
    assert found == LanePath(("SUP", "WH", "S1"), ("in", "truck"), 17.0, 24.0)


def test_cheapest_path_depends_on_the_weight() -> None:
    """Lanes priced by weight lose against a lane priced by the unit when units are heavy."""
    found = cheapest_path(site_graph(scenario(lanes=LANES)), "SUP", "S1", weight_kg=20)
    assert found == LanePath(("SUP", "S1"), ("direct",), 100.0, 9.0)


def test_fastest_path_states_its_cost() -> None:
    """The direct lane is fastest; between warehouse and store the van is."""
    graph = site_graph(scenario(lanes=LANES))
    assert fastest_path(graph, "SUP", "S1") == LanePath(("SUP", "S1"), ("direct",), 100.0, 9.0)
    assert fastest_path(graph, "WH", "S1", weight_kg=3) == LanePath(("WH", "S1"), ("van",), 30.0, 1.0)


def test_equally_fast_lanes_the_cheaper_one() -> None:
    """Among equally fast parallel lanes the cheaper is taken, then the smaller id."""
    lanes = [LANES[1] | {"id": name, "cost_per_unit": cost} for name, cost in (("a", 9), ("c", 7), ("b", 7))]
    found = fastest_path(site_graph(scenario(lanes=lanes)), "WH", "S1")
    assert found == LanePath(("WH", "S1"), ("b",), 7.0, 1.0)


def test_no_path_against_the_direction() -> None:
    """Lanes are directed: from the store nothing leads back."""
    graph = site_graph(scenario(lanes=LANES))
    assert cheapest_path(graph, "S1", "SUP") is None
    assert fastest_path(graph, "S1", "WH") is None


def test_a_site_reaches_itself() -> None:
    """The path from a site to itself is empty and free."""
    graph = site_graph(scenario(lanes=LANES))
    assert cheapest_path(graph, "WH", "WH") == LanePath(("WH",), (), 0, 0)


def test_a_lane_without_trucks_leads_nowhere() -> None:
    """A lane without trucks carries nothing."""
    graph = site_graph(scenario(lanes=[LANES[0] | {"trucks": 0}]))
    assert cheapest_path(graph, "SUP", "WH") is None


def test_an_unknown_site_is_named() -> None:
    """A misspelt site is an error, not an absent path."""
    with pytest.raises(KeyError, match="no site 'WH2'"):
        cheapest_path(site_graph(scenario()), "WH", "WH2")


def test_components_ignore_direction() -> None:
    """Sites joined by a lane in either direction hang together; the rest stand alone."""
    graph = site_graph(scenario(lanes=LANES[1:3]))
    assert components(graph) == (("S1", "WH"), ("SUP",))
    assert components(site_graph(scenario())) == (("S1",), ("SUP",), ("WH",))
