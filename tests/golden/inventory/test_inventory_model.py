"""The LP file of a small problem, constraint by constraint as it was reviewed."""

import inspect
import re
from pathlib import Path

from optimizer.inventory.engines import model as room
from optimizer.inventory.engines.model import build
from tests.helpers.inventory import Lane, make_problem

GOLDEN = Path(__file__).parent / "two_products.lp"

#: Names of the rows each function writes.
FAMILIES = {
    "define_cost": "OBJ",
    "define_stock_balance": "balance",
    "define_demand": "demand",
    "define_lane_capacity": "lane",
    "define_storage": "storage",
}

PROBLEM = make_problem(
    sites=("Supplier", "Hub", "Store"),
    products=("tea", "rice"),
    days=2,
    opening={("Hub", "tea"): 5, ("Store", "rice"): 1},
    receipts={("Hub", "rice", 1): 4},
    demand={("Z", "tea", 0): 2, ("Z", "rice", 1): 3},
    serve={("Z", "Store"): 1.5, ("Z", "Hub"): 4.0},
    lanes=[Lane("Supplier", "Hub", 1, 0.5), Lane("Hub", "Store", 0, 0.75, capacity_kg=6.0)],
    holding=0.25,
    shortage=(20.0, 30.0),
    end_value=0.125,
    weight_kg=(0.5, 2.0),
    volume_l=(1.0, 3.0),
    storage_l={"Store": 7.0},
    unlimited=("Supplier",),
)


def test_the_written_model_is_the_reviewed_one(tmp_path: Path) -> None:
    """Objective, constraints, bounds and integrality are those of the file, line by line."""
    path = tmp_path / "two_products.lp"
    build(PROBLEM).program.writeLP(str(path))
    assert path.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")


def test_every_constraint_family_is_in_the_file() -> None:
    """A new ``define_`` function needs a row in the golden file."""
    written = {name for name, _ in inspect.getmembers(room, inspect.isfunction) if name.startswith("define_")}
    assert written == set(FAMILIES)
    text = GOLDEN.read_text(encoding="utf-8")
    for prefix in FAMILIES.values():
        assert re.search(rf"^{prefix}[_:]", text, flags=re.MULTILINE)
