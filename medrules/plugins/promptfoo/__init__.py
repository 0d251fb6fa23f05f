"""For promptfoo: a Python assertion, in a folder of its own.

promptfoo puts the folder of the file first on the path of imports, where the other plugins, named as their tools
are, would be taken for these.
"""
