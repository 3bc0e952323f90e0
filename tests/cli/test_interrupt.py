"""Ctrl-C, and other ways in which a command is ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.store.check_run import check_run
from tests.helpers.cli import TINY, command, environment

PATIENCE_S = 120
#: A search that has begun, tells so, and does not hear of anything but the end of the process.
STUBBORN = """
import pathlib, sys, threading
from optimizer.strategy import run

def search(*_, progress, **__):
    pathlib.Path("begun").touch()
    while True:
        threading.Event().wait(0.05)

run.run_strategies = search
from optimizer.cli import main
main()
"""


def _start(
    folder: Path, *arguments: str, script: tuple[str, ...] = ("-m", "optimizer")
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *script, *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a shell starts what runs in its background with Ctrl-C ignored, and that is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Poll until something holds; the process must live so long."""
    for _ in range(PATIENCE_S * 20):
        if condition():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise TimeoutError


def _began(folder: Path) -> Callable[[], object]:
    return lambda: list(folder.glob(".new-*/")) or list(folder.glob("*/.new-*/"))


def _workers(process: subprocess.Popen[str]) -> list[int]:
    """Worker processes of a command."""
    shown = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=2) for line in shown.stdout.splitlines()]
    return [int(pid) for pid, parent, args in rows if int(parent) == process.pid and "spawn_main" in args]


def _reads(process: subprocess.Popen[str], file: Path) -> bool:
    """Tell whether a process has opened a file and waits for what is in it."""
    own = Path(f"/proc/{process.pid}")
    opened = any(one.exists() and one.samefile(file) for one in (own / "fd").iterdir())
    return opened and (own / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "S"


def _living() -> set[int]:
    """Tell which processes are not merely waiting to be buried."""
    shown = subprocess.run(["ps", "-A", "-o", "pid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in shown.stdout.splitlines()]
    return {int(pid) for pid, state in rows if not state.startswith("Z")}


def _left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.name.startswith((".new-", ".old-", "out")))


def test_the_best_so_far_is_kept(retailer: Path, tmp_path: Path) -> None:
    """Ctrl-C as soon as solving began: exit code 130, and a run that its own check accepts."""
    process = _start(tmp_path, "compare", str(retailer), "--out", "out", "--json", "--threads", "1")
    _until(_began(tmp_path), process)
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, errors
    assert "Stopping; the best plan so far is kept, if there is one. Ctrl-C again to give up." in errors
    assert json.loads(output)["run"] == "out"
    assert _left_in(tmp_path) == ["out"]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["interrupted"] is True
    assert command("check", "out", cwd=tmp_path).returncode == 0


def test_workers_are_stopped_too(retailer: Path, tmp_path: Path) -> None:
    """Side by side, Ctrl-C reaches the whole group; what there is, is kept, be it nothing yet."""
    process = _start(tmp_path, "compare", str(retailer), "--out", "out", "--threads", "2")
    _until(lambda: len(_workers(process)) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, errors
    if _left_in(tmp_path):
        assert _left_in(tmp_path) == ["out"]
        assert check_run(tmp_path / "out").count == 0
    else:
        assert "nothing was written" in errors


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_second_time_it_gives_up(tmp_path: Path, end: signal.Signals) -> None:
    """Whatever the search does, nothing is left behind; the same if it is ended from outside."""
    process = _start(tmp_path, "compare", str(TINY), "--out", "out", script=("-c", STUBBORN))
    _until((tmp_path / "begun").exists, process)
    assert _left_in(tmp_path) != []
    os.killpg(process.pid, end)
    if end == signal.SIGINT:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Stopping")
        os.killpg(process.pid, end)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 128 + end
    assert ("Interrupted before a plan was kept; nothing was written.\n" in errors) == (end == signal.SIGINT)
    assert output == ""
    assert _left_in(tmp_path) == []


def test_the_second_time_workers_are_not_waited_for(retailer: Path, tmp_path: Path) -> None:
    """No worker outlives the command."""
    process = _start(tmp_path, "compare", str(retailer), "--out", "out", "--threads", "2")
    _until(lambda: len(_workers(process)) == 2, process)
    workers = _workers(process)
    for worker in workers:  # a worker that does not listen
        os.kill(worker, signal.SIGSTOP)
    os.kill(process.pid, signal.SIGINT)
    assert process.stderr is not None
    assert any(line.startswith("Stopping") for line in process.stderr)
    os.kill(process.pid, signal.SIGINT)
    for worker in workers:  # a stopped process ends when it goes on
        os.kill(worker, signal.SIGCONT)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Interrupted before a plan was kept; nothing was written." in errors
    assert _left_in(tmp_path) == []
    assert not set(workers) & _living()


def test_a_worker_that_is_killed(retailer: Path, tmp_path: Path) -> None:
    """As the system does when memory runs out: told in words, exit code 1, nothing left behind."""
    process = _start(tmp_path, "compare", str(retailer), "--out", "out", "--threads", "2")
    _until(lambda: len(_workers(process)) == 2, process)
    os.kill(_workers(process)[0], signal.SIGKILL)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "A worker process was ended from outside, as happens when memory runs out." in errors
    assert "Traceback" not in errors
    assert output == ""
    assert _left_in(tmp_path) == []


def test_workers_do_not_outlive_a_command_that_is_killed(retailer: Path, tmp_path: Path) -> None:
    """Nobody would fetch what they find, and they would wait for more for ever."""
    process = _start(tmp_path, "compare", str(retailer), "--out", "out", "--threads", "2")
    _until(lambda: len(_workers(process)) == 2, process)
    workers = _workers(process)
    process.kill()
    process.communicate(timeout=PATIENCE_S)  # they hold its output as long as they live
    assert not set(workers) & _living()


def test_interrupted_before_it_began(tmp_path: Path) -> None:
    """While reading, there is nothing to keep."""
    os.mkfifo(tmp_path / "waits.vrp")  # reading waits until somebody writes
    process = _start(tmp_path, "route", "waits.vrp")
    with (tmp_path / "waits.vrp").open("w"):
        _until(lambda: _reads(process, tmp_path / "waits.vrp"), process)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert errors == "Interrupted before a plan was kept; nothing was written.\n"
