"""The HTTP service: answers in, verdicts out; it knows the public names of medrules alone."""
