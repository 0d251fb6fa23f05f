"""Finds that this patient has, takes or does the mention (``You still have``, ``a 65-year-old man with``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of

_HOLDS = words_of("owners.txt", "holds")
_BETWEEN = words_of("owners.txt", "between subject and verb")
_SUBJECTS = words_of("owners.txt", "subjects")
_AGED = words_of("owners.txt", "aged")
_SAYS_TO = frozenset(
    ("admits", "allergic", "comes", "came", "brought", "returns", "returned", "presents", "presented")
)
"""Behind these *to* opens no verb: ``comes to the clinic because of …``."""
_COMPLAINING = frozenset(("complaining", "presenting"))
_HABITUAL = frozenset(("smoker", "diabetic", "drinker", "vegetarian"))
_BE = words_of("owners.txt", "is doing")
_SHORTENED = frozenset(("you're", "he's", "she's"))
_NOT_BEING = frozenset(("continue", "continues", "keep", "keeps", "started"))
_SEXES = ("m", "f")
_AGES = words_of("owners.txt", "age")
_ANYBODY = words_of("owners.txt", "anybody")
_EXAMPLES = words_of("owners.txt", "examples")
_SUPPOSES = words_of("owners.txt", "opens another clause") - {"which", "who"}
_OPENS_OTHER = words_of("owners.txt", "opens another clause")
_NOT_HAD = words_of("owners.txt", "not had")
_TELLS = words_of("owners.txt", "tells")
_ENDS = marks.SEMICOLON | marks.DASH | marks.CELL | marks.QUERY | marks.BANG
_NOTED = words_of("owners.txt", "noted")
_TITLES = frozenset(("mr", "mrs", "ms", "miss"))
_OF_PERSONS = words_of("owners.txt", "of persons")
_SHORT_WORDS = word_class("subject") | word_class("determiner") | word_class("wh") | word_class("wh placed")
_LONGEST_INITIALS = 3
_OWNING = words_of("owners.txt", "owners") - {"their", "my"}
_TOLD_OF = _SUBJECTS | _OWNING | {"patient", "sorry", "fact"}
_FINDINGS = words_of("findings.txt", "nouns")
_UNTOLD = words_of("owners.txt", "untold") | _NOT_HAD
_RELATIVES = word_class("other")
_JOINTS = frozenset(("and", "but", "then", "or"))
_WARDS = frozenset(("client", "resident", "inpatient", "gentleman", "lady"))
_NAMES_HIM = frozenset(("patient", "pt"))
_ONE = _WARDS | _NAMES_HIM | _AGED | _AGES
_OF_ANYBODY = frozenset(("in", "for", "if", "when", "any"))
_INTRODUCTION = 6
_SUPPOSED = 7
"""Words: an *if* holds for what follows it so far."""
_REACH = 24
"""Words: an enumeration behind its verb."""


def find_holder(forms: list[str], flags: list[int], low: int, first: int) -> Found | None:
    """The subject and verb by which this patient has the mention at ``first``; the sentence begins at ``low``."""
    if forms[first] in _HABITUAL and first - low > 2 and forms[first - 1] in ("a", "an"):
        return _subject(forms, low, first - 2) if forms[first - 2] in _BE else None
    doing = forms[first].endswith("ing")
    for at in range(first - 1, max(low, first - _REACH) - 1, -1):
        form = forms[at]
        if doing and (did := _doing(forms, low, at)) is not None:
            return did
        if form == "when" and forms[at + 1].endswith("ing"):
            continue  # "you have chest pain when breathing, a cough"
        if flags[at + 1] & _ENDS or form in _OPENS_OTHER or not is_had(forms, at, at + 1):
            return None
        if form == "on" and not _TELLS.isdisjoint(forms[max(low, at - 3) : at]):
            return None  # "educate the patient on"
        if form in ("with", "w", "on") and _is_patient(forms, low, at - 1):
            return Found(at - 1, at + 1, "patient")
        if form in _HOLDS:
            held = _subject(forms, low, at)
            if held is None and form in _COMPLAINING:
                continue  # "presents to the office complaining of"
            return held
        if form in FINITE or form in _RELATIVES:
            return None
        if at <= low + _INTRODUCTION and form not in _NAMES_HIM and _is_patient(forms, low, at):
            general = at > low and not _OF_ANYBODY.isdisjoint(forms[low:at])
            return None if general else Found(at, at + 1, "patient")  # "62M, smoker, COPD"
    return None


def _doing(forms: list[str], low: int, at: int) -> Found | None:
    """``You're vomiting``, ``she is coughing and wheezing``: what is done stands as the verb itself."""
    if forms[at] not in _BE or forms[at] in _NOT_BEING:
        return None
    verb = at + 1
    while verb + 1 < len(forms) and forms[verb] in _BETWEEN:
        verb += 1
    if not forms[verb].endswith("ing"):
        return None
    subject = at if forms[at] in _SHORTENED else at - 1
    while subject > low and forms[subject] in _BETWEEN:
        subject -= 1
    known = subject >= low and (forms[subject] in _SUBJECTS or _is_patient(forms, low, subject))
    if not known or (subject > low and (forms[subject - 1] in _SUPPOSES or forms[subject - 1] in _ANYBODY)):
        return None
    return Found(subject, verb + 1, "patient")


def opens_with_patient(forms: list[str], low: int, stop: int) -> bool:
    """A sentence begins with one patient: ``62M, …``, ``A 58-year-old man …``, ``This patient …``."""
    return any(_is_patient(forms, low, at) for at in range(low, min(stop, low + _INTRODUCTION)))


def is_had(forms: list[str], low: int, high: int) -> bool:
    """No word between an owner and the mention says that it is feared, prevented or asked about, not had."""
    return all(
        forms[at] not in _NOT_HAD or (forms[at] == "risk" and forms[at + 1 : at + 2] in (["factor"], ["factors"]))
        for at in range(low, high)
    )


def tells_of_one(forms: list[str]) -> bool:
    """The text tells of one patient (``you have``, ``your headache``, ``she reports``), not of an illness."""
    for at, form in enumerate(forms):
        if form not in _TOLD_OF:
            continue
        if form == "fact":
            if forms[at + 1 : at + 2] == ["that"]:
                return True
            continue
        if form in _OWNING:
            named = forms[at + 1 : at + 4]
            told = not _FINDINGS.isdisjoint(named) and _UNTOLD.isdisjoint(named)
        elif form == "sorry":
            told = "hear" in forms[at + 1 : at + 4]
        else:
            verb = next(
                (place for place in range(at + 1, min(at + 5, len(forms))) if forms[place] not in _BETWEEN), at
            )
            told = form.endswith("'ve") or (forms[verb] in _HOLDS and forms[verb + 1 : verb + 2] != ["to"])
            told = told and not (at and forms[at - 1] in _ANYBODY)
        if told and _SUPPOSES.isdisjoint(forms[max(0, at - _SUPPOSED) : at]):
            return True
    return False


def _subject(forms: list[str], low: int, verb: int) -> Found | None:
    if forms[verb + 1] == "to" and forms[verb] not in _SAYS_TO:
        return None
    at = verb - 1
    while at > low and (forms[at] in _BETWEEN or (forms[at] == "to" and forms[at - 1] in _BETWEEN)):
        at -= 1
    if at > low and forms[at] in _JOINTS and (shared := _shared_subject(forms, low, at)) is not None:
        return shared
    if at < low and forms[verb] in _NOTED:
        return Found(verb, verb + 1, "patient")
    if forms[verb].endswith("ing") and _BE.isdisjoint(forms[max(at, low) : verb]):
        return None
    if at > low and forms[at] == "who":
        told = any(_is_patient(forms, low, place) for place in range(low, at))
        return Found(at - 1, verb + 1, "patient") if told else None
    if at >= low and _is_named(forms, low, at, verb):
        return Found(at, verb + 1, "patient")
    if at < low or (forms[at] not in _SUBJECTS and not _is_patient(forms, low, at)):
        return None
    if at > low and (forms[at - 1] in _SUPPOSES or forms[at - 1] in _ANYBODY):
        return None
    return Found(at, verb + 1, "patient")


def _shared_subject(forms: list[str], low: int, joint: int) -> Found | None:
    """``He has diabetes and takes metformin``: the second verb has the subject of the first."""
    for at in range(low, joint):
        if forms[at] in _SUPPOSES or forms[at] in _ANYBODY:
            return None
        if forms[at] in _SUBJECTS or (at > low and forms[at - 1] in _TITLES) or _is_patient(forms, low, at):
            return Found(at, at + 1, "patient")
    return None


def _is_named(forms: list[str], low: int, at: int, verb: int) -> bool:
    """``Mr. Hale has``, ``KD reports``."""
    if at > low and forms[at - 1] in _TITLES:
        return True
    initials = at == low and forms[at].isalpha() and 2 <= len(forms[at]) <= _LONGEST_INITIALS
    return initials and forms[verb] in _OF_PERSONS and forms[at] not in _SHORT_WORDS


def _is_patient(forms: list[str], low: int, at: int) -> bool:
    """``65M``, ``72 yo F``, ``this 58-year-old man``, ``the patient``; not *a patient*, who is anybody."""
    if at < low:
        return False
    form = forms[at]
    if form not in _ONE and form[-1] not in _SEXES and forms[at - 1] != "old":
        return False  # most words
    before = forms[max(low, at - 5) : at]
    if form in _WARDS:
        return bool(before) and before[-1] in ("the", "this")
    if form in ("patient", "pt"):
        return (bool(before) and before[-1] in ("the", "this", "our", "old")) or form == "pt"
    numbered = any(word.isdigit() for word in before)
    if form in _SEXES:
        return numbered
    if form[:-1].isdigit() and form[-1] in _SEXES:
        return True
    if before[-1:] == ["old"] and form.isalpha() and any(word.isdigit() for word in before):
        return _EXAMPLES.isdisjoint(forms[low:at])
    if form in _AGED or form in _AGES:
        named = forms[low] in _TITLES and "is" in before
        return (numbered or named) and not _EXAMPLES.intersection(forms[low:at])
    return False
