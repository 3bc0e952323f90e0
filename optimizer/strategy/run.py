"""All strategies of a scenario side by side on the cores, and the comparison of what came out."""

import os
import pickle
import queue
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from optimizer.core.cores import usable_cores
from optimizer.core.errors import PlanRejectedError
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.status import Status
from optimizer.scenario.overrides import includes
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.attribution import order_costs
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.comparison import Comparison, compare
from optimizer.strategy.context import Context
from optimizer.strategy.evaluate import evaluate
from optimizer.strategy.measure import hours_of_served, measure
from optimizer.strategy.outcome import Outcome

_POLL_S = 0.2


@dataclass(frozen=True)
class StrategiesRun:
    """Outcomes in the order of the scenario, and their comparison (None for a single strategy)."""

    outcomes: tuple[Outcome, ...]
    comparison: Comparison | None


def run_strategies(
    scenario: Scenario,
    strategies: Sequence[str],
    *,
    seconds: float | None = None,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> StrategiesRun:
    """Evaluate strategies, each in a process of its own while cores last, and compare them.

    Parameters
    ----------
    scenario
        A loaded scenario.
    strategies
        Names, at least one.
    seconds
        Wall-clock limit for all of them; None for none.
    threads
        Cores to use in all; None for all that this process may use.
    progress
        Listener; cancelling it makes every strategy return its best round so far.

    Raises
    ------
    PlanRejectedError
        If a plan fails the independent checker.
    """
    cores = threads or usable_cores()
    workers = min(cores, len(strategies))
    if workers == 1:
        outcomes = _in_turn(scenario, strategies, seconds, cores, progress)
    else:
        outcomes = _side_by_side(scenario, strategies, seconds, (workers, cores // workers), progress)
    adopted = adopt_included(scenario, outcomes)
    if len(adopted) == 1:
        return StrategiesRun(adopted, None)
    baseline = scenario.settings.baseline or next(iter(scenario.settings.strategies))
    return StrategiesRun(adopted, compare(adopted, scenario.settings.limits, baseline))


def adopt_included(scenario: Scenario, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Give each strategy the cheapest plan among its own and those of the strategies it includes.

    A strategy includes another if its options and sites include the other's, with equal policies. A plan that
    breaks a rule of the including strategy (a binding request for an option the other lacks) is no plan of it.

    Raises
    ------
    PlanRejectedError
        If the figures of a plan that is taken over fail the independent checker.
    """
    own = {outcome.strategy: outcome for outcome in outcomes}
    result = []
    for outcome in outcomes:
        better = sorted(
            (
                other
                for name, other in own.items()
                if name != outcome.strategy
                and other.plan.total < outcome.plan.total
                and includes(scenario, outcome.strategy, name)
            ),
            key=lambda other: other.plan.total,
        )
        result.append(_adopt(scenario, outcome, better))
    return tuple(result)


def _adopt(scenario: Scenario, outcome: Outcome, better: Sequence[Outcome]) -> Outcome:
    if not better:
        return outcome
    context = Context.of(scenario, outcome.strategy)
    for other in better:
        plan = other.plan.replace(strategy=outcome.strategy)
        if not check_plan(context.scenario, context.in_use, plan):
            costs = order_costs(context, plan)
            figures = measure(context, plan, costs)
            wrong = check_figures(context.scenario, plan, figures)
            if wrong:
                stage = f"strategy {outcome.strategy}"
                raise PlanRejectedError(stage, wrong)
            return outcome.replace(
                status=Status.TIME_LIMIT
                if Status.TIME_LIMIT in (outcome.status, other.status)
                else other.status,
                plan=plan,
                figures=figures,
                order_costs=costs,
                hours=hours_of_served(context, plan),
                stages=other.stages,
                adopted_from=other.strategy,
            )
    return outcome


def _in_turn(
    scenario: Scenario, strategies: Sequence[str], seconds: float | None, threads: int, progress: Progress
) -> list[Outcome]:
    deadline = Deadline(seconds)
    outcomes: list[Outcome] = []
    for number, strategy in enumerate(strategies):
        if progress.cancelled() and outcomes:
            break
        left = deadline.remaining_s()
        share = None if left is None else left / (len(strategies) - number)
        outcomes.append(evaluate(scenario, strategy, seconds=share, threads=threads, progress=progress))
    return outcomes


class _Relay:
    """Progress of a worker process: reports go to a queue, cancelling comes by an event."""

    def __init__(self, reports: Any, stop: Any) -> None:  # noqa: ANN401 (multiprocessing proxies)
        self._reports = reports
        self._stop = stop

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Send the report to the parent."""
        self._reports.put((stage, message, best, fraction))

    def cancelled(self) -> bool:
        """Whether the parent asked to stop."""
        return bool(self._stop.value)


_relay: _Relay | None = None


def _start_worker(reports: Any, stop: Any) -> None:  # noqa: ANN401 (multiprocessing proxies)
    global _relay
    # Ctrl-C reaches the whole process group; the parent decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _relay = _Relay(reports, stop)


def _end_with_parent() -> None:
    """End this worker when the command is killed: it would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _stored(scenario: Scenario) -> Iterator[Path]:
    """Give a file that workers read the scenario from.

    As an argument it would fill the pipe to them, and a worker that ends meanwhile would leave the command waiting
    for ever (CPython issue 94777).
    """
    with tempfile.TemporaryDirectory(prefix="optimizer-") as folder:
        file = Path(folder) / "scenario.pickle"
        file.write_bytes(pickle.dumps(scenario))
        yield file


def _evaluate_in_worker(file: Path, strategy: str, seconds: float | None, threads: int) -> Outcome | None:
    if _relay is not None and _relay.cancelled():
        return None
    scenario: Scenario = pickle.loads(file.read_bytes())
    return evaluate(scenario, strategy, seconds=seconds, threads=threads, progress=_relay or SILENT)


def _largest_first(scenario: Scenario, strategies: Sequence[str]) -> list[str]:
    """Put strategies with most options first, so that no core waits long for the last one."""
    return sorted(strategies, key=lambda name: -len(scenario.settings.strategies[name].options))


def _side_by_side(
    scenario: Scenario,
    strategies: Sequence[str],
    seconds: float | None,
    cores: tuple[int, int],
    progress: Progress,
) -> list[Outcome]:
    workers, threads = cores
    waves = -(-len(strategies) // workers)
    share = None if seconds is None else seconds / waves
    # spawn: a forked copy of a process with solver threads may hang
    spawn = get_context("spawn")
    # a bare value, not an event: a worker that is killed must not take a lock with it
    reports, stop = spawn.Queue(), spawn.RawValue("b", 0)
    done = threading.Event()
    relay = threading.Thread(target=_forward, args=(reports, stop, done, progress), daemon=True)
    relay.start()
    try:
        with (
            _stored(scenario) as file,
            ProcessPoolExecutor(workers, spawn, _start_worker, (reports, stop)) as pool,
        ):
            with _uninterrupted_start():
                futures = {
                    pool.submit(_evaluate_in_worker, file, name, share, threads): name
                    for name in _largest_first(scenario, strategies)
                }
            found = _collect(futures, stop)
            if not found:  # cancelled before any strategy had a plan
                raise KeyboardInterrupt
    finally:
        done.set()
        # a report that was cut off with its worker never comes to an end
        relay.join(timeout=5 * _POLL_S)
        reports.close()
    return [found[name] for name in strategies if name in found]


@contextmanager
def _uninterrupted_start() -> Iterator[None]:
    """Start workers that Ctrl-C does not reach, not even before they have told the system so."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _collect(futures: dict[Future[Outcome | None], str], stop: Any) -> dict[str, Outcome]:  # noqa: ANN401
    found = {}
    try:
        for future in as_completed(futures):
            outcome = future.result()
            if outcome is not None:
                found[futures[future]] = outcome
    except BaseException:
        # the other workers end soon, and begin nothing new; cancelling their futures instead would trip the
        # executor when it finds a worker dead
        stop.value = 1
        raise
    return found


def _forward(reports: Any, stop: Any, done: threading.Event, progress: Progress) -> None:  # noqa: ANN401
    while not done.is_set():
        if progress.cancelled():
            stop.value = 1
        try:
            stage, message, best, fraction = reports.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        progress.update(stage, message, best, fraction)
