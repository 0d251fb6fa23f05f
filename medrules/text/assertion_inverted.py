"""Which words of a sentence open its conditions, also by a verb before its subject (``Were it to spread, …``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Clause
from medrules.text.assertion_openings import DETERMINERS, FINITE, STRONG, SUBJECTS, Openings
from medrules.text.cues import Found, word_class, words_of

_MARKS = marks.DASH | marks.ARROW | marks.COLON
_COMING = word_class("coming")
_TROUBLE = frozenset(("trouble", "difficulty", "problems", "temperature", "unable"))
_NEEDS = frozenset(("need", "warrant", "require", "deserve"))
_HERE = word_class("definite") | word_class("addressed") | {"my", "his", "her", "for"}
_FINDINGS = words_of("findings.txt", "nouns")
_CARE = word_class("care") | {"911", "999", "112", "rtc"}
_CONTACT = word_class("contact") | _CARE
_LONGEST_LABEL = 16
_BEHIND_MARK = 4
_MODALS = word_class("modal") | {"please"}
TELLERS = frozenset(("you", "you're", "you've", "that", "she", "he", "she's", "he's"))
_TELLING = frozenset(
    ("tell", "inform", "mention", "say", "remind", "explain", "remember", "understand", "know", "note")
)
_LONGEST_TELLING = 6
_SUPPOSING = frozenset(("were", "had"))
_THEN = word_class("modal") | frozenset(("call", "go", "see", "i'd", "we'd", "you'd"))


def conditions_of(
    forms: list[str], flags: list[int], span: tuple[int, int], cues: dict[str, list[Found]]
) -> dict[int, Found]:
    """The cues of conditions by their first word; a question (``Should I go?``) is none."""
    first, last = span
    asks = bool(flags[last] & marks.QUERY)
    found = {
        cue.start: cue
        for cue in cues.get("condition", ())
        if forms[cue.start] != "should" or not (asks or _is_behind_only(forms, first, cue.start))
    }
    if first not in found and not asks and _supposes(forms, flags, first, last):
        found[first] = Found(first, first + 1, "condition")
    if first not in found and not asks and _is_alarm(forms, flags, first, last):
        found[first] = Found(first, first + 1, "condition")
    return found


def _is_alarm(forms: list[str], flags: list[int], first: int, last: int) -> bool:
    """``New weakness or trouble speaking — call 911``: what may come, as the label of where to go then."""
    mark = next((at for at in range(first + 1, min(last, first + _LONGEST_LABEL)) if flags[at] & _MARKS), 0)
    if not mark:
        return False
    label = forms[first:mark]
    if _COMING.isdisjoint(label) or not _HERE.isdisjoint(label) or not FINITE.isdisjoint(label):
        return False
    if _FINDINGS.isdisjoint(label) and _TROUBLE.isdisjoint(label):
        return False
    behind = forms[mark : mark + _BEHIND_MARK]
    return (behind[:1] == ["these"] and not _NEEDS.isdisjoint(behind)) or not _CONTACT.isdisjoint(behind)


def is_alarm_answered(forms: list[str], flags: list[int], at: int) -> bool:
    """``Trouble breathing → ER``: the place alone says where to go."""
    return bool(flags[at] & _MARKS) and not _CARE.isdisjoint(forms[at : at + _BEHIND_MARK])


def resumes_behind_only(forms: list[str], first: int, at: int) -> bool:
    """``Only if the first fails should you …``: the main clause begins with its verb."""
    return _is_behind_only(forms, first, at) and forms[at + 1] in SUBJECTS


def lists_conditions(words: Openings, at: int) -> bool:
    """``If it worsens, you vomit, or you feel faint, call``: what stands at ``at`` is another condition."""
    forms, flags = words.forms, words.flags
    for place in range(at + 1, words.last - 2):
        if flags[place] & (STRONG | marks.OPEN):
            return False
        if not forms[place - 1 : place] or forms[place] in _MODALS:
            return False
        if flags[place] & marks.COMMA:
            return (
                forms[place] in ("or", "and") and words.opening(place) == "finite" and not _says_then(words, place)
            )
    return False


def _says_then(words: Openings, at: int) -> bool:
    return not _MODALS.isdisjoint(words.forms[at : at + 5]) or not _NEEDS.isdisjoint(words.forms[at : at + 5])


def is_place(words: Openings, clause: Clause, at: int) -> bool:
    """``ED if worse``, ``RTC in a week if no better``: a place and when to go there."""
    size = at - clause.start
    return 0 < size <= _BEHIND_MARK and not _CONTACT.isdisjoint(words.forms[clause.start : at])


def repeats(words: Openings, start: int, at: int) -> bool:
    """``Get vaccinated: if you are at risk, get vaccinated``: the label says what is ordered."""
    behind = words.forms[at + 1 : words.last]
    return any(len(form) > 4 and form in behind for form in words.forms[start:at])


def is_told(words: Openings, clause: Clause, at: int) -> bool:
    """``Tell them you take warfarin``: what is told is so, and only telling it is advised."""
    if at - clause.start > _LONGEST_TELLING:
        return False
    return not _TELLING.isdisjoint(words.forms[clause.start : at]) and words.finite_at(at) <= at + 2


def _is_behind_only(forms: list[str], first: int, at: int) -> bool:
    return at > first + 2 and (forms[first] == "only" or forms[first : first + 2] == ["not", "until"])


def _supposes(forms: list[str], flags: list[int], first: int, last: int) -> bool:
    """``Were the pain to move, you should …``: a subject behind the verb, and behind a comma what then holds."""
    if forms[first] not in _SUPPOSING or last - first < 6:
        return False
    if forms[first + 1] not in SUBJECTS and forms[first + 1] not in DETERMINERS:
        return False
    comma = next((at for at in range(first + 3, last) if flags[at] & marks.COMMA), 0)
    supposing = forms[first] == "had" or "to" in forms[first:comma]
    return bool(comma) and supposing and not _THEN.isdisjoint(forms[comma : comma + 5])
