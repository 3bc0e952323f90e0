"""The report in a real browser, where one is installed; else what can be said of the file alone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from optimizer.report.html import render
from tests.unit.report.samples import FULL, HOSTILE, report, single_report

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name))), None)


def drawn(html: str, folder: Path) -> str | None:
    """Return the document after its scripts have run; None without a browser."""
    if BROWSER is None:
        return None
    page = folder / "report.html"
    page.write_text(html, encoding="utf-8")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--disable-background-networking", f"--user-data-dir={folder / 'profile'}"),
        *("--window-size=1280,800", "--virtual-time-budget=10000", "--dump-dom", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout


def chart(document: str, name: str) -> str:
    """Return the part of the document from a chart's element to the next section."""
    start = document.index(f'id="{name}"')
    return document[start : document.index("</section>", start)]


@pytest.fixture(scope="module")
def html() -> str:
    """Return the page of three strategies."""
    return render(report())


@pytest.fixture(scope="module")
def document(html: str, tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """Return that page as the browser has it after drawing."""
    return drawn(html, tmp_path_factory.mktemp("compared"))


def test_charts_are_drawn(html: str, document: str | None) -> None:
    """Marks of strategies, bars of components and lines of routes become paths of a picture."""
    if document is None:
        assert html.count('<div id="trade-off"></div>') == html.count('<div id="cost-bars"></div>') == 1
        assert "Plotly.newPlot" in html
        return
    strategies = chart(document, "trade-off")
    assert len(re.findall(r'<path class="point"', strategies)) == 3
    assert ">full<" in strategies
    assert ">unbounded<" in strategies
    assert len(re.findall(r'<g class="point"><path', chart(document, "cost-bars"))) >= 30
    places = chart(document, "map-chart")
    assert '<path class="js-line"' in places
    assert ">north<" in places


def test_the_recommended_strategy_is_open_and_the_others_are_not(html: str, document: str | None) -> None:
    """The pickers begin at the recommendation; with no script all strategies can be read."""
    blocks = re.findall(r'<div class="strategy" data-strategy="(\d)"([^>]*)>', document or html)
    assert [number for number, _ in blocks] == ["0", "1", "2"]
    hidden = ["hidden" in attributes for _, attributes in blocks]
    assert hidden == ([False] * 3 if document is None else [True, False, True])
    assert f'<option value="1" selected>{FULL}</option>' in html


def test_a_hostile_name_is_shown_and_does_not_run(html: str, document: str | None) -> None:
    """No script appears that the report did not bring."""
    assert HOSTILE not in html
    if document is not None:
        assert document.count("<script") == html.count("<script")
        assert "&lt;script&gt;" in chart(document, "details")


def test_a_single_strategy_is_drawn(tmp_path: Path) -> None:
    """Without a comparison there is no trade-off, and the other charts are there all the same."""
    page = render(single_report())
    document = drawn(page, tmp_path)
    assert 'id="trade-off"' not in page
    if document is not None:
        assert '<g class="point"><path' in chart(document, "cost-bars")
        assert '<path class="js-line"' in chart(document, "map-chart")
