"""PyVRP's own reader and ours understand a file alike, or the run is no result."""

from pathlib import Path

import pytest

from benchmarks.quality.peers import Task, peer
from benchmarks.quality.pyvrp_file import as_read, is_read, refuse_other_cost
from optimizer.core.params import Params
from optimizer.routing.check import check
from optimizer.routing.formats import read
from optimizer.routing.schedule import timed_solution

#: Two clients 3 and 7 from the depot, of which one van can serve both: 14.
TINY = """NAME : tiny
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 3
3 0 7
DEMAND_SECTION
1 0
2 4
3 5
DEPOT_SECTION
1
-1
EOF
"""
#: Two vehicle types, of which the first is dear and far off, and a client that only the second may visit.
MIXED = """NAME : mixed
TYPE : HFVRP
VEHICLES : 3
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY_SECTION
1 20
2 9
3 9
VEHICLES_FIXED_COST_SECTION
1 100
2 10
3 10
NODE_COORD_SECTION
1 0 0
2 0 3
3 0 7
4 5 0
DEMAND_SECTION
1 0
2 4
3 5
4 8
DEPOT_SECTION
1
-1
EOF
"""
LIMITS = Params(iteration_limit=20, seed=1)


@pytest.mark.parametrize(("text", "cost"), [(TINY, 14), (MIXED, 14 + 10 + 10 + 10)])
def test_stock_pyvrp_reads_the_file_itself(tmp_path: Path, text: str, cost: int) -> None:
    """Without windows it is given none, and its routes come back with their vehicles."""
    file = tmp_path / "x.vrp"
    file.write_text(text, encoding="utf-8")
    problem = read(file, "round")
    assert not as_read(problem, file, "round").data.has_time_windows()
    task = Task(problem, LIMITS, [], file, "round")
    solution, _ = peer("pyvrp")(task)
    assert check(problem, solution) == ()
    assert task.trace[-1][1] == cost


def test_other_formats_are_translated(tmp_path: Path) -> None:
    """PyVRP reads VRPLIB only."""
    file = tmp_path / "x.vrp"
    file.write_text(TINY, encoding="utf-8")
    problem = read(file, "round")
    assert [is_read(problem, one) for one in (file, tmp_path / "x.txt", None)] == [True, False, False]
    assert as_read(problem, tmp_path / "x.txt", "round").data.num_clients == 2


def test_vehicles_bound_to_clients_are_translated(tmp_path: Path) -> None:
    """From what it reads of these, PyVRP's local search does not come to an end."""
    file = tmp_path / "x.vrp"
    allowed = "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2\n2 2 3 4\n3 2 3 4\nDEPOT_SECTION"
    file.write_text(MIXED.replace("DEPOT_SECTION", allowed), encoding="utf-8")
    assert not is_read(read(file, "round"), file)


def test_readers_that_differ_are_told(tmp_path: Path) -> None:
    """In what there is, and in what a plan costs."""
    file, other = tmp_path / "x.vrp", tmp_path / "y.vrp"
    file.write_text(TINY, encoding="utf-8")
    other.write_text(MIXED, encoding="utf-8")
    problem = read(file, "round")
    with pytest.raises(RuntimeError, match=r"\(3, 1, 2\) clients, depots and vehicle types from y.vrp"):
        as_read(problem, other, "round")
    plan = timed_solution(problem, [(problem.vehicle_types[0].id, ["1", "2"])])
    refuse_other_cost(problem, plan, 14)
    with pytest.raises(RuntimeError, match="costs 13, which is 14"):
        refuse_other_cost(problem, plan, 13)
