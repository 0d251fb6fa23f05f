"""Measures of the reader against labelled texts that the project did not write and does not keep."""
