"""Examples changed a little, one file a kind of change: what must become of the verdicts then."""
