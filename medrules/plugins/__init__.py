"""medrules inside other tools; each file needs its tool, and none is imported by the rest of the package."""
