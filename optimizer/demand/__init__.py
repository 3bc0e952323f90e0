"""What customers ordered, and what they were expected to order."""
