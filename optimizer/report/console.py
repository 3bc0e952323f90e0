"""Where tables for the terminal are printed."""

from typing import NoReturn

from rich.console import Console


class ReportConsole(Console):
    """A console that leaves it to the caller what to do when nobody reads any more, as behind ``| head``."""

    def on_broken_pipe(self) -> NoReturn:
        """Go on with the error that rich has caught.

        Raises
        ------
        BrokenPipeError
            Always.
        """
        raise BrokenPipeError
