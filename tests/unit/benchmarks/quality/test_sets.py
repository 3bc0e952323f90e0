"""Instances are found with the best solution known of each."""

from pathlib import Path

import pytest

from benchmarks.quality import sets
from benchmarks.quality.sets import RECIPES, SETS, Instance, data_folder, generated, instances, spread


def folder_of(tmp_path: Path, name: str, **files: str) -> Path:
    """Make the benchmark data of one set; an underscore before the suffix stands for its point."""
    folder = tmp_path / SETS[name].folder
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / ".".join(file.rsplit("_", 1))).write_text(text, encoding="utf-8")
    return tmp_path


def test_solution_files(tmp_path: Path) -> None:
    """The cost of a .sol is in the file's own unit; a file without one is left out."""
    data = folder_of(tmp_path, "x", A_vrp="", A_sol="Route #1: 1\nCost 12.5\n", B_vrp="")
    found = instances(SETS["x"], data)
    assert [(one.name, one.best_cost, one.in_integers) for one in found] == [("A", 12.5, False)]


@pytest.mark.parametrize(("text", "cost"), [("Route #1: 1\nCost 827.3\n", 827.3), ("COST : 27591", 27591)])
def test_costs_in_both_spellings(tmp_path: Path, text: str, cost: float) -> None:
    """Public files have either."""
    (one,) = instances(SETS["x"], folder_of(tmp_path, "x", A_vrp="", A_sol=text))
    assert one.best_cost == cost


def test_data_lies_beside_the_project_by_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Or where the variable says."""
    monkeypatch.delenv("OPTIMIZER_BENCH_DATA", raising=False)
    assert data_folder().parts[-2:] == ("shared", "bench")
    monkeypatch.setenv("OPTIMIZER_BENCH_DATA", str(tmp_path))
    assert data_folder() == tmp_path


def test_table_of_costs(tmp_path: Path) -> None:
    """A table of costs is in integers; a row without its file is left out."""
    data = folder_of(tmp_path, "hfvrp", A_vrp="", bks_csv="instance,cost\nA,7000\nZ,1\n")
    assert [(one.best_cost, one.in_integers, one.rounding) for one in instances(SETS["hfvrp"], data)] == [
        (7000.0, True, "exact")
    ]


def test_table_of_fleets(tmp_path: Path) -> None:
    """Where vehicles come first, both figures are known."""
    data = folder_of(tmp_path, "lilim100", lc1_txt="", bks_csv="instance,vehicles,distance\nlc1,10,828.9\n")
    assert [(one.best_vehicles, one.best_cost) for one in instances(SETS["lilim100"], data)] == [(10, 828.9)]


def test_missing_data_is_told(tmp_path: Path) -> None:
    """The message names the folder and the variable that says where it is."""
    with pytest.raises(FileNotFoundError, match="OPTIMIZER_BENCH_DATA"):
        instances(SETS["gh1000"], tmp_path)


def test_solution_without_cost_is_told(tmp_path: Path) -> None:
    """A .sol that states no cost is named."""
    data = folder_of(tmp_path, "x", A_vrp="", A_sol="Route #1: 1\n")
    with pytest.raises(ValueError, match=r"A\.sol states no cost"):
        instances(SETS["x"], data)


def test_sample_is_spread() -> None:
    """A sample takes even steps through the set, and all of it where that is smaller."""
    found = [Instance(Path(f"{number:02d}.vrp"), "round", 1.0, in_integers=False) for number in range(40)]
    assert [one.name for one in spread(found, 4)] == ["05", "15", "25", "35"]
    assert spread(found, 99) == found


def test_generated_instances_have_best_costs(tmp_path: Path) -> None:
    """Each generated instance is written down with the best cost found so far."""
    found = generated(tmp_path)
    assert [one.name for one in found] == [recipe.name for recipe in RECIPES]
    assert len(found) == 7
    assert [bool(recipe.window) for recipe in RECIPES].count(True) == 1
    assert all(one.path.exists() and one.best_cost > 0 for one in found)
    assert sets.GENERATED not in SETS
