"""The page about a routing plan."""

from html.parser import HTMLParser
from pathlib import Path

from optimizer.cli.route_page import page
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.formats import RoutingFile
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing_files import EXPLICIT, LILIM, RICH, VRP, parsed


class _Balanced(HTMLParser):
    """Notes elements that are left open or closed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, unless it has no content."""
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def _page(file: RoutingFile, status: Status, *stops: Stop, left: tuple[str, ...] = ()) -> str:
    route = schedule(file.problem, file.problem.vehicle_types[0].id, stops)
    assert route is not None
    unserved = tuple(Unserved("client", one, "client-capacity", "21 > 20", "a larger <van>") for one in left)
    result: Result[Solution] = Result(
        "routing",
        status,
        "pyvrp",
        "1",
        route.cost,
        0,
        0,
        7,
        solution=Solution((route,), left),
        unserved=unserved,
    )
    text = page(file, result, 1.25)
    parser = _Balanced()
    parser.feed(text)
    assert (parser.wrong, parser.open) == ([], [])
    return text


def test_everything_is_on_it(tmp_path: Path) -> None:
    """Verdict, drawing, each route's figures and stops, and that all are served; nothing is fetched from elsewhere."""
    text = _page(parsed(tmp_path, RICH), Status.FEASIBLE, "2", LoadAt("depot2"), "3")
    assert "Feasible: cost 38, 1 route, 0 clients unserved. The independent check found no violation." in text
    assert "2 [depot2] 3" in text
    assert "<svg " in text
    assert "pyvrp 1, seed 7" in text
    assert text.count("http") == 0
    assert '<p class="none">None.</p>' in text


def test_who_is_unserved_and_why(tmp_path: Path) -> None:
    """A partial plan says that it is one."""
    text = _page(parsed(tmp_path, VRP), Status.INFEASIBLE, "1", left=("2",))
    assert "Required clients are left out" in text
    assert "a larger &lt;van&gt;" in text
    assert "21 &gt; 20" in text


def test_without_coordinates(tmp_path: Path) -> None:
    """The tables stand alone, and it is said why."""
    text = _page(parsed(tmp_path, EXPLICIT), Status.TIME_LIMIT, "1")
    assert "no coordinates" in text
    assert "Time limit: " in text


def test_vehicles_first(tmp_path: Path) -> None:
    """Vehicles and distance apart, without the price that puts vehicles first."""
    text = _page(parsed(tmp_path, LILIM), Status.FEASIBLE, "1", "2", "3", "4")
    assert "1 vehicle, distance 21.708" in text
    assert "Objective: vehicles, then distance" in text
