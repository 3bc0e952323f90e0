"""The last step of every reader: a problem, or the coded error that says why it makes no sense."""

from typing import Any

from optimizer.routing.formats.lines import ROUTE_CONTRADICTION, FormatError
from optimizer.routing.problem import Problem


def build(file: str, line: int | None = None, **fields: Any) -> Problem:  # noqa: ANN401 (those of Problem)
    """Make a problem of a file's contents.

    Parameters
    ----------
    file
        Name for the message.
    line
        Line by which everything is known; None for a format without lines.
    fields
        Those of :class:`~optimizer.routing.problem.Problem`.

    Raises
    ------
    FormatError
        With the contradiction that the problem finds in itself.
    """
    try:
        return Problem(**fields)
    except ValueError as error:
        raise FormatError(
            ROUTE_CONTRADICTION, file, line, str(error), "Correct what the message names."
        ) from error
