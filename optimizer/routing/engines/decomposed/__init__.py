"""Search with PyVRP's moves on all cores: runs side by side, then rounds over parts of the plan."""
