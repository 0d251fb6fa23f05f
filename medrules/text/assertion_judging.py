"""Judges whether a cue of advice or prohibition does what it says in the clause where it stands."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Clause
from medrules.text.assertion_openings import COORDINATORS, DETERMINERS, FINITE, Openings
from medrules.text.cues import Found, word_class, words_of
from medrules.text.vocabulary_known import drug_names

_EXPECTED = word_class("expected")
_CLINICIANS = word_class("clinician")
_GENERIC = word_class("generic")
_RESEARCH = word_class("research")
_TIMES = word_class("time")
_REMOTE = frozenset(("those", "these", "any", "they", "which", "that"))
_POINTED = frozenset(("something", "situation", "combination", "pattern"))
_DENYING = frozenset(("not", "isn't", "no", "nothing", "hardly"))
_NEAR_NOUN = 4
_MERELY = frozenset(("just", "only", "merely", "simply"))
_ADDRESSED = word_class("addressed") | {"i", "we"}
_ARTICLES = DETERMINERS - word_class("subject")
_UNCERTAIN = frozenset(("may", "might", "could", "can"))
_WEIGHTY = frozenset(("important", "essential", "crucial", "critical", "vital", "key"))
_MEDICINES = word_class("medicine")
_TIMES = word_class("time")
_FINDINGS = words_of("findings.txt", "nouns")
_ACTIVITIES = words_of("findings.txt", "activities")
_PHRASE_ENDS = marks.COMMA | marks.SEMICOLON | marks.COLON | marks.DASH | marks.OPEN | marks.ENDS | marks.CELL
_BEHIND_PHRASE = frozenset(
    (
        "for",
        "or",
        "and",
        "on",
        "in",
        "while",
        "with",
        "until",
        "before",
        "after",
        "during",
        "please",
        "if",
        "at",
        "this",
    )
)
_ALSO_NOUNS = frozenset(("delay", "limit", "stop", "restrict", "reduce"))
_ALLOWED = frozenset(("allowed", "permitted", "supposed", "meant"))
_TENSELESS = frozenset(("quit", "cut"))
_WHO = frozenset(("he", "she", "you", "patient", "pt", "who", "has"))
_DONE_ABOUT_IT = word_class("done about it")
_LIMITS = frozenset(("for", "while", "until", "before", "after", "during", "if"))
_NOT_THE_THING = frozenset(("longer", "known", "previous", "prior", "recent", "history", "documented", "current"))
_OTHERS = frozenset(("with", "for", "by"))
_REACH = 8
"""Words behind a cue in which its limit or counterpart stands."""
_TOLD = frozenset(("you", "him", "her", "them", "patient", "patients", "pt", "important", "best"))
_IS = frozenset(("is", "are", "sounds", "looks", "seems", "symptoms"))
_NOBODY = word_class("nobody")
_DENIES_NOTHING = word_class("no denial")
_OURS = frozenset(("we", "i", "we're", "i'm", "we'll", "i'll"))
_YOURS = _OURS | {"you"}
_POINTING = word_class("definite") | word_class("person") | {"a", "an"}
_CONTACT = word_class("contact")
_OCCASIONAL = word_class("occasional")
_REQUIRED = frozenset(("needed", "required", "necessary", "indicated", "warranted"))
_DUTIES = frozenset(("need", "needs", "must", "have", "has", "needed"))


def advises(words: Openings, clause: Clause, cue: Found, others: bool) -> bool:
    """Not what is expected (``should improve``), what a doctor must do, or what may be needed in general."""
    forms, start = words.forms, cue.start
    after = forms[cue.end] if cue.end < words.last else ""
    subject = forms[clause.start : start]
    if (clause.kind == "relative" and len(subject) == 1 and not _is_of_this(words, start)) or _is_research(
        subject
    ):
        return False
    if forms[start] == "should" and after in _EXPECTED and "you" not in subject:
        return False
    if forms[start] == "you" and start > words.first and forms[start - 1] in ("if", "whether"):
        return False
    if forms[start] == "should" and start - 1 > words.first and forms[start - 2] in ("if", "whether"):
        return False
    if cue.kind == "advice need":
        if clause.act == AGAINST and forms[start] == "call" and forms[start - 1] in COORDINATORS:
            return False  # "you do not need to be driven or call for an ambulance"
        if forms[start - 1] in _ARTICLES or forms[start - 1] in ("i", "we") or after in ("for", "of"):
            return False
        if "sometimes" in subject or _is_remote(subject):
            return False
        known = clause.kind == "main" and bool(subject) and forms[start - 1] not in _UNCERTAIN
        known = known or _is_of_this(words, start)
        pointed = subject[0:1] in (["those"], ["these"], ["your"]) and subject[1:2] != ["who"]
        if known and not _TIMES.isdisjoint(subject[:3]):
            return True
        return known and ("you" in subject or not _GENERIC.intersection(subject[2:] if pointed else subject))
    if cue.kind == "advice back":
        unsure = forms[start] == "be" and start > words.first and forms[start - 1] in _UNCERTAIN
        if unsure and (forms[cue.end - 1] != "to" or forms[cue.end - 2] in _REQUIRED):
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
    if cue.kind in _LIMITED:
        return _LIMITED[cue.kind](words, clause, cue)
    if (
        cue.end == start + 1
        and forms[start] in _ALSO_NOUNS
        and start > words.first
        and forms[start - 1] in _ARTICLES
    ):
        return False
    if forms[start] in _TENSELESS and start > clause.start and forms[start - 1] in _WHO:
        return False
    if not _ALLOWED.isdisjoint(forms[start : cue.end]) and not _CLINICIANS.isdisjoint(forms[clause.start : start]):
        return False
    if forms[start] in ("do", "don't", "never", "no", "not") and cue.kind == "against":
        opens = words.after_leaders(clause.start) >= start or clause.act in (ADVICE, NONE)
        return opens or forms[start - 1] in ("you", "to", "should", "must")
    to = start - 1 - (start > words.first + 1 and forms[start - 1].endswith("ly"))
    told = forms[to - 1] in _TOLD if to > words.first else False
    if to >= words.first and forms[to] == "to" and to not in covered and not told:
        return False
    if cue.kind == "against noun" and forms[start] == "not":
        return clause.act == ADVICE
    if cue.kind == "against noun":
        persons = _OURS if forms[start].endswith("ing") else _YOURS
        ours = not persons.isdisjoint(forms[max(clause.start, start - 4) : start])
        return clause.act != STATEMENT or words.after_leaders(clause.start) == start or ours
    return True


def is_occasion(words: Openings, clause: Clause, at: int) -> bool:
    """``Call your surgeon for fever or redness``: what is not yet there; ``for your fever`` is."""
    if words.flags[at + 1] & marks.COLON:
        return True
    named = words.forms[at + 1 : at + 4]
    finding = next((place for place, form in enumerate(named, at + 1) if form in _FINDINGS), None)
    if finding is None or not _POINTING.isdisjoint(named) or words.forms[finding - 1] == "vital":
        return False
    behind = finding + 1
    if behind < words.last and words.forms[behind] in _DONE_ABOUT_IT and not words.flags[behind] & ~marks.SPACE:
        return False  # "for pain control", "for a fever workup"
    return not _CONTACT.isdisjoint(words.forms[clause.start : at])


def is_of_nobody(words: Openings, clause: Clause, cue: Found) -> bool:
    """``Nobody should``, ``no treatment is needed``, ``there is no way you should``: it is not to be done."""
    for at in range(clause.start, cue.start):
        if words.forms[at] in _NOBODY and words.next_form(at) not in _DENIES_NOTHING:
            if "than" in words.forms[at : at + 3]:
                return False
            return words.after_leaders(clause.start) >= at or words.next_form(at) in ("one", "way")
    return False


def _is_of_this(words: Openings, start: int) -> bool:
    """``This is something that warrants``: what the relative clause says holds of the reader's own case."""
    forms = words.forms
    if forms[start - 1] not in ("that", "which") or start - 2 <= words.first:
        return False
    if words.flags[start - 1] & marks.COMMA:
        return False
    before = forms[words.first : start - 1]
    if not _DENYING.isdisjoint(before[-_NEAR_NOUN:]) or _is_denied(words, start - 1):
        return False  # "this is not an urgent situation that requires ..."
    return (
        forms[start - 2] in _POINTED
        or (before[0] in ("this", "these") and before[1] in _IS and "which" not in before and "if" not in before)
        or before[0:1] == ["what"]
    )


def _is_denied(words: Openings, relative: int) -> bool:
    """``This is not considered a warning sign that``: the noun that the relative clause belongs to is denied."""
    at = relative - 1
    while at > words.first + 1 and not words.flags[at] & ~marks.SPACE:
        if words.forms[at] == "not" and words.forms[at - 1] in _IS:
            return words.next_form(at) not in _MERELY
        at -= 1
    return False


def is_remote(words: Openings, clause: Clause, cue: Found) -> bool:
    """``Those would need …``: to be done if it happens."""
    subject = words.forms[clause.start : cue.start]
    return (
        clause.kind == "main"
        and subject[-1:] == ["would"]
        and subject[:-1] in (["those"], ["these"], ["any", "of", "these"])
    )


def _is_remote(subject: list[str]) -> bool:
    """``Those would need …``: what would be so if something happened."""
    return subject[-1:] == ["would"] and (len(subject) < 3 or not _REMOTE.isdisjoint(subject))


def _is_research(subject: list[str]) -> bool:
    """``Further studies should …`` advises researchers."""
    treatment = any(pair == ("trial", "of") for pair in pairwise(subject))
    return not treatment and not _RESEARCH.isdisjoint(subject[-3:]) and _ADDRESSED.isdisjoint(subject)


def _is_label(words: Openings, _clause: Clause, cue: Found) -> bool:
    """``Contraindicated:`` stands over what follows it."""
    return cue.end < words.last and bool(words.flags[cue.end] & marks.COLON)


def _has_limit(words: Openings, clause: Clause, cue: Found) -> bool:
    """``No swimming until``, ``no lifting for six weeks``: said of what is done, for as long as is said."""
    forms = words.forms
    opens = clause.start >= cue.start or words.after_leaders(clause.start) >= cue.start
    if opens and not clause.inside and _is_activity(words, cue):
        return True
    label = bool(words.flags[cue.start] & marks.COLON)
    if not (opens or label) or clause.inside:
        return False
    for at in range(cue.end, min(cue.end + _REACH, words.last)):
        if forms[at] in FINITE or forms[at] in _FINDINGS or words.flags[at] & marks.SEMICOLON:
            return False
        if forms[at] == "until" or (
            forms[at] in ("for", "from", "after") and not _TIMES.isdisjoint(forms[at + 1 : at + 6])
        ):
            return True
    return False


def _is_activity(words: Openings, cue: Found) -> bool:
    """``No sport``, ``no hot baths``: the thing itself, with no verb behind it that would only state it."""
    forms = words.forms
    for at in range(cue.end, min(cue.end + 3, words.last)):
        if forms[at] in _NOT_THE_THING or forms[at] in FINITE:
            return False
        ends = at + 1 >= words.last or words.flags[at + 1] & _PHRASE_ENDS or forms[at + 1] in _BEHIND_PHRASE
        if forms[at] in _ACTIVITIES and ends:
            limited = forms[at + 1 : at + 2] and forms[at + 1] in _LIMITS
            return bool(limited) or FINITE.isdisjoint(forms[at + 1 : min(at + 4, words.last)])
        if ends:
            return False
    return False


def _is_of_medicine(words: Openings, _clause: Clause, cue: Found) -> bool:
    """``Hold metformin``, ``pause your tablets``."""
    names = words.forms[cue.end : min(cue.end + 4, words.last)]
    return not _MEDICINES.isdisjoint(names) or not drug_names().isdisjoint(names)


def _has_other(words: Openings, _clause: Clause, cue: Found) -> bool:
    """``Replace butter with oil``: another stands behind."""
    return not _OTHERS.isdisjoint(words.forms[cue.end : min(cue.end + _REACH, words.last)])


_LIMITED: dict[str, Callable[[Openings, Clause, Found], bool]] = {
    "against label": _is_label,
    "against limit": _has_limit,
    "against drug": _is_of_medicine,
    "against swap": _has_other,
}
