"""What the report of a sign-off says of the matcher: figures of ``docs/accuracy.md``, as data.

python -m benchmarks.validity docs/accuracy.md > medrules/reports/validity.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent.parent / "medrules" / "reports" / "validity.json"
_MEASURED = re.compile(r"^Measured (\d{4}-\d\d-\d\d) at ([0-9a-f]+)\.", re.MULTILINE)


def data(page: str) -> dict[str, Any]:
    """The day and commit of the measurement, and each figure that has a target or is a precision or a recall."""
    measured = _MEASURED.search(page)
    if measured is None:
        raise ValueError("the page does not say when it was measured")
    figures, of = [], ""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")] if line.startswith("| ") else []
        if line.startswith("|  |"):
            cells = ["", *cells]
        if len(cells) < 7 or cells[0] in {"set", "---"}:
            continue
        of = cells[0].strip("*") or of
        name, target, state, rows, all_rows, _, left_out = cells[1:8]
        if target or re.search(r"\b(?:precision|recall)\b", name):
            figures.append(
                {
                    "set": of,
                    "figure": name.removeprefix("– "),
                    "target": target,
                    "reached": state.partition(",")[0].strip("*"),
                    "rows": rows,
                    "all": all_rows,
                    "left_out": left_out,
                }
            )
    return {"measured": measured[1], "commit": measured[2], "page": "docs/accuracy.md", "figures": figures}


def text(page: str) -> str:
    """The data as they are kept."""
    return json.dumps(data(page), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(Path(sys.argv[1]).read_text("utf-8")))
