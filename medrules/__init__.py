"""medrules: check what medical language models say against safety rules that clinicians write in text files."""
