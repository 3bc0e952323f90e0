"""What the planner wrote: settings, tables, overrides, and the checks that need only them."""
