"""Readers of other projects, asked the same questions where they can answer."""
