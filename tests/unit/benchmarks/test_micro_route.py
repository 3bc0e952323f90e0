"""Routing is measured beyond the limit it is given."""

from pathlib import Path

import pytest

from benchmarks.micro import route
from benchmarks.registry import find
from optimizer.routing.formats import read, read_file


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


def test_clients_left_out_are_explained_within_the_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Drivers with two, three and four breaks have the time for some of the jobs only, wherever the breaks fall."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(route, "call", lambda *arguments: called.append(arguments))
    benchmark = find("route_100_unserved")
    path = benchmark.prepare(tmp_path)
    benchmark.run(path)
    assert called[1][:2] == ("route", str(path))
    assert called[1][-2:] == ("--speed", "30")
    problem = read_file(path, None, 30.0).problem
    assert {len(kind.breaks) for kind in problem.vehicle_types} == {2, 3, 4}
    shifts = sum(kind.count * (kind.shift[1] - kind.shift[0]) for kind in problem.vehicle_types)
    rests = sum(kind.count * sum(one.duration_s for one in kind.breaks) for kind in problem.vehicle_types)
    assert shifts - rests < sum(client.service_s for client in problem.clients)
