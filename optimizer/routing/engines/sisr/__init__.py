"""Slack induction by string removals, in compiled loops that know every feature of a routing problem."""
