"""The comparison of a run that was stopped before every strategy was evaluated."""

from dataclasses import replace

from optimizer.strategy.comparison import Comparison


def without_recommendation(comparison: Comparison, asked: int) -> Comparison:
    """Take the recommendation back, unless every strategy that was asked for is compared.

    Parameters
    ----------
    comparison
        Of the strategies evaluated.
    asked
        Number of strategies that were to be evaluated.
    """
    evaluated = len(comparison.strategies)
    if evaluated == asked:
        return comparison
    reason = f"{evaluated} of {asked} strategies were evaluated, so none is recommended."
    return replace(comparison, recommended="", saving=0, reason=reason)
