"""Reads a level of care that is named and not ordered: by its own clause, a label's value, a fragment."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from medrules.text.assertion_analysis import ADVICE, AGAINST, STATEMENT
from medrules.text.assertion_openings import FINITE, LEADERS, PREPOSITIONS, STRONG, SUBJECTS, VERBS
from medrules.text.cases import is_case
from medrules.text.cues import words_of
from medrules.text.hits import Hit
from medrules.text.scenarios import is_of_any, is_supposed
from medrules.text.sentences import ARROW, CELL, CLOSE, COLON, COMMA, ENDS, OPEN, QUERY
from medrules.text.timing import find_timing

if TYPE_CHECKING:
    from medrules.text.document import Document

_LABELS = words_of("care.txt", "verdict label")
_BIDDING = words_of("care.txt", "bidding")
_SENDING = words_of("care.txt", "sending")
_CLAUSES = (
    "<",
    "(this|",
    "(that's|",
    "(it's|",
    "this is",
    "(person|port",
    "(appointment|consultation",
    "(you're|you",
    "means ",
    "only ",
    "ambulance ",
)
_WISHES = "(like|want|love"
_TOLD = ("(told|alerted", "(put|pencilled")
_REFERRALS = ("(sent|made|placed", *_TOLD)
_OURS = frozenset(("i", "we", "i've", "we've", "i'll", "we'll", "i'm", "we're", "have"))
_NOT_THEIRS = frozenset(("you", "you'd", "you'll", "people", "patients", "they", "who", "not", "don't", "if"))
"""How the phrases begin that are clauses of their own (``this is an emergency``, ``a GP can help``)."""
_OFFERS = ("<care-person> (can|could)", "<urgent-place> ...2 (can|could)", "<urgent-place> is (fine")
_NOUNS = ("(medical|clinical", "(evaluation|assessment")
_NAMES = frozenset(("<care-person>", "<drug-shop>", "hospital"))
_DENIED = frozenset(("no", "not", "never", "without", "than", "nor", "isn't", "instead", "former", "ex"))
_MODALS = frozenset(("should", "must", "could", "ought", "to"))
_CONSEQUENCE = words_of("care.txt", "consequence")
_CALLING = frozenset(("warrants", "warrant", "needs", "need", "requires", "require", "deserves", "deserve"))
_CALLING_NEAR = 4
_YOURS = frozenset(("your", "you", "you're", "this", "these"))
_SUPPOSED = frozenset(
    ("would", "may", "might", "could", "can", "if", "whether", "not", "no", "don't", "doesn't", "sometimes")
)
_ORDERS = words_of("care.txt", "contact order")
_BEFORE_ORDERS = LEADERS | {"do", "please"}
_MARKS = STRONG | COMMA | OPEN
_LABEL_WORDS = 8
_SHORT = 14
_SUBJECT_NEAR = 3
_ALONE = 4
_FRANKLY = frozenset(("honestly", "frankly", "verdict", "answer", "advice"))
_THIS = frozenset(("this", "that", "it", "these", "this's", "that's", "it's"))
_MATTERS = frozenset(
    (
        "something",
        "one",
        "symptom",
        "symptoms",
        "sign",
        "signs",
        "problem",
        "situation",
        "injury",
        "combination",
        "case",
    )
)
_DUE = frozenset(("should", "must", "needs", "need", "has", "have", "ought", "warrants", "requires", "deserves"))
_ISNT = frozenset(("isn't", "aren't", "never"))
_OBLIGED_NEAR = 6
_READER = frozenset(("you", "you've", "you're", "your"))
_DENYING = frozenset(("can't", "cannot", "not", "don't", "shouldn't", "won't", "wouldn't"))
_THEN = frozenset(("and", "then"))
_OPINION = frozenset(
    ("think", "believe", "feel", "say", "suspect", "suggest", "recommend", "advise", "hope", "prefer")
)
"""Verbs behind which a clause begins: ``I think a doctor should …``."""


def is_verdict(document: Document, hit: Hit) -> bool:
    """Whether these words name the care that is to be sought, although no verb orders it."""
    tests = (
        _is_own_clause,
        _is_wish,
        _is_order,
        _is_value,
        _is_bidding,
        _is_due,
        _is_consequence,
        _is_called_for,
        _is_occasion,
        _is_sent,
        _is_of_this,
        _is_awaited,
    )
    return any(test(document, hit) for test in tests)


def is_bare_name(hit: Hit) -> bool:
    """The phrase is but the name of a person or place of care (``GP``): it says something only as a verdict."""
    return hit.phrase in _NAMES


def is_nominal(hit: Hit) -> bool:
    """``A medical evaluation``: in a text on nobody's case it is anybody's."""
    return hit.phrase.startswith(_NOUNS)


def is_offer(hit: Hit) -> bool:
    """``A GP can sort this out``: what somebody could do; it asks for nothing where anything else is advised."""
    return hit.phrase.startswith(_OFFERS)


def is_stated(hit: Hit) -> bool:
    """``This is urgent``."""
    return hit.phrase.startswith(_CLAUSES[1:])


def _is_own_clause(document: Document, hit: Hit) -> bool:
    """``This is an emergency``, ``a GP can sort this out``: the phrase has its subject and verb in itself."""
    if not hit.phrase.startswith(_CLAUSES) or hit.phrase in _NAMES:
        return False
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    part = document.parts[document.part_of(first)]
    analysis = document.assertion.analysis(document.part_of(first))
    if document.flags[part.last] & QUERY or analysis.inside[first - analysis.first]:
        return False
    if document.words.forms[first] == "that" and first > part.first and not document.flags[first] & _MARKS:
        return False  # "problems that should not wait"
    return not FINITE.isdisjoint(document.words.forms[first : last + 1])


def _is_wish(document: Document, hit: Hit) -> bool:
    """``Dr. Shaw would like to see you``, ``we have sent a referral``: what those want or did who give care."""
    if not hit.phrase.startswith((_WISHES, *_REFERRALS)):
        return False
    first = document.word_at(hit.start)
    number = document.part_of(first)
    part, forms = document.parts[number], document.words.forms
    analysis = document.assertion.analysis(number)
    supposed = analysis.inside[first - analysis.first] or document.flags[part.last] & QUERY
    before = forms[max(part.first, first - _CALLING_NEAR) : first]
    if hit.phrase.startswith(_TOLD) and _OURS.isdisjoint(before):
        return False
    return bool(before) and not supposed and _NOT_THEIRS.isdisjoint(before)


def is_past_or_object(document: Document, hit: Hit) -> bool:
    """``A doctor should have seen it``, ``talks with a doctor can help``: no clinician of whom it is asked now."""
    if not hit.phrase.startswith("<"):
        return False
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    forms, low = document.words.forms, document.parts[document.part_of(first)].first
    low = max(low, first - _SUBJECT_NEAR)
    low = next((at for at in range(first, low, -1) if document.flags[at] & _MARKS), low)
    return _is_regret(forms[first : last + 1]) or not _is_subject(forms[low:first])


def _is_order(document: Document, hit: Hit) -> bool:
    """``Contact Poison Control``, ``Visit hospital``: the verb of a contact opens a clause, without an article."""
    first = document.word_at(hit.start)
    part = document.parts[document.part_of(first)]
    forms = document.words.forms
    if (
        forms[first] not in _ORDERS
        or document.flags[part.last] & QUERY
        or document.assertion.context_of(document.part_of(first)).others
    ):
        return False
    before = first
    while before > part.first and not document.flags[before] & _MARKS and forms[before - 1] in _BEFORE_ORDERS:
        before -= 1
    analysis = document.assertion.analysis(document.part_of(first))
    opens = before == part.first or bool(document.flags[before] & STRONG)
    led = forms[part.first] in PREPOSITIONS or all(form in _BEFORE_ORDERS for form in forms[part.first : before])
    opens = opens or (bool(document.flags[before] & COMMA) and led)
    return opens and not analysis.inside[first - analysis.first]


def _is_due(document: Document, hit: Hit) -> bool:
    """``Any bleeding is a reason to come to the hospital``: what a thing that may happen calls for."""
    return is_of_any(document, document.word_at(hit.start))


def _is_consequence(document: Document, hit: Hit) -> bool:
    """``Were you to faint, A&E would be the place``: the care that a condition would call for."""
    first = document.word_at(hit.start)
    part = document.parts[document.part_of(first)]
    analysis = document.assertion.analysis(document.part_of(first))
    if analysis.condition[first - analysis.first] is None or analysis.inside[first - analysis.first]:
        return False
    if document.flags[part.last] & QUERY:
        return False
    marked = (at for at in range(first, part.first, -1) if document.flags[at] & _MARKS)
    return not _CONSEQUENCE.isdisjoint(document.words.forms[next(marked, part.first) : part.last])


def _is_occasion(document: Document, hit: Hit) -> bool:
    """``At your next appointment, ask about …``: the occasion of an order."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    number = document.part_of(first)
    part = document.parts[number]
    if document.words.forms[first] not in ("at", "during") or document.flags[part.last] & QUERY:
        return False
    analysis = document.assertion.analysis(number)
    behind = range(last + 1 - analysis.first, analysis.last - analysis.first)
    opens = first == part.first or bool(document.flags[first] & _MARKS)
    return opens and any(analysis.act[at] == ADVICE and analysis.condition[at] is None for at in behind)


def _is_called_for(document: Document, hit: Hit) -> bool:
    """``Your symptoms tell a story that warrants prompt evaluation``: what is the reader's calls for it."""
    first = document.word_at(hit.start)
    part = document.parts[document.part_of(first)]
    forms = document.words.forms
    before = forms[part.first : first + 1]
    if _CALLING.isdisjoint(before[-_CALLING_NEAR:]) or _YOURS.isdisjoint(before):
        return False
    analysis = document.assertion.analysis(document.part_of(first))
    supposed = analysis.inside[first - analysis.first] or analysis.condition[first - analysis.first] is not None
    return not supposed and _SUPPOSED.isdisjoint(before) and not document.flags[part.last] & QUERY


def _is_of_this(document: Document, hit: Hit) -> bool:
    """``This is something that should be evaluated today``: what is told of the reader's matter is to be done."""
    first = document.word_at(hit.start)
    part = document.parts[document.part_of(first)]
    forms = document.words.forms
    if forms[part.first] not in _THIS or document.flags[part.last] & QUERY:
        return False
    before = forms[part.first : first]
    that = next((at for at, form in enumerate(before) if form in ("that", "which") and at), None)
    if that is None or before[that - 1] not in _MATTERS or not (_SUPPOSED | _ISNT).isdisjoint(before):
        return False
    return not _DUE.isdisjoint(before[that + 1 : that + 4]) and len(before) - that <= _OBLIGED_NEAR


def _is_awaited(document: Document, hit: Hit) -> bool:
    """``Don't take another tablet until you have spoken to your doctor``: the contact that a ban waits for."""
    first = document.word_at(hit.start)
    number = document.part_of(first)
    part, forms = document.parts[number], document.words.forms
    near = range(first - 1, max(part.first, first - _CALLING_NEAR) - 1, -1)
    until = next((at for at in near if forms[at] == "until"), None)
    if (
        until is None
        or until == part.first
        or forms[until + 1] not in _READER
        or document.flags[part.last] & QUERY
    ):
        return False
    analysis = document.assertion.analysis(number)
    return analysis.act[until - 1 - analysis.first] == AGAINST


def _is_regret(inner: list[str]) -> bool:
    """``The surgeon should have seen her``."""
    return any(one in _MODALS and two == "have" for one, two in pairwise(inner))


def _is_subject(before: list[str]) -> bool:
    """What stands before a clinician leaves it the subject: no preposition, and no verb that takes it."""
    verbs = VERBS - _OPINION
    return not any(form in PREPOSITIONS or form in verbs or form.endswith("ing") for form in before)


def _is_value(document: Document, hit: Hit) -> bool:
    """``Urgency: routine``, ``Next step: A&E``: what stands behind a label that asks for a verdict."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    part = document.parts[document.part_of(first)]
    colon = next((at for at in range(last, part.first, -1) if document.flags[at] & (COLON | CELL)), None)
    if colon is None or colon - part.first > _LABEL_WORDS:
        return False
    forms = document.words.forms
    label = forms[part.first : colon]
    if _LABELS.isdisjoint(label) or not FINITE.isdisjoint(label[1:]):
        return False
    if first >= colon:
        return _is_bare(document, colon, first, last, part.last) or _comes_first(document, colon, first, last)
    ends = last + 1 >= part.last or bool(document.flags[last + 1] & _MARKS)
    return ends and _DENIED.isdisjoint(forms[colon : last + 1])


def _comes_first(document: Document, low: int, first: int, last: int) -> bool:
    """``Disposition: ED by ambulance``: nothing stands before the care, and only its circumstances behind it."""
    forms, flags = document.words.forms, document.flags
    if not all(form in _BIDDING and form not in _DENIED for form in forms[low:first]):
        return False
    after = forms[last + 1] if last + 1 < len(forms) else ""
    return after in PREPOSITIONS or after in ("and", "or", "then") or bool(flags[last + 1] & (_MARKS | ENDS))


def _is_bidding(document: Document, hit: Hit) -> bool:
    """``ER. Now.``, ``Straight to A&E.``, ``Urgent care today``: a fragment of the care and of how soon."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    number = document.part_of(first)
    part = document.parts[number]
    if document.flags[part.last] & QUERY:
        return False
    low = next((at for at in range(first, part.first, -1) if document.flags[at] & (STRONG | OPEN)), part.first)
    if not _is_bare(document, low, first, last, part.last):
        return False
    forms, flags = document.words.forms, document.flags
    if forms[low] in _SENDING or find_timing(forms, flags, low, part.last):
        return True
    if (low > part.first and flags[low] & ARROW) or is_supposed(document, low):
        return True
    if flags[low] & OPEN:
        return low > part.first and is_case(document, first)
    if document.blocks[part.block].kind != "paragraph" or low > part.first or part.last - low > _SHORT:
        return False
    follows = number + 1 < len(document.parts) and document.parts[number + 1].block == part.block
    if follows:
        below = document.parts[number + 1]
        timed = find_timing(forms, flags, below.first, below.last)
        if timed and timed[0].start == below.first and timed[-1].end == below.last:
            return True
    return "please" in forms[low : part.last] or _is_answer(document, number)


def _is_answer(document: Document, number: int) -> bool:
    """``Honestly? ER.``, ``That can't wait. Emergency department.``: the care alone, behind what leads to it."""
    part = document.parts[number]
    if number == 0 or document.parts[number - 1].block != part.block or part.last - part.first > _ALONE:
        return False
    before = document.parts[number - 1]
    forms = document.words.forms[before.first : before.last]
    asks = bool(document.flags[before.last] & QUERY)
    if asks:
        return len(forms) == 1 and forms[0] in _FRANKLY
    return _is_pressing(document, number - 1)


def _is_pressing(document: Document, number: int) -> bool:
    """``That can't wait.``, ``Don't wait.``, ``Go now.``: the sentence presses the reader of this text."""
    part = document.parts[number]
    forms = document.words.forms[part.first : part.last]
    return "wait" in forms and not _DENYING.isdisjoint(forms) and "if" not in forms


def _is_sent(document: Document, hit: Hit) -> bool:
    """``Two aspirin and straight to the ER``, ``ten puffs, then 999``: what a fragment goes on to."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    number = document.part_of(first)
    part, forms = document.parts[number], document.words.forms
    joint = next((at for at in range(first - 1, part.first, -1) if forms[at] in _THEN), None)
    if joint is None or document.flags[part.last] & QUERY or document.blocks[part.block].kind == "heading":
        return False
    inner = forms[joint + 1 : first]
    bare = forms[joint] == "then" or not _SENDING.isdisjoint(inner) or hit.phrase.startswith("get on to")
    if not bare or not all(form in _BIDDING for form in inner):
        return False
    analysis = document.assertion.analysis(number)
    supposed = analysis.inside[first - analysis.first] or analysis.condition[first - analysis.first] is not None
    verbless = FINITE.isdisjoint(forms[part.first : part.last]) and SUBJECTS.isdisjoint(forms[part.first : first])
    ends = last + 1 >= part.last or bool(document.flags[last + 1] & (_MARKS | CLOSE))
    ends = ends or any(one.start == last + 1 for one in find_timing(forms, document.flags, last + 1, part.last))
    return verbless and ends and not supposed and last - part.first < _SHORT


def _is_bare(document: Document, low: int, first: int, last: int, stop: int) -> bool:
    """Nothing but the care, words of time and words of sending stand from ``low`` to the next mark."""
    forms, flags = document.words.forms, document.flags
    high = next((at for at in range(last + 1, stop) if flags[at] & (STRONG | CLOSE)), stop)
    timed = {at for one in find_timing(forms, flags, low, high) for at in range(one.start, one.end)}
    if any(forms[at] in _DENIED for at in range(low, first)):
        return False
    analysis = document.assertion.analysis(document.part_of(first))
    if analysis.act[first - analysis.first] == STATEMENT and not FINITE.isdisjoint(forms[low:high]):
        return False
    loose = [at for at in range(low, high) if not first <= at <= last and at not in timed]
    behind_not = False
    for at in loose:
        behind_not = behind_not or (at > last and forms[at] in ("not", "rather"))
        if forms[at] not in _BIDDING and not behind_not:
            return False
    return True
