"""Where the rooms meet: scenario to problems, the seven steps, cost lines, the check of a whole plan, comparison."""
