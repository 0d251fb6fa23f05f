"""Mistakes in single words: names, quotes and spelling, each recognised where the grammar refuses it."""

from __future__ import annotations

import re

from medrules.language.accidents import Accident, context, expectation, meant, openers, vocabulary
from medrules.language.grammar import reserved as reserved_words
from medrules.language.names import category_paths
from medrules.language.source import DECLARATIONS
from medrules.model.problem import Problem

NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
STRINGS = ("STRING", "LONG_STRING")


def filler(accident: Accident) -> Problem | None:
    """``must escalate to the emergency``, ``must say that "x"``, ``when the input mentions``."""
    word = accident.found.lower()
    before = accident.previous
    small = vocabulary()["openers"]["fillers"].split()
    if not {"NAME", "STRING", "INPUT"} & accident.accepted and accident.kind not in STRINGS:
        return None
    if word in small and accident.kind in ("NAME", "RESERVED") and not accident.following.startswith(","):
        return accident.problem("E220", f"'{word}' says nothing here", f"leave '{word}' out")
    if before in small and before not in reserved_words() and accident.kind in STRINGS:
        return accident.problem("E220", f"'{before}' says nothing here", f"leave '{before}' out")
    return None


def name_with_spaces(accident: Accident) -> Problem | None:
    """``concept chest pain is``, ``for Patient Communication``, ``must mention chest pain``."""
    if accident.kind not in ("NAME", "RESERVED") or not accident.before or accident.before[-1].kind != "word":
        return None
    first, second = accident.previous, accident.found.lower()
    if accident.new_line or first in reserved_words() or (accident.kind == "RESERVED" and second in openers()):
        return None
    joined = f"{first}-{second}"
    if joined in category_paths() or f"{first}/{second}" in category_paths().values():
        path = category_paths().get(joined, f"{first}/{second}")
        return accident.problem("E221", "A category has no spaces", f"write: {path}")
    named = len(accident.before) == 2 and accident.kind == "NAME" and meant(accident) is None
    if named and ("IS" in accident.accepted or accident.following[:1] in ('"', "“")):
        return accident.problem("E221", "A name has no spaces", f"join its parts by hyphens: {joined}")
    if accident.kind == "NAME" and "COMMA" in accident.accepted and meant(accident) is None:
        hint = f'a phrase stands in quotes: "{first} {second}"; a name has hyphens: {joined}; a list has commas'
        return accident.problem("E221", "A name has no spaces", hint)
    return None


def quotes(accident: Accident) -> Problem | None:
    """A text where a name belongs, or a name where a text belongs."""
    takes_name, takes_text = "NAME" in accident.accepted, "STRING" in accident.accepted
    if accident.kind in STRINGS and takes_name and not takes_text:
        inner = accident.found.strip('"“”').strip()
        hint = (
            f"write it without quotes: {inner}" if NAME.fullmatch(inner) else "write a name: letters and hyphens"
        )
        return accident.problem("E214", f"{expectation(accident)}, without quotes", hint)
    word = accident.kind == "NAME" or (accident.kind == "RESERVED" and accident.found.lower() not in openers())
    if word and takes_text and not takes_name and meant(accident) is None:
        hint = f'write: "{_rest_of_statement(accident)}"'
        return accident.problem("E214", f"{expectation(accident)}; this text has none", hint)
    return None


def _rest_of_statement(accident: Accident) -> str:
    """The words from the place to the end of their line, or to the next statement."""
    line = accident.source.code[accident.start : accident.chunk.end].split("\n", 1)[0]
    words: list[str] = []
    for word in line.split()[:12]:
        if word.lower() in openers() or word[0] in '"“#' or (words and "version" in accident.wanted):
            break
        words.append(word)
    return " ".join(words) or accident.found


def reserved(accident: Accident) -> Problem | None:
    """A word of the language where a name belongs."""
    if accident.kind != "RESERVED" or "NAME" not in accident.accepted:
        return None
    if accident.begins_statement and accident.previous != ",":
        return None
    word = accident.found.lower()
    message = f"'{word}' is a word of the language, so it cannot be a name; {_lower(expectation(accident))}"
    if accident.chunk.keyword == "rule" and accident.previous == "for":
        return accident.problem(
            "E202", message, "leave 'for' out: without it the rule holds for all kinds of work"
        )
    if accident.previous == ",":
        return accident.problem("E202", message, "leave the comma before it out, or write another name")
    if any(part.endswith("_name") and part != "value_name" for part in accident.wanted):
        return accident.problem("E202", message, f"choose another name, such as {word}-2")
    if "STRING" in accident.accepted:
        return accident.problem("E202", message, f'put a phrase in quotes: "{word} …"')
    example = next((vocabulary()["examples"].get(part) for part in sorted(accident.wanted)), None)
    place = context(accident).strip("'")
    return accident.problem("E202", message, f"write: {place} {example}" if example else "write another name")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def run_together(accident: Accident) -> Problem | None:
    """``usecommon`` for ``use common``."""
    word = accident.found
    if accident.kind != "NAME" or word.lower() in vocabulary()["instead"]:
        return None
    others = list(DECLARATIONS) if "$END" in accident.accepted else []
    for keyword in sorted([*accident.keywords, *others], key=len, reverse=True):
        rest = word[len(keyword) :]
        if word.lower().startswith(keyword.lower()) and len(rest) > 1 and NAME.fullmatch(rest):
            hint = f"write: {keyword} {rest}"
            return accident.problem("E212", f"A space is missing after '{word[: len(keyword)]}'", hint)
    return None


def misspelt(accident: Accident) -> Problem | None:
    """A word that is close to one that could stand here."""
    if accident.kind not in ("NAME", "RESERVED") or accident.begins_statement:
        return None
    word = meant(accident)
    if word is None:
        return None
    return accident.problem("E213", f"'{accident.found}' is no word that can stand here", f"did you mean {word}?")
