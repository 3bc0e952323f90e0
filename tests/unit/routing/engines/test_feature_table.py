"""The page of features asks each engine about each feature."""

from optimizer.routing.engines import Capability, engine, engine_names
from optimizer.routing.engines.feature_table import EXAMPLES, feature_table
from optimizer.routing.engines.registry import FEW, LONG, SMALL, VARIETY_FROM, VARIETY_TO, WINDOWS_S


def test_every_feature_has_an_example_and_a_row() -> None:
    """In the order in which they are named, so that the page reads well."""
    assert list(EXAMPLES) == list(Capability)
    rows = [line.split(" | ") for line in feature_table().splitlines() if line.startswith("| ")]
    assert rows[0] == ["| feature", *engine_names()[:-1], f"{engine_names()[-1]} |"]
    assert [row[0] for row in rows[1:]] == [f"| {capability}" for capability in Capability]


def test_table_says_what_engines_say() -> None:
    """An engine has a feature just if it would take a problem that uses it."""
    rows = {line.split(" | ")[0][2:]: line for line in feature_table().splitlines() if line.startswith("| ")}
    for capability, problem in EXAMPLES.items():
        cells = rows[capability].strip("| ").split(" | ")[1:]
        assert cells == ["no" if engine(name).missing(problem) else "yes" for name in engine_names()]


def test_page_says_whom_auto_asks_first() -> None:
    """With the numbers of clients that the choice itself goes by."""
    head = " ".join(feature_table().split("\n| ")[0].split())
    assert f"for fewer than {SMALL} clients unless vehicles come first" in head
    assert f"`portfolio` comes first for {VARIETY_FROM} to {VARIETY_TO} clients in any" in head
    assert f"there are fewer than {FEW} clients, and none has a time window" in head
    assert f"some have a time window and {LONG} clients or more are on a route" in head
    assert f"`genetic` comes first for fewer than {VARIETY_FROM} clients" in head
    assert f"at least {WINDOWS_S} s per client" in head
