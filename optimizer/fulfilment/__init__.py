"""Which source serves each order line, by which option and departure."""
