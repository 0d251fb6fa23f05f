"""Renews the adoptions of the fictitious hospital: their hashes are those of the packs as they are now.

A real hospital never does this: an adoption lapses when the adopted text changes, and somebody reads it again.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).parent.parent / "demo" / "fictitious-hospital.rules"


def main() -> None:
    """Take every hash out; ``medrules format`` fills in the present ones."""
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(re.sub(r"\n  text [0-9a-f]+$", "", text, flags=re.MULTILINE), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "medrules.cli", "format", str(FILE)], check=True)  # noqa: S603 (our own command)


if __name__ == "__main__":
    main()
