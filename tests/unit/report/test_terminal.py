import pytest

from optimizer.core.status import Status
from optimizer.report.model import Report
from optimizer.report.terminal import show
from tests.unit.report.samples import (
    FULL,
    HAND_MADE,
    NOTHING,
    nothing,
    outcomes,
    report,
    report_on,
    scenario,
    single_report,
)


def printed(
    shown: Report, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Return what a terminal of ``width`` columns shows, checked to fit it and to have no colour."""
    monkeypatch.setenv("COLUMNS", str(width))
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    show(shown)
    written = capsys.readouterr().out
    assert "\x1b" not in written
    assert max(len(line) for line in written.splitlines()) <= width
    return written


@pytest.mark.parametrize("width", [80, 120])
def test_the_key_numbers_are_shown_at_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recommendation, costs, differences, hours, service, naive cost, reasons and gaps, none cut off."""
    written = printed(report(), width, capsys, monkeypatch)
    words = " ".join(written.split())
    assert "Use full: EUR 0.47 (0.3%) more than nothing, EUR 145.24 in all." in words
    for number in ("161.75", "+11.7%", "unbounded", "87.5%", "165.24", "12.1%", "20.22", "75.0%", "18.2"):
        assert number in words
    assert "dominated by nothing" in words
    assert "cut-off-missed" in words
    assert "take orders 240 min longer" in words
    assert "fulfilment: gap 1.5%, bound by highs 1.12" in words
    assert "routing: gap unknown, pyvrp 0.13 proves no bound" in words
    assert "all: passed: 7 shipments, 1 route, 2 moves, 33 cost lines" in words
    assert "all, nothing: misses a limit: p95 unbounded is above 48 h." in words
    assert "…" not in written


def test_a_wide_terminal_has_one_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 120 columns a strategy is one line with everything; at 80 it is split over two tables."""
    wide = printed(report(), 120, capsys, monkeypatch).splitlines()
    narrow = printed(report(), 80, capsys, monkeypatch).splitlines()
    row = next(line for line in wide if line.startswith("full  "))
    assert row.split() == [
        "full",
        "145.24",
        "+0.3%",
        "18.16",
        "47.0",
        "18.2",
        "100.0%",
        "87.5%",
        "0",
        "165.24",
        "12.1%",
        "recommended",
    ]
    assert next(line for line in narrow if line.startswith("full  ")).split() == [
        *("full", "145.24", "+0.3%", "47.0", "100.0%", "0", "recommended")
    ]


def test_a_single_strategy_shows_no_comparison(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing to stand against: no baseline column and no rule."""
    words = printed(single_report(), 80, capsys, monkeypatch)
    assert "vs base:" not in words
    assert "Standing" not in words
    assert "145.24" in words
    assert "not served in full" not in words


def test_nobody_served_is_shown_without_routes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unbounded hours are words, and the reasons are counted."""
    words = " ".join(printed(single_report(nothing()), 80, capsys, monkeypatch).split())
    assert "The hours of the slowest 5% are unbounded: 8 of 8 orders are not served." in words
    assert "no-stock: 8 (for example O1" in words


def test_strategies_not_evaluated_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped run says what it did not come to."""
    made = scenario()
    words = printed(report_on(made, outcomes(made)[:2], interrupted=True), 120, capsys, monkeypatch)
    assert "Interrupted: 2 of 3 strategies evaluated. None is recommended." in words
    assert f"Not evaluated, since the run was stopped: {NOTHING}." in words


def test_long_names_are_folded_and_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A strategy with a very long name and a cost of billions still shows its numbers whole."""
    made = scenario()
    first, second, third = outcomes(made)
    long = second.replace(strategy="everything_from_every_site_by_every_option_on_every_day")
    found = (first, long, third)
    written = printed(report_on(made, found), 80, capsys, monkeypatch)
    assert "145.24" in written
    assert "…" not in written


def test_what_strategies_share_is_said_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note of several names them all; a plan taken over has its reasons and gaps where it comes from."""
    made = scenario()
    first, second = (one.replace(status=Status.TIME_LIMIT) for one in outcomes(made)[:2])
    found = (first, second, first.replace(strategy=NOTHING, adopted_from=HAND_MADE))
    words = " ".join(printed(report_on(made, found), 120, capsys, monkeypatch).split())
    assert words.count("the search was stopped by the time limit") == 1
    assert f"{HAND_MADE}, {FULL}, {NOTHING}: the search was stopped" in words
    assert f"{HAND_MADE}: 1 order not served in full" in words
    assert f"{NOTHING}: 1 order not served in full" not in words
    assert f"cost lines; gaps as of {HAND_MADE}, whose plan it is" in words
    assert words.count("fulfilment: gap 1.5%") == 2
