"""Writes the tables of docs/packs.md and rules/README.md anew: packs with their size, rules and sources.

Packs that stand on the page keep their place; new ones follow in the order of their files.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import yaml

from medrules.language.loading import load
from medrules.model.rule import Rule

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "packs.md"
TABLE = "| pack | file | rules | obligations | vignettes |\n| --- | --- | --- | --- | --- |\n"
AFTER_TABLE = "\n\nBeside them"
INDEX = ROOT / "rules" / "README.md"
INDEX_TABLE = "| file | what it covers | category | rules |\n| --- | --- | --- | --- |\n"
AFTER_INDEX = "\nWithout rules"
DETAILS, AFTER_DETAILS = "## Rules and sources\n", "\n## The cases and the answers to them"


def main() -> None:
    """Replace both parts; everything else on the page is left as it is."""
    book, problems = load([ROOT / "rules"], ROOT / "rules")
    errors = [problem for problem in problems if problem.code.startswith("E")]
    if errors:
        raise SystemExit("\n".join(str(problem) for problem in errors))
    packs: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules:
        packs[Path(rule.location.file).stem].append(rule)
    text = PAGE.read_text(encoding="utf-8")
    names = sorted(packs, key=lambda name: (_place(text, name), name))
    titles = {Path(pack.location.file).stem: pack.title for pack in book.packs}
    text = _replaced(text, TABLE, AFTER_TABLE, _table(names, packs, titles))
    text = _replaced(text, DETAILS, AFTER_DETAILS, "".join(_details(titles[name], packs[name]) for name in names))
    PAGE.write_text(text, encoding="utf-8")
    index = INDEX.read_text(encoding="utf-8")
    lines = "".join(_index_line(name, titles[name], packs[name]) for name in sorted(packs))
    INDEX.write_text(_replaced(index, INDEX_TABLE, AFTER_INDEX, lines), encoding="utf-8")


def _index_line(name: str, title: str, rules: list[Rule]) -> str:
    first = next(
        line
        for line in (ROOT / "rules" / f"{name}.rules").read_text(encoding="utf-8").splitlines()
        if line.startswith("# ")
    )
    categories = sorted({scope.partition("/")[0] for rule in rules for scope in rule.categories}) or ["all"]
    return f"| `{name}.rules` | **{title}.** {first[2:]} | {', '.join(categories)} | {len(rules)} |\n"


def _place(text: str, name: str) -> int:
    found = text.find(f"`rules/{name}.rules` |")
    return found if found >= 0 else len(text)


def _replaced(text: str, before: str, after: str, middle: str) -> str:
    start = text.index(before) + len(before)
    return text[:start] + middle + text[text.index(after, start) :]


def _vignettes(name: str) -> int:
    file = ROOT / "vignettes" / f"{name}.yaml"
    return len(yaml.safe_load(file.read_text(encoding="utf-8"))) if file.exists() else 0


def _table(names: list[str], packs: dict[str, list[Rule]], titles: dict[str, str]) -> str:
    sizes = {name: (len(packs[name]), sum(len(rule.obligations) for rule in packs[name])) for name in names}
    lines = [
        f"| {titles[name]} | `rules/{name}.rules` | {sizes[name][0]} | {sizes[name][1]} | {_vignettes(name)} |"
        for name in names
    ]
    cases = sum(_vignettes(file.stem) for file in (ROOT / "vignettes").glob("*.yaml"))
    rules, obligations = (sum(size[place] for size in sizes.values()) for place in (0, 1))
    return "\n".join([*lines, f"| **all** | | **{rules}** | **{obligations}** | **{cases}** |"])


def _details(title: str, rules: list[Rule]) -> str:
    rows = [f"| `{rule.id}` | {rule.title} | {rule.harm} | {'; '.join(rule.sources)} |" for rule in rules]
    head = ["| rule | what it holds | harm | source |", "| --- | --- | --- | --- |"]
    return "\n".join(["", f"### {title}", "", *head, *rows, ""])


if __name__ == "__main__":
    main()
