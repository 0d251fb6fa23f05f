"""Mistakes that people make often, recognised where the grammar refuses a text, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable

from medrules.language.accidents import Accident, context, expectation, meant
from medrules.language.mistakes_in_clauses import denied_verb, field_without_record, half_clause, record_as_spoken
from medrules.language.mistakes_in_demands import (
    after_rung,
    form_of_answer,
    limit_of_dose,
    lists_of_concepts,
    small_words,
    violating_several,
)
from medrules.language.mistakes_in_figures import all_of_fields, compared_with_is, date_in_words, per_time
from medrules.language.mistakes_in_lists import joined_list, missing_comma, mixed, thousands, title_for_list
from medrules.language.mistakes_in_places import (
    counted,
    given_otherwise,
    misplaced_never,
    said_early_or_late,
    used_packs,
)
from medrules.language.mistakes_in_words import (
    NAME,
    STRINGS,
    filler,
    misspelt,
    name_with_spaces,
    quotes,
    reserved,
    run_together,
)
from medrules.model.problem import Problem


def recognise(accident: Accident) -> Problem | None:
    """The problem, where this is one of the mistakes known here."""
    for mistake in _MISTAKES:
        found = mistake(accident)
        if found is not None:
            return found
    return None


_VERBS = ("mentions", "says", "advises", "asks", "escalates")


def _not_for_never(accident: Accident) -> Problem | None:
    """``must not say`` for ``must never say``, ``must never escalate`` for ``must not escalate above``."""
    word = accident.found.lower()
    if accident.previous == "not" and accident.accepted == {"ESCALATE"} and accident.kind != "$END":
        hint = f"write: must never {word} …" if NAME.fullmatch(word) else "write: must never …"
        return accident.problem("E201", "After 'must not' only 'escalate above' can come", hint)
    if accident.previous == "never" and word == "escalate":
        return accident.problem("E201", "'must never' takes no 'escalate'", "write: must not escalate above …")
    return None


def _is_not(accident: Accident) -> Problem | None:
    """``category is not research`` for ``not category is research``."""
    if accident.previous == "is" and accident.found.lower() == "not" and accident.chunk.keyword == "rule":
        clause = context(accident).strip("'")
        words = [word for word in clause.split() if word.lower() not in ("when", "unless", "given")]
        return accident.problem("E201", "'not' stands before the clause", f"write: not {' '.join(words)} …")
    return None


def _bare_clause(accident: Accident) -> Problem | None:
    """``unless "call 911"`` and ``unless mentions "call 911"`` for ``unless output mentions "call 911"``."""
    if "INPUT" not in accident.accepted or accident.previous in ("and", "or", "not", "("):
        return None
    side = "input" if accident.previous == "when" else "output"
    word = accident.found.lower()
    verb = accident.following.split(maxsplit=1)[0].lower() if accident.following else ""
    if accident.kind == "NAME" and verb in _VERBS and meant(accident) is None:
        hint = f"write: {accident.previous} {side} {verb} …"
        return accident.problem("E219", "A clause says whose words it asks about: input or output", hint)
    if accident.kind in STRINGS or (accident.kind == "NAME" and meant(accident) is None):
        verb = f"mentions {accident.found if len(accident.found) < 60 else '…'}"
    elif word in _VERBS:
        verb = f"{word} …"
    else:
        return None
    hint = f"write: {accident.previous} {side} {verb}"
    return accident.problem("E219", "A clause says whose words it asks about: input or output", hint)


def _some_of(accident: Accident) -> Problem | None:
    """``must say one of`` for ``must say any of``."""
    if accident.found.lower() == "of" and accident.previous in ("one", "either", "some", "each", "both", "every"):
        right = "all of" if accident.previous in ("each", "both", "every") else "any of"
        return accident.problem("E201", f"'{accident.previous} of' is written otherwise", f"write: {right}")
    return None


def _first_sentences(accident: Accident) -> Problem | None:
    """``within 3 sentences`` and ``in the first 3 sentences`` for ``within the first 3 sentences``."""
    number = accident.accepted == {"THE"} and accident.kind == "NUMBER"
    if number or (accident.found.lower() == "first" and accident.previous == "the"):
        after = accident.following.split(maxsplit=1)
        word = after[0].lower() if after else ""
        count = accident.found if number else word if word.isdigit() else "3"
        shown = "sentence" if word == "sentence" and not number else f"{count} sentences"
        message = "A place at the beginning is counted in sentences, after 'within the first'"
        return accident.problem("E201", message, f"write: within the first {shown}")
    return None


def _number_for_name(accident: Accident) -> Problem | None:
    """``escalation 1 "x"``."""
    if accident.found[:1].isdigit() and "NAME" in accident.accepted and "NUMBER" not in accident.accepted:
        return accident.problem(
            "E201", f"{expectation(accident)}, not '{accident.found}'", "begin it with a letter"
        )
    return None


def _unknown_verb(accident: Accident) -> Problem | None:
    """``must never stop "warfarin"`` for ``must never advise "stop warfarin"``."""
    if (
        not {"MENTION", "SAY", "ADVISE"} <= accident.accepted
        or accident.kind != "NAME"
        or meant(accident) is not None
    ):
        return None
    after = accident.source.code[accident.end : accident.chunk.end].split("\n", 1)[0].strip().strip('"“”')
    inner = f"{accident.found} {after}".strip()
    hint = (
        f'write: {context(accident).strip(chr(39))} advise "{inner if len(inner) < 60 else accident.found + " …"}"'
    )
    return accident.problem("E201", f"{expectation(accident)}, not '{accident.found}'", hint)


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
    small_words,
    date_in_words,
    compared_with_is,
    per_time,
    all_of_fields,
    misplaced_never,
    counted,
    said_early_or_late,
    given_otherwise,
    used_packs,
    after_rung,
    form_of_answer,
    limit_of_dose,
    lists_of_concepts,
    violating_several,
    denied_verb,
    record_as_spoken,
    field_without_record,
    joined_list,
    mixed,
    _not_for_never,
    _is_not,
    _near_without_within,
    _same_sentence,
    thousands,
    title_for_list,
    _some_of,
    _first_sentences,
    _number_for_name,
    filler,
    _bare_clause,
    half_clause,
    _unknown_verb,
    name_with_spaces,
    reserved,
    run_together,
    misspelt,
    quotes,
    missing_comma,
)
