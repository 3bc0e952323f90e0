"""Which option can serve which order from which site, at what rate, and if not, why."""
