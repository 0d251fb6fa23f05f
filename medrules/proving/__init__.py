"""Rules put to the proof by their own examples."""
