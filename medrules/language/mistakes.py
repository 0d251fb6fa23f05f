"""Mistakes that people make often, recognised where the grammar refuses a text, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from medrules.language.desk import nearest
from medrules.language.explaining import Accident, context, expectation, openers, vocabulary
from medrules.language.source import DECLARATIONS
from medrules.model.problem import Problem

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_STRINGS = ("STRING", "LONG_STRING")


def recognise(accident: Accident) -> Problem | None:
    """The problem, where this is one of the mistakes known here."""
    for mistake in _MISTAKES:
        found = mistake(accident)
        if found is not None:
            return found
    return None


def _after_list(accident: Accident) -> bool:
    """Whether the piece before can be an item of a list: a phrase or a name."""
    if not accident.before:
        return False
    last = accident.before[-1]
    return last.kind == "string" or (last.kind == "word" and last.text.lower() not in vocabulary()["instead"])


def _joined_list(accident: Accident) -> Problem | None:
    """``must say any of a or b``, ``mentions warfarin or heparin``."""
    joiner = None
    if accident.found.lower() in ("or", "and") and not {"AND", "OR"} & accident.accepted and _after_list(accident):
        joiner = accident.found.lower()
        rest = accident.source.code[accident.end : accident.chunk.end].split()
        if rest and rest[0].lower() == "must":
            hint = f"leave '{joiner}' out: each 'must' stands by itself"
            return accident.problem("E205", f"'{joiner}' does not join obligations", hint)
    elif (
        accident.previous in ("or", "and")
        and accident.kind in (*_STRINGS, "NAME")
        and "INPUT" in accident.accepted
    ):
        if accident.kind == "NAME" and _meant(accident) is not None:
            return None
        joiner = accident.previous
    if joiner is None:
        return None
    message = f"'{joiner}' joins whole clauses; the items of a list are joined by commas"
    items = _items_around(accident)
    many = "; 'all of' before the list asks for all of them" if joiner == "and" else ""
    return accident.problem("E205", message, f"write a comma: {items}{many}")


def _items_around(accident: Accident) -> str:
    pieces = [piece.text for piece in accident.before]
    if accident.previous in ("or", "and"):
        left, right = (pieces[-2] if len(pieces) > 1 else "…"), accident.found
    else:
        rest = accident.source.code[accident.end : accident.chunk.end].split()
        left, right = pieces[-1], (rest[0] if rest else "…")
    return f"{left}, {right}" if len(left) + len(right) < 80 else "…, …"


def _mixed(accident: Accident) -> Problem | None:
    """``a and b or c``."""
    word = accident.found.upper()
    if word not in ("AND", "OR") or not {"AND", "OR"} & accident.accepted:
        return None
    message = "'and' and 'or' in one condition need parentheses, to say which belongs together"
    return accident.problem("E206", message, "write: (… and …) or …, or: … and (… or …)")


def _not_for_never(accident: Accident) -> Problem | None:
    """``must not say`` for ``must never say``, ``must never escalate`` for ``must not escalate above``."""
    word = accident.found.lower()
    if accident.previous == "not" and accident.accepted == {"ESCALATE"} and accident.kind != "$END":
        hint = f"write: must never {word} …" if _NAME.fullmatch(word) else "write: must never …"
        return accident.problem("E201", "After 'must not' only 'escalate above' can come", hint)
    if accident.previous == "never" and word == "escalate":
        return accident.problem("E201", "'must never' takes no 'escalate'", "write: must not escalate above …")
    return None


def _is_not(accident: Accident) -> Problem | None:
    """``category is not research`` for ``not category is research``."""
    if accident.previous == "is" and accident.found.lower() == "not":
        clause = context(accident).strip("'")
        words = [word for word in clause.split() if word.lower() not in ("when", "unless", "given")]
        return accident.problem("E201", "'not' stands before the clause", f"write: not {' '.join(words)} …")
    return None


def _quotes(accident: Accident) -> Problem | None:
    """A text where a name belongs, or a name where a text belongs."""
    takes_name, takes_text = "NAME" in accident.accepted, "STRING" in accident.accepted
    if accident.kind in _STRINGS and takes_name and not takes_text:
        inner = accident.found.strip('"“”').strip()
        hint = (
            f"write it without quotes: {inner}" if _NAME.fullmatch(inner) else "write a name: letters and hyphens"
        )
        return accident.problem("E214", f"{expectation(accident)}, without quotes", hint)
    word = accident.kind in ("NAME", "RESERVED") and not accident.begins_statement
    if word and takes_text and not takes_name and _meant(accident) is None:
        hint = f'write: "{_rest_of_statement(accident)}"'
        if accident.wanted == {"title"} and accident.source.code[accident.end :].lstrip()[:1] in ('"', "“"):
            hint = f"a name has no spaces; write: {accident.previous}-{accident.found}"
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


def _bare_clause(accident: Accident) -> Problem | None:
    """``unless "call 911"`` and ``unless mentions "call 911"`` for ``unless output mentions "call 911"``."""
    if "INPUT" not in accident.accepted or accident.previous in ("and", "or", "not", "("):
        return None
    side = "input" if accident.previous == "when" else "output"
    word = accident.found.lower()
    if accident.kind in _STRINGS or (accident.kind == "NAME" and _meant(accident) is None):
        verb = f"mentions {accident.found if len(accident.found) < 60 else '…'}"
    elif word in ("mentions", "says", "advises", "asks", "escalates"):
        verb = f"{word} …"
    else:
        return None
    hint = f"write: {accident.previous} {side} {verb}"
    return accident.problem("E219", "A clause says whose words it asks about: input or output", hint)


def _unknown_verb(accident: Accident) -> Problem | None:
    """``must never stop "warfarin"`` for ``must never advise "stop warfarin"``."""
    if (
        not {"MENTION", "SAY", "ADVISE"} <= accident.accepted
        or accident.kind != "NAME"
        or _meant(accident) is not None
    ):
        return None
    after = accident.source.code[accident.end : accident.chunk.end].split("\n", 1)[0].strip().strip('"“”')
    inner = f"{accident.found} {after}".strip()
    hint = (
        f'write: {context(accident).strip(chr(39))} advise "{inner if len(inner) < 60 else accident.found + " …"}"'
    )
    return accident.problem("E201", f"{expectation(accident)}, not '{accident.found}'", hint)


def _title_for_list(accident: Accident) -> Problem | None:
    """``concept cough "cough", "coughing"`` without ``is``."""
    if accident.accepted != {"IS"} or not accident.before or accident.before[-1].kind != "string":
        return None
    head = " ".join(piece.text for piece in accident.before[:-1])
    phrase = accident.before[-1].text
    hint = f"write: {head} is {phrase if len(phrase) < 60 else '…'}"
    message = f"'is' stands between the name of the {accident.chunk.keyword} and its phrases"
    return accident.missing("E201", message, hint)


def _thousands(accident: Accident) -> Problem | None:
    """``1,000`` for ``1000``."""
    pieces = [piece.text.strip() for piece in accident.before[-2:]]
    digits = re.match(r"\d+", accident.found)
    if len(pieces) == 2 and pieces[1] == "," and pieces[0].isdigit() and digits:
        hint = f"write: {pieces[0]}{digits.group()}"
        return accident.problem("E204", "Numbers are written without commas", hint)
    return None


def _reserved(accident: Accident) -> Problem | None:
    """A word of the language where a name belongs."""
    if accident.kind != "RESERVED" or "NAME" not in accident.accepted:
        return None
    if accident.begins_statement and accident.previous != ",":
        return None
    word = accident.found.lower()
    message = f"'{word}' is a word of the language, so it cannot be a name; {_lower(expectation(accident))}"
    if accident.previous == ",":
        return accident.problem("E202", message, "leave the comma before it out, or write another name")
    return accident.problem("E202", message, f"choose another name, such as {word}-2, or put a phrase in quotes")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _meant(accident: Accident) -> str | None:
    """The accepted word that a misspelt or foreign one most likely stands for."""
    word = accident.found.lower()
    known = [keyword.lower() for keyword in accident.keywords]
    instead = vocabulary()["instead"].get(word)
    if instead is not None and instead.split()[0] in known:
        return instead
    others = list(DECLARATIONS) if "$END" in accident.accepted else []
    return nearest(word, known + others)


def _run_together(accident: Accident) -> Problem | None:
    """``usecommon`` for ``use common``."""
    if accident.kind != "NAME":
        return None
    word = accident.found
    others = list(DECLARATIONS) if "$END" in accident.accepted else []
    for keyword in sorted([*accident.keywords, *others], key=len, reverse=True):
        rest = word[len(keyword) :]
        if word.lower().startswith(keyword.lower()) and len(rest) > 1 and _NAME.fullmatch(rest):
            hint = f"write: {keyword} {rest}"
            return accident.problem("E212", f"A space is missing after '{word[: len(keyword)]}'", hint)
    return None


def _misspelt(accident: Accident) -> Problem | None:
    """A word that is close to one that could stand here."""
    if accident.kind not in ("NAME", "RESERVED") or accident.begins_statement:
        return None
    meant = _meant(accident)
    if meant is None:
        return None
    return accident.problem("E213", f"'{accident.found}' is no word that can stand here", f"did you mean {meant}?")


def _missing_comma(accident: Accident) -> Problem | None:
    """Two items of a list without a comma."""
    item = accident.kind in _STRINGS or accident.kind == "NAME"
    if item and "COMMA" in accident.accepted and _after_list(accident) and "STRING" not in accident.accepted:
        left = accident.before[-1].text
        hint = (
            f"write: {left}, {accident.found}" if len(left) + len(accident.found) < 80 else "write a comma between"
        )
        return accident.problem("E215", "A comma is missing between two items of a list", hint)
    return None


def _near_without_within(accident: Accident) -> Problem | None:
    """``"a" near "b"`` without ``within N words``."""
    words = [piece.text.lower() for piece in accident.before]
    if accident.accepted == {"WITHIN"} and len(words) > 2 and words[-2] == "near":
        hint = f"write: {accident.before[-3].text} near {accident.before[-1].text} within 6 words"
        return accident.missing(
            "E216", "'near' says within how many words", hint if len(hint) < 100 else "write: … within 6 words"
        )
    return None


def _same_sentence(accident: Accident) -> Problem | None:
    """``in the same sentence`` needs ``as`` in an obligation, and takes none in a condition."""
    if accident.previous != "sentence":
        return None
    if accident.accepted == {"AS"}:
        hint = "write: in the same sentence as … (what has to stand beside it)"
        return accident.missing("E217", "An obligation says what the same sentence has to hold", hint)
    if accident.found.lower() == "as":
        hint = "leave 'as …' out: the sentence meant is that of what the obligation found"
        return accident.problem("E217", "In a condition, 'in the same sentence' takes no 'as'", hint)
    return None


def _path(accident: Accident) -> Problem | None:
    """``use packs/common``."""
    if accident.chunk.keyword == "use" and accident.found[:1] in ("/", "\\"):
        message = "'use' takes the name of a pack, not a path"
        return accident.problem("E218", message, "write the name alone: use common (the file is common.rules)")
    return None


_MISTAKES: tuple[Callable[[Accident], Problem | None], ...] = (
    _path,
    _joined_list,
    _mixed,
    _not_for_never,
    _is_not,
    _near_without_within,
    _same_sentence,
    _thousands,
    _title_for_list,
    _bare_clause,
    _unknown_verb,
    _reserved,
    _run_together,
    _misspelt,
    _quotes,
    _missing_comma,
)
