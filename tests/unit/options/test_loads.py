"""What travels together, and its weight."""

from pathlib import Path

import numpy as np

from optimizer.options.loads import Loads
from optimizer.options.offer import ALL_CLASSES
from tests.helpers.scenarios import changed
from tests.unit.options.build import screen, small

AMBIENT, CHILLED = 1, 2


def loads(folder: Path, split: str = "none") -> Loads:
    """Orders O1 to O5: 2 tea and 1 rice, 1 tea, 4 milk, 2 milk, 3 tea."""
    return screen(small(folder, {"delivery": {"split": split}})).loads


def test_a_load_holds_the_lines_of_its_classes(tmp_path: Path) -> None:
    """Ambient leaves out the milk of O3 and O4; all classes hold everything. Weights in milligrams."""
    some = loads(tmp_path)
    ambient = some.under(0, AMBIENT)
    assert ambient.carried.tolist() == [True, True, True, False, False, True]
    assert ambient.lines.tolist() == [2, 1, 0, 0, 1]
    assert ambient.milligrams.tolist() == [10_400_000, 200_000, 0, 0, 600_000]
    assert some.under(0, ALL_CLASSES).milligrams.tolist() == [
        10_400_000,
        200_000,
        4_400_000,
        2_200_000,
        600_000,
    ]


def test_whole_orders_need_all_lines_and_split_ones_a_single_one(tmp_path: Path) -> None:
    """O1 has two lines."""
    assert loads(tmp_path / "1").needed.tolist() == [2, 1, 1, 1, 1]
    assert loads(tmp_path / "2", "order").needed.tolist() == [1, 1, 1, 1, 1]


def test_classes_may_differ_by_order(tmp_path: Path) -> None:
    """O3's place keeps chilled goods, O4's does not; equal classes are the same load."""
    some = loads(tmp_path)
    mixed = some.under_each(0, np.array([AMBIENT, AMBIENT, CHILLED, AMBIENT, CHILLED]))
    assert mixed.lines.tolist() == [2, 1, 1, 0, 0]
    assert some.under_each(0, np.full(5, AMBIENT)) is some.under(0, AMBIENT)


def test_size_counts_units_rounded_up(tmp_path: Path) -> None:
    """A tea of 0.2004 kg counts 201 g: three are 603 g; and 0.8 l each, 2400 ml."""
    products = changed("products", "tea", weight_kg=0.2004)
    some = screen(small(tmp_path, products=products)).loads
    grams, millilitres = some.size(some.under(0, ALL_CLASSES))
    assert (grams[4], millilitres[4]) == (603, 2400)
