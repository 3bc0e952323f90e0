"""The planner's rules for a routing file: a file of their own, in YAML or JSON, for every format alike."""

from optimizer.routing.formats.rules_file.apply import with_rules

__all__ = ["with_rules"]
