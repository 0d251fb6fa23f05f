"""Where a batch runs: this process or several."""
