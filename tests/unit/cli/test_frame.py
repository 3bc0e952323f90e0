"""Errors become messages and exit codes, findings become tables."""

import io
import json
import os
import signal
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
import typer

from optimizer.cli.frame import emit_json, emit_plan, framed, say, show_findings
from optimizer.core.errors import Finding, InputError, Place, PlanRejectedError, Severity, Violation

WRONG = Finding("unknown-customer", Place("orders.csv", 7, "customer_id"), "there is no 'C9'", "Add it.")
ODD = Finding("[red]odd", Place("sites[0].csv"), "the name is [bold]", "Leave [/] out.", Severity.WARNING)

FAULTS = {
    "interrupt": (KeyboardInterrupt(), 130, "Interrupted before a plan was kept; nothing was written."),
    "memory": (MemoryError(), 1, "There is not enough memory. Solve fewer orders at once"),
    "worker": (BrokenProcessPool("died"), 1, "A worker process was ended from outside"),
    "plan": (
        PlanRejectedError("strategy vans", [Violation("capacity", "route 3", "21 kg, at most 20")]),
        1,
        "Internal error, please report it: PlanRejectedError: the strategy vans plan fails its check "
        "(1 violation): capacity: route 3: 21 kg, at most 20",
    ),
    "bug": (ZeroDivisionError("division by zero"), 1, "ZeroDivisionError: division by zero"),
}


def _exit_code(error: BaseException, *, as_json: bool = False) -> int:
    with pytest.raises(typer.Exit) as caught, framed(as_json=as_json):
        raise error
    return caught.value.exit_code


@pytest.mark.parametrize("name", FAULTS)
def test_faults_become_words_and_a_code(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, none of it on standard output; only a bug shows where it is."""
    error, code, words = FAULTS[name]
    assert _exit_code(error) == code
    output = capsys.readouterr()
    assert words in output.err
    assert output.out == ""
    assert ("test_frame.py" in output.err) == (name in ("plan", "bug"))


@pytest.mark.parametrize("name", FAULTS)
def test_faults_for_machines(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One document on standard output."""
    error, code, words = FAULTS[name]
    assert _exit_code(error, as_json=True) == code
    assert words in json.loads(capsys.readouterr().out)["error"]


def test_wrong_input(capsys: pytest.CaptureFixture[str]) -> None:
    """Every finding is shown, the exit code is 2."""
    assert _exit_code(InputError([WRONG, ODD])) == 2
    assert "1 error, 1 warning" in capsys.readouterr().err


def test_a_figure_too_large_is_wrong_input(capsys: pytest.CaptureFixture[str]) -> None:
    """A price of a trillion is not a fault of the program."""
    assert _exit_code(OverflowError("1e+300 cannot be held"), as_json=True) == 2
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["code"] == "figure-too-large"
    assert "1e+300" in finding["cause"]


@pytest.mark.parametrize("error", [typer.Exit(3), typer.Abort()])
def test_what_is_no_fault_goes_on(error: BaseException) -> None:
    """A command that ends on purpose."""
    with pytest.raises(type(error)) as caught, framed(as_json=False):
        raise error
    assert caught.value is error


def test_a_reader_that_went_away(capsys: pytest.CaptureFixture[str]) -> None:
    """No fault, no word, and the exit code a shell gives to whom a closed pipe ends."""
    assert _exit_code(BrokenPipeError()) == 128 + signal.SIGPIPE
    assert capsys.readouterr() == ("", "")


def test_nothing_more_is_said_to_a_reader_that_went_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is still in the stream when its reader is gone ends nowhere, and raises nothing when Python leaves."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        gone.write("the rest")
        assert _exit_code(BrokenPipeError()) == 128 + signal.SIGPIPE
        gone.write("and more")
        gone.flush()
        assert os.fstat(gone.fileno()).st_rdev == Path(os.devnull).stat().st_rdev


def test_findings_on_a_wide_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with code, place, cause and action; names that look like markup stay as they are."""
    monkeypatch.setenv("COLUMNS", "160")
    show_findings([WRONG, ODD], as_json=False)
    text = capsys.readouterr().err
    row = next(line for line in text.splitlines() if "unknown-customer" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [
        "unknown-customer",
        "orders.csv row 7, column customer_id",
        "there is no 'C9'",
        "Add it.",
    ]
    assert "the name is [bold]" in text
    assert "[red]odd" in text
    assert text.endswith("1 error, 1 warning\n")


def test_findings_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block each, no line too long, no word broken."""
    monkeypatch.setenv("COLUMNS", "60")
    long = Finding("late", Place("a.csv"), "word " * 40, "Do.")
    show_findings([WRONG, ODD, long], as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error unknown-customer: orders.csv row 7")
    assert "  there is no 'C9'" in lines
    assert "  Add it." in lines
    assert "warning [red]odd: sites[0].csv" in lines
    assert all(len(line) <= 60 for line in lines)
    assert {word for line in lines for word in line.split() if word.startswith("wor")} == {"word"}


def test_findings_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """One document with the number of errors."""
    show_findings([WRONG, ODD], as_json=True)
    output = capsys.readouterr()
    assert output.err == ""
    assert json.loads(output.out) == {"errors": 1, "findings": [WRONG.as_dict(), ODD.as_dict()]}


def test_json_is_readable_in_any_script(capsys: pytest.CaptureFixture[str]) -> None:
    """Korean stays Korean."""
    emit_json({"name": "서울"})
    assert capsys.readouterr().out == '{\n  "name": "서울"\n}\n'


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1", "utf-8"])
def test_a_printed_plan_is_json_in_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """Signs that standard output lacks are escaped as JSON has it; where it has all, the text is that of the file."""
    plan = json.dumps({"description": "서울 é \U0001f69a"}, ensure_ascii=False, indent=2) + "\n"
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace", newline="")
    monkeypatch.setattr(sys, "stdout", out)
    emit_plan(plan)
    out.seek(0)
    printed = out.read()
    assert json.loads(printed) == json.loads(plan)
    assert (printed == plan) == (encoding == "utf-8")


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """What people read goes to standard error."""
    say("hidden", quiet=True)
    say("shown")
    assert capsys.readouterr() == ("", "shown\n")
