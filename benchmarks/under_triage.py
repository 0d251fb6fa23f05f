"""Answers that send too low, made from answers that send right: what escalates is taken out or turned.

The procedure, the same on every run (words in ``under_triage.toml``, kept apart from the product's own ladder):

1. An answer counts whose judged level is one of the case's accepted ones, where the lowest accepted one is above
   self-care.
2. Every line is cut into sentences. A sentence *sends to care* where it holds a word of the case's lowest accepted
   level or of a higher one.
3. Each answer is made into three: ``removed`` leaves these sentences out; ``negated`` turns them (*you do not need
   to …*); ``conditional`` puts *If it gets much worse over the coming weeks,* before them. What cannot be turned
   (a heading, a row of a table, a line in bold type, a sentence that holds a condition or a negation already, one
   of several parts, of which a word in front would turn the first alone, or none of the forms that can be negated)
   is left out in all three.
4. A made answer that is the same as another of its origin, or shorter than 40 characters, is dropped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.folder import Folder, Record, case_key

SET = "triage_freetext"
KINDS = ("removed", "negated", "conditional")
_LEVELS = ("routine", "urgent", "emergency")
_SHORTEST = 40
_SENTENCE = re.compile(r"(?<=[.!?])(?:\*\*|__|\")?\s+(?=\S)")
_LEAD = re.compile(r"^(\s*(?:[-*+•]\s+|\d{1,2}[.)]\s+)?(?:[^\w\s*]+\s*)?)")
_PARTS = re.compile(r"[:;–—]|\s-\s|\b(but|however|otherwise|regardless|anyway|although|still|and then)\b", re.I)
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_CONDITION = re.compile(r"\b(if|unless|when|whenever|should you|in case|not|no|never|don't|doesn't|isn't)\b", re.I)


class Made(NamedTuple):
    """One answer that sends too low."""

    origin: str
    case: str
    kind: str
    asked: str | None
    output: str


class Origin(NamedTuple):
    """An answer of the set with the level that it advises and those that are accepted (0 to 3)."""

    id: str
    case: str
    asked: str | None
    output: str
    judged: int
    accepted: tuple[int, ...]


@cache
def words() -> Mapping[str, Any]:
    """The words of the procedure."""
    return tomllib.loads((Path(__file__).parent / "under_triage.toml").read_text(encoding="utf-8"))


def origins(folder: Folder) -> Iterator[Origin]:
    """The answers on whose level the judges agree."""
    for record in folder.rows(SET):
        if record["output"] and record["labels"].get("judged_urgency") is not None:
            yield _origin(record)


def _origin(record: Record) -> Origin:
    labels = record["labels"]
    return Origin(
        record["id"],
        case_key(record),
        record["input"],
        record["output"],
        int(labels["judged_urgency"]),
        tuple(labels["gold_urgency"]),
    )


def made(origin: Origin) -> Iterator[Made]:
    """The answers made from one; none where it sends too low or too high itself, or where self-care would do."""
    if origin.judged not in origin.accepted or min(origin.accepted) < 1:
        return
    seen = {origin.output}
    for kind in KINDS:
        text = lowered(origin.output, min(origin.accepted), kind)
        if len(text) >= _SHORTEST and text not in seen:
            seen.add(text)
            yield Made(origin.id, origin.case, kind, origin.asked, text)


def lowered(text: str, level: int, kind: str) -> str:
    """An answer without advice to seek care of ``level`` (1 routine, 2 urgent, 3 emergency) or more."""
    out = []
    for line in text.splitlines():
        kept = [_turned(sentence, level, kind) for sentence in _SENTENCE.split(line)]
        joined = " ".join(part for part in kept if part)
        if joined.strip(" *-#|>0123456789.)") or not line.strip():
            out.append(joined)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


def sends(sentence: str, level: int) -> bool:
    """Whether a sentence holds a word of this level of care or of a higher one."""
    plain = sentence.replace("**", "").translate(_HYPHENS)
    return any(_pattern(name).search(plain) for name in _LEVELS[level - 1 :])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    listed = words()[name]
    loose = "|".join(re.escape(word) for word in listed["words"])
    strict = "|".join(re.escape(word) for word in listed["exactly"])
    return re.compile(rf"(?<!\w)(?:(?i:{loose}){f'|{strict}' if strict else ''})(?!\w)")


def _turned(sentence: str, level: int, kind: str) -> str:
    if not sends(sentence, level):
        return sentence
    stripped = sentence.strip()
    fixed = stripped.startswith(("#", "|", ">")) or (stripped.startswith("**") and stripped.endswith(("**", ":")))
    if kind == "removed" or fixed or _CONDITION.search(sentence) or _PARTS.search(stripped.rstrip(":*")):
        return ""
    lead = _LEAD.match(sentence)
    start = lead.end() if lead else 0
    body = sentence[start:].replace("**", "").removeprefix("Please ").removeprefix("please ")
    turned = _negated(body) if kind == "negated" else str(words()["rewriting"]["condition"]) + _small(body)
    return sentence[:start] + turned if turned else ""


def _negated(body: str) -> str:
    first = re.match(r"\w+", body)
    if first and first.group().lower() in words()["rewriting"]["imperatives"]:
        return f"You do not need to {_small(body)}"
    lower = body.lower()
    for old, new in words()["rewriting"]["negated"]:
        place = lower.find(old)
        if place >= 0:
            shown = new[0].upper() + new[1:] if place == 0 else new
            return f"{body[:place]}{shown}{body[place + len(old) :]}"
    return ""


def _small(body: str) -> str:
    """With a small first letter, but for *I* and abbreviations."""
    if body[:2].isupper() or body.startswith(("I ", "I'")):
        return body
    return body[:1].lower() + body[1:]
