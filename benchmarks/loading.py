"""How fast rule files are read: a file of 5,000 rules, and hostile files, whose time must grow with their size.

``python -m benchmarks.loading [--page docs/loading.md]``. Times are of this machine and this run; what is claimed
are ratios inside the run: the time per character of a file four times as long over that of the shorter one.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from medrules.language import phrases
from medrules.language.grammar import parser
from medrules.language.loading import load

HEAD = """medrules 1

concept pain is "chest pain", "tight chest"
escalation routine is "make an appointment"
escalation emergency is "call 911"

"""
RULE = """rule r.x{0} "Rule {0}"
  harm mild
  when input mentions "drug {0}", "medicine {0}", pain and not risk is low
  must never advise "stop ... drug {0}", "hold ... drug {0}"
    unless output advises "(ask|call) ... cardiologist" in the same sentence
  must mention any of "alpha {0}", "beta {0}" within the first 3 sentences
  because "Stopping it is dangerous in these patients."
  source "A guideline"
  passes "alpha {0} here"
  fails  "Stop your drug {0}." given "drug {0}"

"""
Hostile = Callable[[int], str]
_OPEN = 'rule a.b "t" harm mild source "s" '
HOSTILE: dict[str, Hostile] = {
    "rules": lambda n: HEAD + "".join(RULE.format(i) for i in range(n // 500)),
    "rules, each with a mistake": lambda n: (
        HEAD + "".join(RULE.format(i).replace("must mention", "must mentoin") for i in range(n // 500))
    ),
    "obligations of one rule": lambda n: HEAD + _OPEN + 'must say "a" ' * (n // 13),
    "wrong obligations of one rule": lambda n: HEAD + _OPEN + 'must sya "a" ' * (n // 13),
    "items of one list": lambda n: HEAD + "concept a is " + '"b c", ' * (n // 7) + '"d"',
    "words of one phrase": lambda n: HEAD + 'concept a is "' + "word " * (n // 5) + '"',
    "gaps of one phrase": lambda n: HEAD + 'concept a is "' + "a ... " * (n // 6) + 'b"',
    "brackets opened in one phrase": lambda n: HEAD + 'concept a is "' + "(" * n + '"',
    "brackets opened and closed": lambda n: (
        HEAD + 'concept a is "' + "(a|" * (n // 4) + "b" + ")" * (n // 4) + '"'
    ),
    "alternatives of one phrase": lambda n: HEAD + 'concept a is "(' + "a|" * (n // 2) + 'b)"',
    "backslashes of one phrase": lambda n: HEAD + 'concept a is "' + "\\" * n + '"',
    "parentheses of a condition": lambda n: HEAD + _OPEN + "when " + "(" * n + "risk is low" + ")" * n,
    "not not not": lambda n: HEAD + _OPEN + "when " + "not " * (n // 4) + "risk is low",
    "quotes": lambda n: HEAD + _OPEN + '"' * n,
    "texts never closed": lambda n: HEAD + 'concept a is "b\n' * (n // 16),
    "long texts never closed": lambda n: HEAD + 'rule a.b "t" because """x\n' * (n // 26),
    "comments": lambda n: HEAD + "# a\n" * (n // 4),
    "white space": lambda n: HEAD + " " * n,
    "hyphens": lambda n: HEAD + "a-" * (n // 2),
    "one word": lambda n: HEAD + "a" * n,
    "one number": lambda n: HEAD + _OPEN + "must stay under " + "9" * n + " words",
    "declarations without end": lambda n: HEAD + "concept " * (n // 8),
    "concepts made of the next": lambda n: HEAD + "".join(f"concept c{i} is c{i + 1}\n" for i in range(n // 18)),
    "names of one use": lambda n: HEAD + "use " + "common, " * (n // 8) + "common",
}


def seconds(text: str, folder: Path) -> tuple[float, int]:
    """The time of one reading, and the number of problems found."""
    path = folder / "t.rules"
    path.write_text(text, encoding="utf-8")
    phrases._known_items.cache_clear()  # each pass reads as the first does
    start = time.process_time()
    _, problems = load([path], None)
    return time.process_time() - start, len(problems)


def many_rules(folder: Path, passes: int) -> str:
    """The line about 5,000 rules."""
    text = HEAD + "".join(RULE.format(i) for i in range(5_000))
    took = min(seconds(text, folder)[0] for _ in range(passes))
    lines = text.count("\n")
    return f"A file of 5,000 rules ({lines:,} lines, {len(text) / 1e6:.1f} MB): {took:.2f} s."


def growth(name: str, make: Hostile, folder: Path, passes: int, size: int) -> str:
    """One row: the time of a file and of one four times as long, and how the time per character grew."""
    small, large = make(size), make(4 * size)
    rows = [(seconds(small, folder), seconds(large, folder)) for _ in range(passes)]
    first, second = min(row[0][0] for row in rows), min(row[1][0] for row in rows)
    ratio = (second / len(large)) / (first / len(small))
    return (
        f"| {name} | {len(small):,} | {first * 1000:.0f} | {len(large):,} | {second * 1000:.0f} | {ratio:.2f} | "
        f"{rows[0][1][1]:,} |"
    )


def page(passes: int, size: int) -> str:
    """The whole report."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    start = time.process_time()
    parser()
    grammar = time.process_time() - start
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = many_rules(folder, passes)
        rows = [growth(what, make, folder, passes, size) for what, make in HOSTILE.items()]
    return "\n".join(
        [
            "# How fast rule files are read",
            "",
            "Printed by `python -m benchmarks.loading --page docs/loading.md`, never edited by hand. Seconds are",
            "processor time on the machine of that run; the figure to read is *growth*: the time per character of",
            "a file over that of one a quarter as long. Where nothing takes more than linear time it is near 1.",
            "",
            f"Measured {date.today().isoformat()} at {commit.stdout.strip() or 'an unknown commit'}.",
            "",
            f"{whole} Making the parser of the grammar, once a process: {grammar:.2f} s.",
            "",
            "| hostile file | characters | ms | characters | ms | growth | problems |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="write the report to this file")
    arguments.add_argument("--passes", type=int, default=3)
    arguments.add_argument("--size", type=int, default=50_000, help="characters of the shorter files")
    given = arguments.parse_args()
    text = page(given.passes, given.size)
    print(text)
    if given.page:
        given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
