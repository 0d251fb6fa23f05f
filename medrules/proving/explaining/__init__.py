"""Rules and verdicts in plain English."""
