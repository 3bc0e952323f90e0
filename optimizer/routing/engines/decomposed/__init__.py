"""Our search on PyVRP's local search: runs side by side, then rounds over parts of the plan."""
