"""Where the rooms meet: scenario to problems, the seven steps, cost lines, check, comparison."""
