"""The types that cross a border between folders. Frozen, and nothing here computes."""
