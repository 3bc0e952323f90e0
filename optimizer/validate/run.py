"""All checks that need distances or options."""

# importing these rooms registers their checks
import optimizer.validate.service
import optimizer.validate.supply  # noqa: F401
from optimizer.core.errors import Finding, Severity
from optimizer.scenario.scenario import Scenario
from optimizer.validate import geography
from optimizer.validate.registry import CHECKS
from optimizer.validate.view import see


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
    found = list(geography.misplaced(scenario))
    if not found:
        world = see(scenario, scenario.settings.strategies)
        found = [finding for one in CHECKS.values() for finding in one(world)]
    return tuple(sorted(found, key=lambda finding: finding.severity != Severity.ERROR))
