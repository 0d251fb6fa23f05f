"""Rule files in the language's one spelling and shape."""
