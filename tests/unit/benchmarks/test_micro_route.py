"""Routing is measured beyond the limit it is given."""

from pathlib import Path

import pytest

from benchmarks.micro import route
from benchmarks.registry import find
from optimizer.routing.formats import read


@pytest.mark.parametrize(("clients", "limit"), [(100, "2"), (1000, "20")])
def test_the_command_is_given_its_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clients: int, limit: str
) -> None:
    """As many generated clients as the name says are routed; neither the limit counts nor what is compiled before."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(route, "call", lambda *arguments: called.append(arguments))
    benchmark = find(f"route_{clients}")
    path = benchmark.prepare(tmp_path)
    assert len(called) == 1
    assert called[0][:2] == ("route", str(path))
    benchmark.run(path)
    assert len(read(path).clients) == clients
    command, file, *options = called[1]
    assert (command, file) == ("route", str(path))
    assert options[options.index("--time") + 1] == limit == f"{benchmark.granted_s:g}"
    assert options[options.index("--out") + 1] == str(path.with_suffix(".sol"))
