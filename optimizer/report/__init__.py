"""What came out, for people: one report model, shown in the terminal or as one HTML file."""
