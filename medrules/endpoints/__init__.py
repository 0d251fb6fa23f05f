"""Asking models for answers: run files, protocols, sending, and the journal that loses no answer."""
