"""All checks that need distances or options."""

from optimizer.core.errors import Finding, Severity
from optimizer.scenario.scenario import Scenario
from optimizer.validate import geography, service, supply
from optimizer.validate.registry import CHECKS
from optimizer.validate.view import see

#: The rooms whose import registers the checks, in the order in which they run.
ROOMS = (geography, supply, service)


def validate(scenario: Scenario) -> tuple[Finding, ...]:
    """Check a loaded scenario under each of its strategies.

    Parameters
    ----------
    scenario
        A scenario as loaded, overrides not applied.

    Returns
    -------
    tuple[Finding, ...]
        Errors first. Where coordinates are implausible, only that is said.
    """
    found = list(geography.swapped_coordinates(scenario))
    if not found:
        world = see(scenario, scenario.settings.strategies)
        found = [finding for one in CHECKS.values() for finding in one(world)]
    return tuple(sorted(found, key=lambda finding: finding.severity != Severity.ERROR))
