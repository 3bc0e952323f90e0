"""Tests of the checker of a whole plan."""
