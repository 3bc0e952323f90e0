import json
import re
from html.parser import HTMLParser

import pytest

from optimizer.report.html import render
from optimizer.report.markup import text
from optimizer.scenario.settings import Limits
from tests.unit.report.samples import (
    FULL,
    HOSTILE,
    KOREAN,
    NOTHING,
    nothing,
    outcomes,
    report,
    report_on,
    scenario,
    single_report,
)

_VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Reads a page: nesting, attributes, text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag; what is not void must be closed."""
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        """Keep texts and scripts apart."""
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            self.scripts.append(data)
        elif inside != "style":
            self.words.append(data)

    @property
    def visible(self) -> str:
        """Text as a reader sees it."""
        return re.sub(r"\s+", " ", " ".join(self.words))

    def data(self) -> dict[str, object]:
        """Return what the page's script is given."""
        found: dict[str, object] = json.loads(self.scripts[0])
        return found


@pytest.fixture(scope="module")
def html() -> str:
    """Return the page of three strategies."""
    return render(report())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """Return that page, read."""
    return Page(html)


def test_the_page_is_well_formed(page: Page) -> None:
    """Every element is closed in its turn, ids are unique, and every link within the page leads somewhere."""
    assert page.open == []
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    anchors = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert anchors
    assert all(anchor and anchor[0] == "#" and anchor[1:] in ids for anchor in anchors)


def test_nothing_is_fetched(html: str, page: Page) -> None:
    """No element names a resource, styles import nothing, and the page forbids any request."""
    fetching = {"src", "srcset", "data", "poster", "action", "background"}
    assert not [
        tag for tag, attributes in page.tags if fetching & attributes.keys() or tag in ("link", "iframe")
    ]
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles
    policies = [attributes.get("content") or "" for tag, attributes in page.tags if tag == "meta"]
    assert any("default-src 'none'" in policy and "http" not in policy for policy in policies)
    without_plotly = html.replace(page.scripts[1], "")
    assert "http://" not in without_plotly
    assert "https://" not in without_plotly


def test_the_page_is_one_file_of_moderate_size(html: str, page: Page) -> None:
    """Plotly is inside, once; the rest is small."""
    assert len(page.scripts) == 3
    assert "plotly.js v" in page.scripts[1][:300]
    assert len(html.encode()) < 6_000_000
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')


def test_the_recommendation_is_shown_with_its_figures(page: Page) -> None:
    """Name, difference, hours and unserved orders are on the page."""
    assert "Recommendation full" in page.visible
    for words in ("EUR 0.47", "0.3% more than nothing", "47.0 h", "0 of 8", "EUR 145.24"):
        assert words in page.visible


def test_names_are_texts_and_never_markup(html: str, page: Page) -> None:
    """A site called like a script is shown as it is called and does not run; Korean stays Korean."""
    assert HOSTILE not in html
    assert HOSTILE in page.visible
    assert KOREAN in page.visible
    assert len(page.scripts) == 3
    sites = page.data()["sites"]
    assert isinstance(sites, list)
    assert "&lt;script&gt;" in sites[3][2]


def test_the_script_is_given_every_strategys_drawing(page: Page) -> None:
    """Routes by wave, addresses by option, whoever is unserved."""
    drawn = page.data()["strategies"]
    assert isinstance(drawn, list)
    assert [len(one["routes"]) for one in drawn] == [1, 1, 0]
    assert [len(one["unserved"]) for one in drawn] == [1, 0, 8]
    assert drawn[0]["routes"][0][1] == "2025-03-03 evening"


def test_every_table_has_its_heading_and_explanation(page: Page) -> None:
    """A planner finds what each part shows."""
    for words in (
        "What it would take for the others to win",
        "All figures",
        "Site workload",
        "Van routes",
        "Replenishment",
        "Unserved orders",
        "Cost lines",
        "By sales channel",
        "By district",
        "Gaps, stage by stage",
        "routing: gap unknown, pyvrp 0.13 proves no bound",
        "fulfilment: gap 1.5%, bound by highs 1.12",
        "take orders 240 min longer",
    ):
        assert words in page.visible


def test_a_single_strategy_has_a_page_without_comparison() -> None:
    """No trade-off chart, no baseline, its own tables."""
    page = Page(render(single_report()))
    assert page.open == []
    assert "The plan full" in page.visible
    assert "Planning saves 12.1%" in page.visible
    assert "baseline" not in page.visible
    assert "trade-off" not in {attributes.get("id") for _, attributes in page.tags}
    charts = page.data()["charts"]
    assert isinstance(charts, dict)
    assert set(charts) == {"cost-bars"}


def test_a_plan_that_serves_nobody_has_a_page() -> None:
    """No routes, no shipments, unbounded hours."""
    page = Page(render(single_report(nothing())))
    assert page.open == []
    assert "8 of 8 orders are not served" in page.visible
    assert "unbounded" in page.visible


def test_without_recommendation_the_page_says_so() -> None:
    """Limits nobody keeps: no star, no saving claimed as advice."""
    made = scenario()
    settings = made.settings.model_copy(update={"limits": Limits(p95_hours=1)})
    made = made.replace(settings=settings)
    found = outcomes(made)
    page = Page(render(report_on(made, found)))
    assert "No recommendation No strategy keeps the limits" in page.visible
    assert "No strategy is within the limits" in page.visible
    assert "full would need 95% of its orders 46.0 hours sooner; or limits.p95_hours at 47.0" in page.visible
    assert "Saves" not in page.visible
    assert "best" not in {attributes.get("class") for _, attributes in page.tags}


def test_a_page_without_hours_shows_service_instead() -> None:
    """The chart is called what it is."""
    made = scenario()
    found = tuple(one for one in outcomes(made) if one.strategy != FULL)
    page = Page(render(report_on(made, found)))
    assert "Cost against orders not served" in page.visible
    assert "Cost against delivery time" not in page.visible


def test_strategies_not_evaluated_are_named_on_the_page() -> None:
    """A run that was stopped early does not pretend to have compared all."""
    made = scenario()
    page = Page(render(report_on(made, outcomes(made)[:2], interrupted=True)))
    assert "No recommendation 2 of 3 strategies evaluated Interrupted: 2 of 3" in page.visible
    assert "Saves" not in page.visible
    assert f"Not evaluated, since the run was stopped: {NOTHING}." in page.visible


def test_a_strategy_with_a_hostile_name_is_harmless() -> None:
    """Names of strategies are the planner's, too."""
    made = scenario()
    first, second, third = outcomes(made)
    second = second.replace(strategy=HOSTILE)
    html = render(report_on(made, (first, second, third)))
    assert HOSTILE not in html
    assert text(HOSTILE) in html
