"""Check a run folder from its files alone."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field

from optimizer.core.errors import Finding, InputError, Place, Violation
from optimizer.core.status import Status
from optimizer.core.units import minor_digits
from optimizer.scenario.load import load
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario
from optimizer.store.check_comparison import Written, check_comparison
from optimizer.store.money import FIGURES, FINEST_DIGITS, TRUST, VERDICT, in_major, in_minor
from optimizer.store.plan_files import read_plan
from optimizer.store.reading import Collected, broken, load_json, validated
from optimizer.store.run_folder import LAYOUT, MANIFEST, hashes
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.figures import Figures

T = TypeVar("T")


@dataclass(frozen=True)
class Verdict:
    """What the check of one strategy found, and how much it looked at; ``total`` is in minor units."""

    strategy: str
    violations: tuple[Violation, ...]
    orders: int
    routes: int
    cost_lines: int
    total: int


@dataclass(frozen=True)
class RunVerdict:
    """What the check of a run found.

    Parameters
    ----------
    strategies
        Per strategy, in the order of the run.
    violations
        What belongs to no single strategy: the comparison, the report, the scenario, files too many.
    currency
        ISO 4217 code.
    """

    strategies: tuple[Verdict, ...]
    violations: tuple[Violation, ...]
    currency: str

    @property
    def count(self) -> int:
        """Number of violations in all."""
        return len(self.violations) + sum(len(verdict.violations) for verdict in self.strategies)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, totals in the major unit."""
        return {"passed": not self.count, **in_major(asdict(self), VERDICT, minor_digits(self.currency))}


class _Manifest(BaseModel):
    strategies: Annotated[list[str], Field(min_length=1)]
    sha256: dict[str, str]
    seed: int | None = None
    threads: int | None = None
    time_limit_s: float | None = None


class _Trust(BaseModel):
    naive_total: int
    adopted_from: str
    status: Status


def check_run(folder: Path) -> RunVerdict:
    """Recompute every plan of a run folder, its figures and the comparison from its files alone.

    A file that differs from the hash recorded when the run was written is a violation of its own (``hash``),
    listed after what the edit broke.

    Raises
    ------
    InputError
        If the folder is no run folder, or files are missing or cannot be read: all of them at once.
    """
    manifest = _manifest(folder / MANIFEST)
    scenario, written, comparison = _read(folder, manifest)
    changed = _changed_files(folder, manifest.sha256)
    prefixes = tuple(f"strategies/{one.plan.strategy}/" for one in written)
    verdicts = tuple(
        _check_strategy(scenario, one, tuple(v for v in changed if v.subject.startswith(prefix)))
        for one, prefix in zip(written, prefixes, strict=True)
    )
    shared = [
        *_unlisted(folder, manifest.strategies),
        *_other_settings(scenario, manifest),
        *check_comparison(scenario, written, comparison),
        *(violation for violation in changed if not violation.subject.startswith(prefixes)),
    ]
    return RunVerdict(verdicts, tuple(shared), scenario.settings.currency)


def _manifest(path: Path) -> _Manifest:
    content = load_json(path)
    if not isinstance(content, dict) or content.get("layout") != LAYOUT:
        raise broken(path, f"is not a run description of layout {LAYOUT}")
    return validated(path, content, _Manifest)


def _read(folder: Path, manifest: _Manifest) -> tuple[Scenario, list[Written], Any]:
    """Read everything, and report at once what cannot be read."""
    collected = Collected()
    comparison = None
    if (folder / "comparison.json").exists():
        comparison = collected.attempt(lambda: load_json(folder / "comparison.json"))
    scenario = collected.attempt(lambda: _scenario(folder / "scenario"))
    # without the scenario, whose fault is told, no amount is too fine
    digits = FINEST_DIGITS if scenario is None else minor_digits(scenario.settings.currency)
    written = []
    for name in manifest.strategies:
        if scenario is None or name in scenario.settings.strategies:
            written.append(_written(folder, name, digits, collected))
        else:
            cause = f"names the strategy {name!r}, which the scenario does not have"
            collected.findings += broken(folder / MANIFEST, cause, "strategies").findings
    collected.stop_if_any()
    assert scenario is not None  # or there would have been a finding
    return scenario, [one for one in written if one is not None], comparison


def _scenario(folder: Path) -> Scenario:
    try:
        return load(folder)
    except InputError as error:
        raise InputError(_below(folder, finding) for finding in error.findings) from error


def _below(folder: Path, finding: Finding) -> Finding:
    """Name the file from where the planner stands, not from inside the run."""
    place = finding.place
    if Path(place.file) == folder:
        return finding
    return replace(finding, place=Place(str(folder / place.file), place.row, place.column))


def _written(folder: Path, strategy: str, digits: int, collected: Collected) -> Written | None:
    own = folder / "strategies" / strategy

    def with_money(name: str, shape: Mapping[str, Any], kind: type[T]) -> T:
        return validated(own / name, in_minor(load_json(own / name), shape, digits), kind)

    plan = collected.attempt(lambda: read_plan(own, strategy, digits))
    figures = collected.attempt(lambda: with_money("figures.json", FIGURES, Figures))
    trust = collected.attempt(lambda: with_money("trust.json", TRUST, _Trust))
    if plan is None or figures is None or trust is None:
        return None
    return Written(plan, figures, trust.naive_total, trust.adopted_from, trust.status)


def _check_strategy(scenario: Scenario, written: Written, changed: tuple[Violation, ...]) -> Verdict:
    plan = written.plan
    view = effective(scenario, plan.strategy)
    broken_rules = check_plan(view, sites_in_use(scenario, plan.strategy), plan)
    wrong_figures = check_figures(view, plan, written.figures)
    return Verdict(
        strategy=plan.strategy,
        # a plan that names unknown things has no figures, and is told so by both
        violations=tuple(dict.fromkeys((*broken_rules, *wrong_figures, *changed))),
        orders=len(scenario.orders),
        routes=len(plan.routes),
        cost_lines=len(plan.cost_lines),
        total=plan.total,
    )


def _unlisted(folder: Path, listed: list[str]) -> Iterator[Violation]:
    found = sorted(path.name for path in (folder / "strategies").iterdir() if path.is_dir())
    for name in found:
        if name not in listed:
            yield Violation("manifest", f"strategies/{name}", f"is not listed in {MANIFEST}")
    for name in listed:
        if listed.count(name) > 1:
            yield Violation(
                "manifest", f"strategies/{name}", f"is listed {listed.count(name)} times in {MANIFEST}"
            )


def _other_settings(scenario: Scenario, manifest: _Manifest) -> Iterator[Violation]:
    """Hold what the manifest says of seed, threads and limit against the scenario as it was solved."""
    for name in ("seed", "threads", "time_limit_s"):
        claimed, due = getattr(manifest, name), getattr(scenario.settings.solve, name)
        if claimed != due:
            yield Violation("manifest", f"{MANIFEST} {name}", f"{claimed}, the scenario of the run has {due}")


def _changed_files(folder: Path, recorded: Mapping[str, str]) -> tuple[Violation, ...]:
    try:
        found = hashes(folder)
    except OSError as error:
        raise broken(Path(error.filename or folder), f"cannot be read: {error.strerror}") from error
    names = sorted(recorded.keys() | found.keys())
    return tuple(
        Violation("hash", name, _difference(recorded.get(name), found.get(name)))
        for name in names
        if recorded.get(name) != found.get(name)
    )


def _difference(recorded: str | None, found: str | None) -> str:
    if found is None:
        return "the file is missing"
    if recorded is None:
        return "the file was added since the run was written"
    return "the file was changed since the run was written"
