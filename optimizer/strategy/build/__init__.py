"""The one place that turns a scenario into the solving rooms' problems."""
