"""Judges whether a cue of advice or prohibition does what it says in the clause where it stands."""

from __future__ import annotations

from itertools import pairwise

from medrules.text.assertion_analysis import ADVICE, NONE, STATEMENT, Clause
from medrules.text.assertion_openings import DETERMINERS, Openings
from medrules.text.cues import Found, word_class

_EXPECTED = word_class("expected")
_CLINICIANS = word_class("clinician")
_GENERIC = word_class("generic")
_RESEARCH = word_class("research")
_ADDRESSED = word_class("addressed") | {"i", "we"}
_ARTICLES = DETERMINERS - word_class("subject")
_UNCERTAIN = frozenset(("may", "might", "could", "can"))
_WEIGHTY = frozenset(("important", "essential", "crucial", "critical", "vital", "key"))
_OCCASIONAL = word_class("occasional")
_REQUIRED = frozenset(("needed", "required", "necessary", "indicated", "warranted"))
_DUTIES = frozenset(("need", "needs", "must", "have", "has", "needed"))


def advises(words: Openings, clause: Clause, cue: Found, others: bool) -> bool:
    """Not what is expected (``should improve``), what a doctor must do, or what may be needed in general."""
    forms, start = words.forms, cue.start
    after = forms[cue.end] if cue.end < words.last else ""
    subject = forms[clause.start : start]
    if (clause.kind == "relative" and len(subject) == 1) or _is_research(subject):
        return False
    if forms[start] == "should" and after in _EXPECTED and "you" not in subject:
        return False
    if cue.kind == "advice need":
        if forms[start - 1] in _ARTICLES or after in ("for", "of"):
            return False
        known = clause.kind == "main" and bool(subject) and forms[start - 1] not in _UNCERTAIN
        pointed = subject[0:1] in (["those"], ["these"], ["your"]) and subject[1:2] != ["who"]
        return known and not _GENERIC.intersection(subject[2:] if pointed else subject)
    if cue.kind == "advice back":
        if forms[start] == "be" and start > words.first and forms[start - 1] in _UNCERTAIN:
            return False
        if clause.kind == "relative" or (others and "you" not in subject):
            return False
        if forms[cue.end - 1] in _REQUIRED and _OCCASIONAL.intersection(forms[clause.start : cue.end]):
            return False
        means = after in ("for", "in") and "to" not in forms[cue.end : cue.end + 6]
        return not (means and forms[cue.end - 1] in _WEIGHTY)
    if forms[start] in _DUTIES and subject:
        return not _CLINICIANS.intersection(subject[-3:])
    return True


def discourages(words: Openings, clause: Clause, cue: Found, covered: set[int]) -> bool:
    """``do not`` orders only at the start of a clause; ``to avoid X`` behind another verb is a purpose."""
    forms, start = words.forms, cue.start
    if forms[start] in ("do", "don't", "never", "no", "not") and cue.kind == "against":
        opens = words.after_leaders(clause.start) >= start or clause.act in (ADVICE, NONE)
        return opens or forms[start - 1] in ("you", "to", "should", "must")
    if start > words.first and forms[start - 1] == "to" and (start - 1) not in covered:
        return False
    if cue.kind == "against noun" and forms[start] == "not":
        return clause.act == ADVICE
    if cue.kind == "against noun":
        return clause.act != STATEMENT or words.after_leaders(clause.start) == start
    return True


def _is_research(subject: list[str]) -> bool:
    """``Further studies should …`` advises researchers."""
    treatment = any(pair == ("trial", "of") for pair in pairwise(subject))
    return not treatment and not _RESEARCH.isdisjoint(subject[-3:]) and _ADDRESSED.isdisjoint(subject)
