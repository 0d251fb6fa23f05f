"""Clinicians' review: what is drawn for it, the files that reviewers fill in, and what they come to."""
