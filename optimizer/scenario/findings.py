"""Findings about many rows at once, and the words that go with them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np

from optimizer.core.errors import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import numpy.typing as npt

    from optimizer.scenario.sheet import Sheet, TextSheet

#: Rows named for one code and column; the others are counted.
SHOWN_ROWS = 20
#: Names compared for a suggestion; difflib is quadratic.
_MOST_CANDIDATES = 2000


def at_rows(
    code: str,
    sheet: Sheet | TextSheet,
    column: str,
    where: npt.ArrayLike,
    cause: Callable[[int], str],
    action: str | Callable[[int], str],
    severity: Severity = Severity.ERROR,
) -> Iterator[Finding]:
    """Name the first rows for which ``where`` holds, and count the rest in one more finding.

    Parameters
    ----------
    code
        Code of every finding.
    sheet, column
        Table and column they are about.
    where
        Boolean mask over the rows of ``sheet``.
    cause, action
        Words for a row, given its position in the sheet (0-based).
    severity
        Severity of every finding.
    """
    positions = np.flatnonzero(np.asarray(where, dtype=bool))
    for position in positions[:SHOWN_ROWS].tolist():
        place = Place(sheet.file, int(sheet.rows[position]), column)
        words = action if isinstance(action, str) else action(position)
        yield Finding(code, place, cause(position), words, severity)
    more = len(positions) - SHOWN_ROWS
    if more > 0:
        rows = "row" if more == 1 else "rows"
        yield Finding(
            code,
            Place(sheet.file, None, column),
            f"and {more} more {rows} like those above",
            f"Correct all {len(positions)} rows",
            severity,
        )


def did_you_mean(written: str, known: Iterable[object]) -> str:
    """Name the known name most like ``written``, as a sentence, or return an empty text."""
    best = closest(written, [str(name) for name in known])
    return "" if best is None else f"Did you mean {best!r}?"


def closest(written: str, known: Collection[str]) -> str | None:
    """Find the known name most like ``written``: same but for zeros in front or case, else by difflib."""
    bare = written.lstrip("0").casefold()
    for name in known:
        if name != written and name.lstrip("0").casefold() == bare:
            return name
    candidates = list(known)
    if len(candidates) > _MOST_CANDIDATES:
        candidates = [name for name in candidates if name[:2] == written[:2]][:_MOST_CANDIDATES]
    found = difflib.get_close_matches(written, candidates, n=1, cutoff=0.6)
    return found[0] if found else None


def sentences(*parts: str) -> str:
    """Join sentences, leaving out empty ones."""
    return " ".join(part for part in parts if part)


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital letter, and leave the others as they are."""
    return sentence[:1].upper() + sentence[1:]


def listing(names: Iterable[object], most: int = 5) -> str:
    """Write names as ``a, b, c and 4 more``."""
    texts = [str(name) for name in names]
    shown = ", ".join(texts[:most])
    return shown if len(texts) <= most else f"{shown} and {len(texts) - most} more"
