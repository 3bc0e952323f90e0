"""Coded errors, and what becomes of them on the way home from a worker process."""

import pickle

import pytest

from optimizer.core.errors import (
    ExitCode,
    Finding,
    InputError,
    Place,
    PlanRejectedError,
    Severity,
    Violation,
    code,
    registered_codes,
)
from optimizer.routing.formats.lines import FormatError


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("tables/orders.csv", 17, "customer_id"), "tables/orders.csv row 17, column customer_id"),
        (Place("orders.csv", 17), "orders.csv row 17"),
        (Place("scenario.yaml", None, "options[2].cut_off"), "scenario.yaml, options[2].cut_off"),
        (Place("orders.csv"), "orders.csv"),
    ],
)
def test_places_as_a_planner_finds_them(place: Place, text: str) -> None:
    """File, row as a spreadsheet counts, column or key."""
    assert str(place) == text


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    """In words, and as plain values for machines."""
    finding = Finding("unknown-customer", Place("orders.csv", 2, "customer_id"), "no C9", "Add it.")
    assert str(finding) == "unknown-customer: orders.csv row 2, column customer_id: no C9. Add it."
    assert finding.as_dict() == {
        "code": "unknown-customer",
        "severity": "error",
        "file": "orders.csv",
        "row": 2,
        "column": "customer_id",
        "cause": "no C9",
        "action": "Add it.",
    }


def test_a_code_has_one_meaning() -> None:
    """Registering it again the same way is harmless, otherwise an error."""
    assert code("zz-once", "It is so.", "Do that.") == "zz-once"
    assert code("zz-once", "It is so.", "Do that.") == "zz-once"
    with pytest.raises(ValueError, match="'zz-once' is registered twice"):
        code("zz-once", "It is otherwise.", "Do that.")
    names = [entry.code for entry in registered_codes()]
    assert names.count("zz-once") == 1
    assert names == sorted(names)


def _findings() -> list[Finding]:
    return [
        Finding("a", Place("f", 1, "c"), "cause", "Act."),
        Finding("b", Place("g"), "cause", "Act.", Severity.WARNING),
    ]


def test_an_input_error_tells_all_findings() -> None:
    """In its text, one line each."""
    error = InputError(iter(_findings()))
    assert error.findings == tuple(_findings())
    assert str(error).splitlines() == [str(finding) for finding in _findings()]


def test_an_input_error_survives_a_worker_process() -> None:
    """With every finding; a special kind of it comes home as an input error."""
    copy = pickle.loads(pickle.dumps(InputError(_findings())))
    assert type(copy) is InputError
    assert (copy.findings, str(copy)) == (tuple(_findings()), str(InputError(_findings())))
    special = FormatError("a", "f", 1, "cause", "Act.")
    assert pickle.loads(pickle.dumps(special)).findings == special.findings


def test_a_rejected_plan_survives_a_worker_process() -> None:
    """With its stage and violations; the text shows the first five."""
    violations = [Violation("stock", f"site {number}", "3, at most 2") for number in range(7)]
    error = PlanRejectedError("strategy vans", violations)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.stage, copy.violations, str(copy)) == ("strategy vans", tuple(violations), str(error))
    assert str(error).startswith("the strategy vans plan fails its check (7 violations): stock: site 0: 3")
    assert "site 4" in str(error)
    assert "site 5" not in str(error)


def test_exit_codes_are_those_of_the_manual() -> None:
    """Scripts rely on them."""
    assert (ExitCode.OK, ExitCode.INTERNAL, ExitCode.BAD_INPUT) == (0, 1, 2)
    assert (ExitCode.INFEASIBLE, ExitCode.REGRESSION, ExitCode.INTERRUPTED) == (3, 4, 130)
