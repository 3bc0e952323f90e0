from operator import attrgetter

from optimizer.core.cost import Component
from optimizer.core.status import Status
from optimizer.report.labels import COMPONENTS, FIGURES, STATUSES, component_label
from tests.unit.report.samples import hand_made, outcome, scenario


def test_every_component_and_ending_has_words() -> None:
    """A new component or status cannot reach the report without a label."""
    assert set(COMPONENTS) == set(Component)
    assert set(STATUSES) == set(Status)
    assert component_label("carrier") == "Carriers"


def test_every_labelled_figure_exists() -> None:
    """The list of figures names fields that a plan really has."""
    figures = outcome(scenario(), hand_made()).figures
    for field, _, _, _ in FIGURES:
        attrgetter(field)(figures)
    unlabelled = set(figures.as_dict()) - {field.split(".")[0] for field, *_ in FIGURES}
    groups = {name for name in unlabelled if name.startswith("by_")}
    assert unlabelled - groups == {"components", "site_workload"}
