"""A rule book made into an index; the index laid over texts gives verdicts."""
