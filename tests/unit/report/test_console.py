import io

import pytest

from optimizer.report.console import ReportConsole


class _Closed(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str) -> int:
        """Fail as the system does."""
        raise BrokenPipeError


def test_a_reader_who_left_is_the_callers_matter() -> None:
    """The error goes on; rich on its own would end the command with a code that means a fault."""
    with pytest.raises(BrokenPipeError):
        ReportConsole(file=_Closed()).print("result")
