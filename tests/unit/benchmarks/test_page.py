"""The page on benchmarks says what there is."""

import re

import pytest

from benchmarks.quality.peers import known_peers
from benchmarks.quality.rows import COLUMNS, PAIR
from benchmarks.quality.sets import GENERATED, SETS
from benchmarks.quality.summary import MEANS
from tests.helpers.cli import REPOSITORY

PAGE = (REPOSITORY / "docs" / "benchmarks.md").read_text(encoding="utf-8")
#: Of each row of a table, the names in its first cell, and its other cells.
TABLES: list[tuple[list[str], list[str]]] = [
    (re.findall(r"`([^`]+)`", first), rest.split(" | "))
    for first, rest in re.findall(r"^\| (`.*?) \| (.*) \|$", PAGE, re.MULTILINE)
]


def explained(name: str) -> list[str]:
    """Cells beside a name that stands in the first cell of a row."""
    found = [rest for names, rest in TABLES if name in names]
    assert found, name
    return found[0]


@pytest.mark.parametrize("column", sorted({*MEANS, *COLUMNS}))
def test_every_column_is_explained(column: str) -> None:
    """Of the table of means, and of the table of runs."""
    assert explained(column)


@pytest.mark.parametrize("name", [*SETS, GENERATED])
def test_every_set_is_listed(name: str) -> None:
    """With the size of its sample."""
    assert explained(name)[1] == ("all" if name == GENERATED else str(SETS[name].sample))


@pytest.mark.parametrize("name", [one for one in (*known_peers(), PAIR) if one != "ours"])
def test_every_peer_is_listed(name: str) -> None:
    """Ours stands in the sentence before."""
    assert explained(name)


def test_links_lead_somewhere() -> None:
    """Every file that is named exists."""
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE)
    assert links
    for link in links:
        assert (REPOSITORY / "docs" / link).exists(), link
