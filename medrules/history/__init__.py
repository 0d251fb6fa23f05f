"""Runs kept in a database, so that one sign-off is held against the last signed one."""
