"""Coded errors: every one names its place, cause and action."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ExitCode:
    """Exit codes of the command line."""

    OK = 0
    INTERNAL = 1
    BAD_INPUT = 2
    INFEASIBLE = 3
    REGRESSION = 4
    INTERRUPTED = 130


class Severity(StrEnum):
    """Errors stop the command; warnings are shown and the command goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class CodeEntry:
    """What the documentation says about a code."""

    code: str
    meaning: str
    action: str


_REGISTRY: dict[str, CodeEntry] = {}


def code(name: str, meaning: str, action: str) -> str:
    """Register an error or reason code for ``docs/errors.md`` and return its name.

    Raises
    ------
    ValueError
        If the name is taken with another meaning.
    """
    entry = CodeEntry(name, meaning, action)
    if _REGISTRY.setdefault(name, entry) != entry:
        msg = f"code {name!r} is registered twice with different meanings"
        raise ValueError(msg)
    return name


def registered_codes() -> tuple[CodeEntry, ...]:
    """All codes registered so far, by name."""
    return tuple(_REGISTRY[name] for name in sorted(_REGISTRY))


@dataclass(frozen=True, order=True)
class Place:
    """Where a finding is.

    Parameters
    ----------
    file
        Path as the user would type it, relative to the scenario folder.
    row
        Row as a spreadsheet shows it: the header is row 1.
    column
        Column name, or the key path in a YAML file (``options[2].cut_off``).
    """

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        text = self.file
        if self.row is not None:
            text += f" row {self.row}"
        if self.column is not None:
            text += f", {'column ' if self.row is not None else ''}{self.column}"
        return text


@dataclass(frozen=True)
class Finding:
    """One error or warning about the input."""

    code: str
    place: Place
    cause: str
    action: str
    severity: Severity = Severity.ERROR

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "row": self.place.row,
            "column": self.place.column,
            "cause": self.cause,
            "action": self.action,
        }

    def __str__(self) -> str:
        return f"{self.code}: {self.place}: {self.cause}. {self.action}"


class InputError(Exception):
    """Everything that is wrong with an input, raised once.

    Parameters
    ----------
    findings
        All errors (and warnings) found; at least one error.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> "tuple[type[InputError], tuple[tuple[Finding, ...]]]":
        # worker processes send errors home, and by default one is rebuilt from its text; subclasses may be
        # made from other things than findings
        return InputError, (self.findings,)


@dataclass(frozen=True, order=True)
class Violation:
    """A rule that a written plan breaks, found by a checker.

    Parameters
    ----------
    rule
        Name of the rule, e.g. ``capacity``, ``time-window``, ``stock``, ``cost-line``.
    subject
        What breaks it: ``route 3``, ``order A17``.
    detail
        The figures: what it is and what it may be.
    """

    rule: str
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}: {self.detail}"


class PlanRejectedError(RuntimeError):
    """A solver's plan failed the independent checker; it must never be reported as a plan."""

    def __init__(self, stage: str, violations: Iterable[Violation]) -> None:
        self.stage = stage
        self.violations = tuple(violations)
        shown = "; ".join(str(violation) for violation in self.violations[:5])
        count = len(self.violations)
        noun = "violation" if count == 1 else "violations"
        super().__init__(f"the {stage} plan fails its check ({count} {noun}): {shown}")

    def __reduce__(self) -> "tuple[type[PlanRejectedError], tuple[str, tuple[Violation, ...]]]":
        return PlanRejectedError, (self.stage, self.violations)
