"""The command itself, its help, and what its commands have in common."""

import gc
import json
import re
import shlex
import signal
from collections.abc import Iterator

import pytest
import typer

import optimizer
from optimizer.cli import app as app_module
from optimizer.cli import check, compare, new, route, schema, solve, validate
from optimizer.core.errors import ExitCode
from tests.helpers.cli import REPOSITORY, invoke

COMMANDS = {
    "new": new,
    "validate": validate,
    "solve": solve,
    "compare": compare,
    "check": check,
    "route": route,
    "schema": schema,
}


def test_every_command_is_there() -> None:
    """In the order of a planner's work."""
    shown = invoke("--help").stdout
    listed = re.findall(r"^  ([a-z]+)  ", shown.split("Commands:")[1], re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_an_example_that_parses(name: str) -> None:
    """Its options are those of the command, and the files of this repository that it names are there."""
    shown = " ".join(invoke(name, "--help").stdout.split())
    example = COMMANDS[name].EXAMPLE
    assert example in shown
    words = shlex.split(example.removeprefix("Example: "))
    assert words[:2] == ["optimizer", name]
    for word in words[2:]:
        assert not word.startswith("--") or f"{word} " in shown
        assert not word.startswith("scenarios/") or (REPOSITORY / word / "scenario.yaml").is_file()


@pytest.mark.parametrize("name", ["validate", "solve", "compare", "check", "route"])
def test_results_can_be_read_by_machines_and_in_quiet(name: str) -> None:
    """The same two options everywhere."""
    shown = invoke(name, "--help").stdout
    assert "--json" in shown
    assert "-q, --quiet" in shown


def test_the_version() -> None:
    """On standard output."""
    assert invoke("--version").stdout == f"optimizer {optimizer.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", "x", "--time", "0"],
        ["compare", "x", "--threads", "0"],
        ["compare", "x", "--seed", "-1"],
        ["compare", "x", "--engine", "vroom"],
        ["route", "x", "--rounding", "up"],
        ["fly"],
    ],
)
def test_arguments_that_no_command_takes(arguments: list[str]) -> None:
    """Exit code 2 and a hint on standard error."""
    result = invoke(*arguments)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert result.stdout == ""
    assert "Error" in result.stderr


def test_nothing_at_all_shows_the_help() -> None:
    """A planner who types the name alone wants to know."""
    assert "Commands:" in invoke().output


def test_the_schema_is_one_document() -> None:
    """JSON schema of settings and tables."""
    document = json.loads(invoke("schema").stdout)
    assert document["$schema"].startswith("https://json-schema.org/draft/2020-12")
    assert set(document["x-tables"]) >= {"orders", "sites", "stock"}


@pytest.fixture
def as_before() -> Iterator[None]:
    """Undo what a command does to the process that it is: to a signal and to memory."""
    handler = signal.getsignal(signal.SIGTERM)
    gc.unfreeze()
    yield
    gc.unfreeze()
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.usefixtures("as_before")
def test_being_ended_from_outside_is_an_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that temporary folders are removed; the shell sees the signal's number."""

    def ended(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(app_module, "app", ended)
    with pytest.raises(SystemExit) as caught:
        app_module.main()
    assert caught.value.code == 128 + signal.SIGTERM


@pytest.mark.usefixtures("as_before")
def test_memory_is_not_searched_once_more_on_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which took as long as all else beside the search of a small routing problem."""
    found: list[int] = []
    monkeypatch.setattr(app_module, "app", lambda: found.append(gc.get_freeze_count()))
    app_module.main()
    assert found == [0]
    assert gc.get_freeze_count() > 0


def test_commands_are_typer_s() -> None:
    """Nothing but the registered commands can be called."""
    assert isinstance(app_module.app, typer.Typer)
    assert len(app_module.app.registered_commands) == len(COMMANDS)
