"""Reading rule files: the parser, the catalogue of problems, the formatter."""
