import numpy as np
import pytest
import scipy.sparse as sp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Silent
from optimizer.fulfilment.engines.solver import Control, Solver


class Stop(Silent):
    """Asks to stop."""

    def cancelled(self) -> bool:
        """Return True."""
        return True


def control(progress: Silent = SILENT, seconds: float | None = None) -> Control:
    """Return limits."""
    return Control(Params(), Deadline(seconds), progress)


def test_stop_by_time_or_by_request() -> None:
    """It stops when time is up or the caller asks, and then stays stopped."""
    assert not control().stop()
    assert control(seconds=0.0).stop()
    asked = control(Stop())
    assert asked.stop()
    asked.progress = SILENT
    assert asked.stop()


def test_rows_and_columns_make_a_program() -> None:
    """Two columns at -3 and -2 share a row of 4 and bounds of 3: the best is -3 * 3 - 2 * 1."""
    solver = Solver(control(seconds=60.0))
    solver.add_rows(np.array([-np.inf]), np.array([4.0]))
    solver.add_columns(np.array([-3.0, -2.0]), np.array([3.0, 3.0]), sp.csr_array(np.ones((2, 1))))
    assert solver.run().name == "kOptimal"
    assert solver.highs.getObjectiveValue() == pytest.approx(-11.0)


def test_unknown_option_is_refused() -> None:
    """A mistyped option does not pass silently."""
    with pytest.raises(ValueError, match="HiGHS refuses no_such_option = 1"):
        Solver(control()).set("no_such_option", 1)
