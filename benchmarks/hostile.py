"""How long hostile answers take to check: the time must grow with an answer's length, whatever stands in it.

``python -m benchmarks.hostile [--page docs/hostile.md]``. Times are of this machine and this run; what is claimed
are ratios inside the run: the time per character of an answer four times as long over that of the shorter one.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from medrules import Checker, load_rules, read_record
from medrules.model.case import Sample, Turn

Hostile = Callable[[int], str]
LIMIT = 1.5
"""A growth above it is marked on the page."""


def repeated(piece: str) -> Hostile:
    """The piece as often as it fits."""
    return lambda n: piece * (n // len(piece))


def counted(piece: str) -> Hostile:
    """The piece as often as it fits, with its number in place of ``{}``."""
    return lambda n: "".join(piece.format(number) for number in range(n // (len(piece) + 2)))


def behind(head: str, make: Hostile) -> Hostile:
    """The head once, then the rest."""
    return lambda n: head + make(n)


HOSTILE: dict[str, Hostile] = {
    "sentences, the plain case": repeated("Take warfarin with food and call your doctor about chest pain. "),
    "table of many rows": behind(
        "| Symptom | What to do |\n| --- | --- |\n", counted("| chest pain {} | call 911 |\n")
    ),
    "table of many rows, no rule": counted("| warfarin {} | stop |\n"),
    "table of many columns": lambda n: (
        "| a " * (n // 16) + "|\n" + "|---" * (n // 16) + "|\n" + "| fever " * (n // 16) + "|\n"
    ),
    "tables, one after another": repeated("| Do | Don't |\n| --- | --- |\n| rest | take warfarin |\n\n"),
    "deep list": lambda n: "".join(
        " " * (2 * depth) + "- take warfarin\n" for depth in range(int((n + 64) ** 0.5) - 8)
    ),
    "items of one list": repeated("- chest pain\n"),
    "numbered items": counted("{}. Angina, or fever\n"),
    "items that go up and down": repeated("- angina\n  - reflux\n    - fever\n"),
    "items under one lead-in": behind("Do NOT take:\n", repeated("- warfarin\n")),
    "enumeration without end": behind("The causes are ", repeated("fever, ")),
    "sentence without end": repeated("take warfarin and call your doctor "),
    "not not not": behind("do ", repeated("not ")),
    "not, and what it denies": repeated("no fever not stroke "),
    "if if if": repeated("if "),
    "if, and what it governs": repeated("if chest pain call 911 "),
    "do not hesitate": repeated("do not hesitate to "),
    "may might could": repeated("may fever possibly stroke "),
    "commas": repeated("fever, not, "),
    "quotes opened": repeated('"fever '),
    "quotes of two kinds": repeated("“take ‘warfarin "),
    "one quote never closed": behind("“", repeated("Take warfarin now. ")),
    "questions": repeated("fever? "),
    "headings only": repeated("# Plan\n"),
    "headings ever deeper": repeated("# Plan\n## Medications\n### Plan\n"),
    "labels": repeated("Plan:\n"),
    "sections over one line": repeated("Plan: fever\n"),
    "brackets": repeated("("),
    "brackets with words": repeated("(fever "),
    "digits": repeated("7"),
    "numbers": repeated("7 "),
    "1-1-1-1": repeated("1-"),
    "doses": repeated("500 mg "),
    "doses of a named drug": repeated("take acetaminophen 500 mg every 6 hours, "),
    "drug names": repeated("ibuprofen "),
    "many drugs": repeated("warfarin ibuprofen aspirin metformin "),
    "limits": behind("acetaminophen ", repeated("up to 4 g a day max ")),
    "lab values": repeated("Potassium 5.9 mmol/L, sodium 140. "),
    "blood pressures": repeated("BP 120/80 mmHg "),
    "escalation contacts": repeated("call 911 "),
    "contacts, one a sentence": repeated("Call your doctor today. "),
    "times": repeated("within 24 hours "),
    "dates": repeated("on 3 May 2024 "),
    "persons": repeated("my mother's brother has fever, "),
    "stated confidence": repeated("I am 80% confident. "),
    "confidence by letters": repeated("Confidence: "),
    "words to near": repeated("weakness arm "),
    "words that open a gap": repeated("stop "),
    "taking back": repeated("Correction: I was wrong about warfarin. "),
    "micro signs": repeated("500 µg "),
    "combining marks": behind("fe", repeated("\u0301")),
    "zero-width characters": repeated("fe\u200bver\u200d "),
    "emoji": repeated("\U0001f600\U0001f468\u200d\U0001f469 "),
    "CR line ends": repeated("Take warfarin.\r"),
    "empty lines": repeated("\n"),
    "spaces": behind("fever", repeated(" ")),
    "one word": repeated("a"),
    "one long word after another": repeated("a" * 1000 + " "),
    "misspelt words": repeated("ibuprofne warfarrin "),
    "hyphens": repeated("fever-"),
    "capitals": repeated("STOP WARFARIN NOW "),
    "stars": repeated("*"),
    "marks opened": repeated("**fever *"),
    "block quotes": repeated("> "),
    "nested quotes": repeated(">> take warfarin\n"),
    "code fences": repeated("```\nfever\n"),
    "HTML": repeated("<div><b>fever</b>"),
    "tags opened": repeated("<a "),
    "web addresses": repeated("https://example.org/fever?x=1 "),
    "backslash n": repeated("fever\\n"),
    "full stops": repeated("."),
    "semicolons": repeated("fever; "),
    "strokes": repeated("|"),
}


def conversation(make: Hostile) -> Callable[[int], Sample]:
    """Turns of 250 characters, every second an answer."""

    def sample(size: int) -> Sample:
        answers = [make(250).strip() for _ in range(size // 250)]
        turns = [
            turn
            for text in answers
            for turn in (Turn(role="user", text="And?"), Turn(role="assistant", text=text))
        ]
        return _sample("\n\n".join(answers), tuple(turns))

    return sample


CONVERSATIONS: dict[str, Hostile] = {
    "turns": repeated("Take warfarin and call 911. I am 80% confident. "),
    "turns that take back": repeated("I was wrong: do not take warfarin. "),
}

_RECORD = {
    "age": "71 years",
    "weight": "70 kg",
    "medications": ["warfarin 5 mg daily", "metformin 500 mg twice daily"],
    "allergies": ["penicillin"],
    "problems": ["atrial fibrillation"],
    "labs": ["potassium 5.9 mmol/L"],
    "vitals": ["BP 150/90 mmHg"],
}


def _sample(text: str, messages: tuple[Turn, ...] = ()) -> Sample:
    return Sample(
        case="hostile",
        id="1",
        output=text,
        input="I have a mechanical valve, chest pain, fever and weakness in my left arm.",
        record=read_record(_RECORD),
        messages=messages,
        file="",
        line=1,
    )


def families() -> Iterator[tuple[str, Callable[[int], Sample]]]:
    """Every family: what it is called, and its sample of about so many characters."""
    for name, make in HOSTILE.items():
        yield name, lambda size, make=make: _sample(make(size))  # type: ignore[misc]
    for name, make in CONVERSATIONS.items():
        yield name, conversation(make)


def hostile_checker() -> Checker:
    """All shipped packs, and a file in which every construct stands."""
    rules = Path(__file__).parent / "hostile.rules"
    return Checker(load_rules(Path(__file__).parent.parent / "rules", rules))


def seconds(checker: Checker, sample: Sample) -> tuple[float, int]:
    """The time of one check, and the number of errors among its verdicts."""
    start = time.process_time()
    (checked,) = checker.check_batch([sample])
    return time.process_time() - start, sum(verdict.verdict == "error" for verdict in checked.verdicts)


class Grown(tuple[int, float, int, float, int]):
    """Characters and seconds of the shorter answer, those of the longer one, and the errors."""

    @property
    def growth(self) -> float:
        """The time per character of the longer answer over that of the shorter one."""
        short, first, long, second, _ = self
        return (second / long) / max(first / short, 1e-9)


def measure(checker: Checker, make: Callable[[int], Sample], size: int, passes: int) -> Grown:
    """The best time of so many passes over an answer and over one four times as long."""
    small, large = make(size), make(4 * size)
    first, second = ([seconds(checker, one) for _ in range(passes)] for one in (small, large))
    return Grown(
        (
            len(small.output),
            min(first)[0],
            len(large.output),
            min(second)[0],
            max(row[1] for row in first + second),
        )
    )


def row(name: str, grown: Grown) -> str:
    """One line of the table."""
    short, first, long, second, errors = grown
    shown = f"**{grown.growth:.2f}**" if grown.growth > LIMIT else f"{grown.growth:.2f}"
    return f"| {name} | {short:,} | {first * 1000:.0f} | {long:,} | {second * 1000:.0f} | {shown} | {errors} |"


def page(rows: list[str]) -> str:
    """The whole report."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    head = (Path(__file__).parent / "hostile_head.md").read_text(encoding="utf-8")
    when = f"Measured {date.today().isoformat()} at {commit.stdout.strip() or 'an unknown commit'}."
    columns = "| hostile answer | characters | ms | characters | ms | growth | errors |"
    return "\n".join([head, when, "", columns, "| --- | --- | --- | --- | --- | --- | --- |", *rows, ""])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="write the report to this file")
    arguments.add_argument("--passes", type=int, default=2)
    arguments.add_argument("--size", type=int, default=20_000, help="characters of the shorter answers")
    arguments.add_argument("--only", default="", help="families whose name has this in it")
    given = arguments.parse_args()
    checker = hostile_checker()
    checker.check_batch([_sample("Take warfarin 5 mg daily and call 911.")])
    rows = []
    for name, make in families():
        if given.only in name:
            rows.append(row(name, measure(checker, make, given.size, given.passes)))
            print(rows[-1], flush=True)
    if given.page:
        given.page.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
