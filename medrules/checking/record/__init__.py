"""The structured record of a case held against a condition or an answer."""
