"""Units of medicine: what people write for them, and conversion between those that convert."""
