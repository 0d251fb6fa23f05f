"""``python -m medrules.cli``: the same as the command ``medrules``."""

from medrules.cli.main import main

if __name__ == "__main__":
    main()
