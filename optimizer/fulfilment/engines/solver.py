"""HiGHS with the settings, limits and listener of one solve."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from optimizer.core.params import Params
from optimizer.core.progress import Deadline, Progress

FloatArray = npt.NDArray[np.float64]

#: Callbacks between two looks at the listener: HiGHS calls back thousands of times a second.
_POLL = 64


@dataclass
class Control:
    """When to stop, and whom to tell.

    Parameters
    ----------
    params
        Limits, seed and threads of the whole solve.
    deadline
        When its time is up.
    progress
        Its listener.
    """

    params: Params
    deadline: Deadline
    progress: Progress
    stopped: bool = False

    def stop(self) -> bool:
        """Whether to stop now: the caller asked to, or the time is up."""
        self.stopped = self.stopped or self.progress.cancelled() or self.deadline.expired()
        return self.stopped


class Solver:
    """One HiGHS instance that can be solved again after rows and columns are added.

    Parameters
    ----------
    control
        Limits and listener.
    """

    def __init__(self, control: Control) -> None:
        self._control = control
        self._calls = 0
        # the scheduler keeps the threads of the process's first solve unless it is reset
        highspy.Highs.resetGlobalScheduler(True)
        self.highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", control.params.threads),
            ("random_seed", control.params.seed % 2**31),
        ):
            self.set(name, value)
        for event in (self.highs.cbSimplexInterrupt, self.highs.cbIpmInterrupt, self.highs.cbMipInterrupt):
            event.subscribe(self._poll)

    def set(self, name: str, value: bool | int | float | str) -> None:
        """Set a HiGHS option.

        Raises
        ------
        ValueError
            If HiGHS does not accept it.
        """
        if self.highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            msg = f"HiGHS refuses {name} = {value}"
            raise ValueError(msg)

    def add_rows(self, lower: FloatArray, upper: FloatArray) -> None:
        """Add empty rows."""
        none = np.zeros(0, dtype=np.int32)
        self.highs.addRows(len(lower), lower, upper, 0, none, none, np.zeros(0))

    def add_columns(self, cost: FloatArray, upper: FloatArray, matrix: sp.csr_array) -> None:
        """Add columns with lower bound 0; ``matrix`` has one row per column and one column per row."""
        self.highs.addCols(
            len(cost),
            cost,
            np.zeros(len(cost)),
            upper,
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
        )

    def run(self) -> highspy.HighsModelStatus:
        """Solve within the time left, and return the status."""
        left = self._control.deadline.remaining_s()
        if left is not None:
            # HiGHS counts the time of all runs of an instance
            self.set("time_limit", self.highs.getRunTime() + left)
        self.highs.run()
        status: highspy.HighsModelStatus = self.highs.getModelStatus()
        return status

    def _poll(self, event: highspy.highs.HighsCallbackEvent) -> None:
        """Interrupt HiGHS when the caller asked to stop."""
        self._calls += 1
        if self._calls % _POLL == 0 and self._control.progress.cancelled():
            self._control.stopped = True
            event.interrupt()
