"""What ``solve`` and ``compare`` say when they are done."""

import json
from pathlib import Path

import pytest

from optimizer.cli.results import Results, show_results
from optimizer.report.headline import Asked
from optimizer.store.incomplete import without_recommendation
from optimizer.strategy.run import StrategiesRun
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, compared, outcomes, report_on, scenario

TARGET = Path("runs") / "one day"
REPORT = f"Report: {TARGET / 'report.html'}\n"


def _results(*names: str) -> Results:
    """Return results of the three strategies, or of a run that was interrupted after those named."""
    made = scenario()
    found = tuple(one for one in outcomes(made) if one.strategy in (names or (HAND_MADE, FULL, NOTHING)))
    comparison = without_recommendation(compared(made, found), 3) if len(found) > 1 else None
    asked = Asked((HAND_MADE, FULL, NOTHING), interrupted=bool(names))
    report = report_on(made, found, interrupted=bool(names))
    return Results(TARGET, asked, StrategiesRun(found, comparison), report)


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Headline, tables, whom nobody is served by and why, and last where the report is; then what to do next."""
    show_results(_results(), as_json=False, quiet=False)
    output = capsys.readouterr()
    assert "Use full: EUR 0.47 (0.3%) more than nothing" in " ".join(output.out.split())
    assert "161.75" in output.out
    assert "nothing serves no order:\n  8 orders: no-stock: no unit for" in output.out
    assert output.out.endswith(REPORT)
    assert output.err == "Check it again any time: optimizer check 'runs/one day'\n"


def test_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """The recommendation and the report, one line each; on standard error why the exit code is not 0."""
    show_results(_results(), as_json=False, quiet=True)
    output = capsys.readouterr()
    assert output.out == (
        "Use full: EUR 0.47 (0.3%) more than nothing, EUR 145.24 in all. 95% of the orders are handed over within "
        f"47.0 hours; every order is served.\n{REPORT}"
    )
    assert output.err == "nothing serves no order.\n"


def test_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, whole."""
    show_results(_results(), as_json=True, quiet=False)
    output = capsys.readouterr()
    document = json.loads(output.out)
    assert (document["run"], document["report"]) == (str(TARGET), str(TARGET / "report.html"))
    assert (document["interrupted"], document["not_evaluated"]) == (False, [])
    assert document["comparison"]["recommended"] == FULL
    assert list(document["strategies"]) == [HAND_MADE, FULL, NOTHING]
    (reason,) = document["strategies"][NOTHING]["unserved"]
    assert (reason["reason"], reason["orders"]) == ("no-stock", 8)
    assert output.err == ""


@pytest.mark.parametrize("names", [(HAND_MADE, FULL), (FULL,)])
def test_an_interrupted_run_for_machines(capsys: pytest.CaptureFixture[str], names: tuple[str, ...]) -> None:
    """It says so, names what was not evaluated, and recommends nothing."""
    show_results(_results(*names), as_json=True, quiet=False)
    document = json.loads(capsys.readouterr().out)
    assert document["interrupted"] is True
    assert document["not_evaluated"] == [name for name in (HAND_MADE, FULL, NOTHING) if name not in names]
    assert not (document["comparison"] or {}).get("recommended")


def test_an_interrupted_run_in_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """The line that would have the recommendation says how many were evaluated."""
    show_results(_results(HAND_MADE, FULL), as_json=False, quiet=True)
    assert capsys.readouterr().out.startswith(
        "Interrupted: 2 of 3 strategies evaluated. None is recommended."
    )
