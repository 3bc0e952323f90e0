"""Quality of routing at equal time, beside the peers, on public and generated instances."""
