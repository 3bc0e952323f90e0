import json
from dataclasses import replace

from optimizer.strategy.figures import GroupFigures, Hours
from tests.helpers.strategy import figures


def test_figures_become_plain_values() -> None:
    """Figures of groups are written as blocks within blocks, ready for JSON."""
    hours = Hours(1, 2.5, 2.5, 2.5, None)
    shown = replace(figures(), by_channel={"web": GroupFigures(1, 1, hours, 70, 10.0, 4.0)})
    plain = json.loads(json.dumps(shown.as_dict()))
    assert plain["total"] == 1000
    assert plain["by_channel"]["web"]["hours"] == {
        "orders": 1,
        "mean": 2.5,
        "p50": 2.5,
        "p90": 2.5,
        "p95": None,
    }
