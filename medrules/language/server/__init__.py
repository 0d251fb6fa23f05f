"""The language server: what an editor asks about rule files, answered from what the rest of the package knows."""
