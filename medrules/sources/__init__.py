"""Answers in: one file per format."""
