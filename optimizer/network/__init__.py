"""Places of a scenario, the distances and travel times between them, and the graph of sites and lanes."""
