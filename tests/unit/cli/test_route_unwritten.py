"""Files that ``optimizer route`` cannot write."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from optimizer.routing import engines
from tests.helpers.cli import VRP, found_by, invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a routing problem with two clients."""
    path = tmp_path / "small.vrp"
    path.write_text(VRP, encoding="utf-8")
    return path


def _route(file: Path, *more: str | Path) -> tuple[Any, ...]:
    return ("route", file, "--iterations", "20", *more)


def test_a_folder_where_nothing_can_be_made(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told before anything is solved; nothing is left of the attempt."""

    def refused(*_: object, **changes: object) -> None:
        assert changes["dir"] == tmp_path
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(engines, "solve", None)
    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    for option, name in (("--out", "plan.sol"), ("--plot", "plan.html")):
        path = tmp_path / "deep" / name
        assert found_by(*_route(file, option, path)) == (2, [("not-writable", str(path))])
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_found_is_shown_though_it_cannot_be_written(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    """The plan's folder becomes a file during the search; the result is told all the same, and the plot is written."""
    out, plot = tmp_path / "deep" / "plan.sol", tmp_path / "plan.html"
    found = engines.solve

    def blocking(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        out.parent.write_text("in the way", encoding="utf-8")
        return found(*arguments, **named)

    monkeypatch.setattr(engines, "solve", blocking)
    result = invoke(*_route(file, "--out", out, "--plot", plot), *(["--json"] if as_json else []))
    assert result.exit_code == 2
    if as_json:
        document = json.loads(result.stdout)
        assert (document["cost"], document["errors"]) == (11, 1)
        assert [one["code"] for one in document["findings"]] == ["not-writable"]
    else:
        assert result.stdout == "small: feasible, cost 11, 1 route, 0 unserved, checked\n"
        assert "not-writable" in result.stderr
    assert plot.is_file()
