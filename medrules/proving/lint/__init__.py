"""Looks for rules that can never fire, always fire, or do not mean what they seem to say."""
