"""The day and the commit of a measurement."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path


def stamp() -> str:
    """Today's date and the commit measured; *with changes* where the tree holds more than is committed."""
    git = ("git", "-C", str(Path(__file__).parent))
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "..", ":!../docs"], capture_output=True, text=True, check=False
    )
    name = commit.stdout.strip() or "no commit"
    return f"{datetime.now(UTC).date()} at {name}{' with changes' if changed.stdout.strip() else ''}"
