"""The solvers share a process."""

import subprocess
import sys

import pytest

_HIGHS = "import highspy; h = highspy.Highs(); h.silent(); h.addVariable(0, 1, 1); h.run()"
_ORTOOLS = "from ortools.graph.python import min_cost_flow; from ortools.constraint_solver import pywrapcp"


@pytest.mark.parametrize("order", [(_HIGHS, _ORTOOLS), (_ORTOOLS, _HIGHS)])
def test_highspy_and_ortools_load_in_either_order(order: tuple[str, str]) -> None:
    """Both bring a library called libhighs; whichever comes first must serve both."""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(order)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
