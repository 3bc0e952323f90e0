"""One function per rule that a scenario must keep, named after its code."""
