"""Vehicle routing: problem, engines, independent checker, file formats."""
