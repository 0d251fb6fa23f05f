"""What was worked out once and is kept for the next run, by what it was worked out from."""
