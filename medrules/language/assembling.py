"""Puts the parsed files of one run together: names resolved, rungs in order, ids unique."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from medrules.language import approvals, declarations
from medrules.language.cycles import report_cycles
from medrules.language.desk import Desk, name, parts
from medrules.language.ladder import Ladder
from medrules.language.names import Names
from medrules.language.parsing import Declared, Parsed
from medrules.language.problems import problem
from medrules.language.rules import rule
from medrules.language.signoffs import sign_off
from medrules.model.approval import Adoption, Waiver
from medrules.model.book import Concept, Hazard, Pack, RuleBook, Weights
from medrules.model.problem import Location, Problem
from medrules.model.rule import Rule
from medrules.model.signoff import SignOff

T = TypeVar("T", Concept, Hazard, Weights, SignOff)

_OF_ABSENCE = frozenset({"E504", "E513", "E514", "E601", "W501", "W601", "W602"})
"""Problems that a rule has because something is not there."""


class _Book:
    """The book while it is made."""

    def __init__(self) -> None:
        self.packs: list[Pack] = []
        self.concepts: dict[str, Concept] = {}
        self.ladder = Ladder()
        self.hazards: dict[str, Hazard] = {}
        self.weights: dict[str, Weights] = {}
        self.rules: dict[str, Rule] = {}
        self.retired: dict[str, Location] = {}
        self.signoffs: dict[str, SignOff] = {}
        self.adoptions: list[Adoption] = []
        self.waivers: list[tuple[Waiver, Desk]] = []


def assemble(parsed: list[Parsed]) -> tuple[RuleBook, list[Problem]]:
    """One rule book of all files, and what is wrong between and within their declarations."""
    stems = _stems(parsed)
    rungs = {written for made in parsed for written in _declared(made, "escalation")}
    hazards = {written for made in parsed for written in _declared(made, "hazard")}
    by_path = {made.path.resolve(): made for made in parsed}
    elsewhere = {written: made.path.stem for made in reversed(parsed) for written in _declared(made, "concept")}
    book = _Book()
    problems: list[Problem] = []
    for made in parsed:
        names = Names(_visible(made, by_path, stems), elsewhere, rungs, hazards, _incomplete(made, by_path))
        desk = Desk(made.source, names)
        _check_twice(desk, made, by_path)
        _file(desk, made, book, stems)
        problems += desk.problems
    _refuse_waivers(book, problems)
    problems += book.ladder.problems
    problems += report_cycles(book.concepts, {made.source.file: made.source for made in parsed})
    return _finished(book, parsed), problems


def _finished(book: _Book, parsed: list[Parsed]) -> RuleBook:
    led_to = {each.hazard for each in book.rules.values()}
    running = {made.source.file for made in parsed if made.runs}
    names = {made.path.resolve(): made.source.file for made in parsed}
    return RuleBook(
        packs=tuple(_with_uses(pack, made, names) for pack, made in zip(book.packs, parsed, strict=True)),
        concepts=book.concepts,
        ladder=book.ladder.rungs(),
        hazards={key: it for key, it in book.hazards.items() if key in led_to or it.location.file in running},
        weights=tuple(book.weights.values()),
        rules=tuple(book.rules.values()),
        signoffs=tuple(book.signoffs.values()),
        adoptions=tuple(book.adoptions),
        waivers=tuple(waiver for waiver, _ in book.waivers),
        files=tuple(str(made.path) for made in parsed),
    )


def _with_uses(pack: Pack, made: Parsed, names: dict[Path, str]) -> Pack:
    """A title page with the files of the packs that its file uses."""
    uses = tuple(names[use.path] for use in made.uses if use.path in names)
    return pack.model_copy(update={"uses": uses}) if uses else pack


def _stems(parsed: list[Parsed]) -> dict[Path, str]:
    """A unique first part of the keys of each file's concepts: its stem, numbered where two files share it."""
    taken: dict[str, int] = {}
    stems: dict[Path, str] = {}
    for made in parsed:
        count = taken[made.path.stem] = taken.get(made.path.stem, 0) + 1
        stems[made.path.resolve()] = made.path.stem if count == 1 else f"{made.path.stem}#{count}"
    return stems


def _declared(made: Parsed, keyword: str) -> Iterator[str]:
    for each in made.declared:
        if each.keyword == keyword:
            yield name(parts(each.node)[0])
    yield from (written for kind, written in made.broken if kind == keyword)


def _visible(made: Parsed, by_path: dict[Path, Parsed], stems: dict[Path, str]) -> dict[str, str]:
    """The concepts that a file can name, with their keys: its own before those of the packs it uses."""
    found: dict[str, str] = {}
    own = made.path.resolve()
    for path in [own, *(use.path for use in made.uses if use.path)]:
        other = by_path.get(path)
        for written in _declared(other, "concept") if other else ():
            found.setdefault(written, f"{stems[path]}/{written}")
    return found


def _incomplete(made: Parsed, by_path: dict[Path, Parsed]) -> bool:
    lost = any(use.path is None or use.path not in by_path for use in made.uses)
    return lost or any(keyword == "use" for keyword, _ in made.broken)


def _check_twice(desk: Desk, made: Parsed, by_path: dict[Path, Parsed]) -> None:
    """Note a concept that the file declares though a pack it uses has it, and a name that two used packs share."""
    own = set(_declared(made, "concept"))
    seen: dict[str, str] = {}
    for use in made.uses:
        other = by_path.get(use.path) if use.path else None
        if other is None or other is made:
            continue
        for written in _declared(other, "concept"):
            first = made.path.stem if written in own else seen.get(written, use.name)
            if first != use.name:
                message = f"The concept '{written}' is declared in {first} and in {use.name}"
                hint = "give one of them another name"
                desk.problems.append(made.source.problem("E410", message, use.start, use.end, hint))
            seen[written] = use.name


def _file(desk: Desk, made: Parsed, book: _Book, stems: dict[Path, str]) -> None:
    stem = stems[made.path.resolve()]
    pack = _pack(desk, made)
    book.packs.append(pack)
    rungs: set[str] = set()
    for each in made.declared:
        desk.base = each.base
        if each.keyword == "concept":
            _concept(desk, each, book, stem)
        elif each.keyword == "escalation":
            _rung(desk, each, book, rungs)
        elif each.keyword == "hazard":
            hazard = declarations.hazard(desk, each.node)
            _add(desk, each, book.hazards, hazard.id, hazard)
        elif each.keyword == "weights":
            weights = declarations.weights(desk, each.node)
            if weights is not None:
                _add(desk, each, book.weights, weights.name, weights)
        elif each.keyword == "rule":
            if made.runs and each.mended:
                _only_judge(desk, each, pack)
            elif made.runs:
                _rule(desk, each, book, pack)
        elif each.keyword == "sign-off":
            if made.runs:
                block = sign_off(desk, each.node)
                _add(desk, each, book.signoffs, block.name, block)
        elif each.keyword in ("adopt", "waive"):
            _approval(desk, each, made, book)
    book.ladder.end_of_file()


def _approval(desk: Desk, each: Declared, made: Parsed, book: _Book) -> None:
    """An adoption or a waiver, of a file whose rules run."""
    if not made.runs:
        return
    if each.keyword == "adopt":
        adoption = approvals.adoption(desk, each.node)
        book.adoptions += [adoption] if adoption is not None else []
    else:
        waiver = approvals.waiver(desk, each.node)
        book.waivers += [(waiver, desk)] if waiver is not None else []


def _refuse_waivers(book: _Book, problems: list[Problem]) -> None:
    """Note each waiver of a rule that says of itself that it cannot be waived."""
    for waiver, desk in book.waivers:
        rule_ = book.rules.get(waiver.rule)
        if rule_ is not None and rule_.not_waivable:
            place = waiver.location
            line = desk.source.line(place.line)
            hint = "take the waiver out; what the rule finds has to be mended"
            message = f"The rule {waiver.rule} is 'not waivable'"
            problems.append(problem("E519", message, place, hint=hint).model_copy(update={"source_line": line}))


def _pack(desk: Desk, made: Parsed) -> Pack:
    found = [each for each in made.declared if each.keyword == "pack"]
    for other in found[1:]:
        desk.base = other.base
        hint = "leave one out, or make two files"
        desk.complain("E501", "A file has one title page (pack)", parts(other.node)[0], hint)
    if not found:
        return declarations.untitled_pack(made.source.file)
    desk.base = found[0].base
    return declarations.pack(desk, found[0].node)


def _concept(desk: Desk, each: Declared, book: _Book, stem: str) -> None:
    key = f"{stem}/{name(parts(each.node)[0])}"
    concept = declarations.concept(desk, each.node, key)
    _add(desk, each, book.concepts, key, concept)


def _rung(desk: Desk, each: Declared, book: _Book, rungs: set[str]) -> None:
    rung = declarations.rung(desk, each.node)
    if rung.name in rungs:
        message = f"The rung '{rung.name}' is declared twice in this file"
        desk.complain("E410", message, parts(each.node)[0], "put all its phrases into one declaration")
        return
    rungs.add(rung.name)
    book.ladder.add(rung, desk.source)


def _only_judge(desk: Desk, each: Declared, pack: Pack) -> None:
    """What else is wrong with a rule that lost statements to syntax errors; what it lacks may be among these."""
    before = len(desk.problems)
    rule(desk, each.node, pack)
    desk.problems[before:] = [found for found in desk.problems[before:] if found.code not in _OF_ABSENCE]


def _rule(desk: Desk, each: Declared, book: _Book, pack: Pack) -> None:
    made = rule(desk, each.node, pack)
    written = name(parts(each.node)[0])
    taken = book.rules[written].location if written in book.rules else book.retired.get(written)
    if taken is not None:
        _twice(desk, each, taken)
    elif made is None or made.status == "retired":
        book.retired[written] = desk.place(parts(each.node)[0])
    else:
        book.rules[written] = made


def _add(desk: Desk, each: Declared, into: dict[str, T], key: str, made: T) -> None:
    if key in into:
        _twice(desk, each, into[key].location)
    else:
        into[key] = made


def _twice(desk: Desk, each: Declared, taken: Location | None) -> None:
    named = parts(each.node)[0]
    where = f" in {taken.file}, line {taken.line}" if taken else ""
    message = f"The name '{name(named)}' is taken: another {each.keyword} has it{where}"
    desk.complain("E410", message, named, "give one of them another name")
