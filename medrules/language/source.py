"""One rule file as text: read from disk, its places found, cut into declarations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from medrules.language.problems import problem
from medrules.model.problem import Location, Problem

DECLARATIONS = (
    "medrules",
    "pack",
    "use",
    "concept",
    "escalation",
    "hazard",
    "rule",
    "weights",
    "adopt",
    "waive",
    "sign-off",
)
_NOT_AFTER = {"pack": {"adopt"}, "rule": {"adopt", "every"}, "use": {"intended", "not"}, "hazard": {"to"}}
"""Words after which a word of ``DECLARATIONS`` opens no declaration."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_DASH = re.compile("[\u2010-\u2014\u2212]")
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<long>["“”]{3}(?:[^\\"“”]|\\[\s\S]|["“”]{1,2}[^\\"“”]|["“”]{1,2}\\[\s\S])*["“”]{3,})'
    r"|(?P<open>[\"“”]{3})"
    r'|(?P<string>"(?:[^"\\\n]|\\[^\n])*"|“(?:[^”\\\n]|\\[^\n])*”)'
    r'|(?P<unclosed>["“”][^\n]*)'
    r"|(?P<word>[^\W\d_][^\W_]*(?:[-.][^\W_]+)*)"
    r"|(?P<rest>[\s,()]+|[0-9][\w.]*|.)"
)
_LANDMARK = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<long>["“”]{3}(?:[^\\"“”]|\\[\s\S]|["“”]{1,2}[^\\"“”]|["“”]{1,2}\\[\s\S])*["“”]{3,})'
    r"|(?P<open>[\"“”]{3})"
    r'|(?P<string>"(?:[^"\\\n]|\\[^\n])*"|“(?:[^”\\\n]|\\[^\n])*”)'
    r'|(?P<unclosed>["“”][^\n]*)'
    rf"|(?P<word>{'|'.join(DECLARATIONS)})(?![^\W_])(?![.-][^\W_])",
    re.IGNORECASE,
)
_COLON = re.compile(
    r"\#[^\n]*"
    r'|["“”]{3}(?:[^\\"“”]|\\[\s\S]|["“”]{1,2}[^\\"“”]|["“”]{1,2}\\[\s\S])*["“”]{3,}'
    r'|"(?:[^"\\\n]|\\[^\n])*"|“(?:[^”\\\n]|\\[^\n])*”|["“”][^\n]*|(?P<colon>:)'
)
_LAST = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*$")
_FRESH_START = re.compile(r"^(?:" + "|".join(DECLARATIONS) + r")(?![\w.-])", re.MULTILINE | re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a rule file: ``comment``, ``string``, ``word``, ``unclosed`` (no end was found) or ``rest``."""

    kind: str
    text: str
    start: int
    end: int


class Chunk(NamedTuple):
    """One declaration: its keyword (empty for text before the first one) and its characters."""

    keyword: str
    start: int
    end: int
    unclosed: tuple[Token, ...]
    """Texts in quotes that never end."""


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The pieces of a rule file; an unclosed text of several lines ends where a declaration opens a line."""
    for kind, begins, stop in _spans(text, start, len(text) if end is None else end):
        yield Token(kind, text[begins:stop], begins, stop)


def _spans(text: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each piece."""
    while at < end:
        for match in _TOKEN.finditer(text, at, end):
            kind = match.lastgroup or "rest"
            if kind == "open":
                fresh = _FRESH_START.search(text, match.end(), end)
                at, begins = fresh.start() if fresh else end, match.start()
                yield "unclosed", begins, at
                break
            yield "string" if kind == "long" else kind, *match.span()
        else:
            return


def _landmarks(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of what decides where declarations begin: their keywords, and what can hide one."""
    at = 0
    while at < len(text):
        for match in _LANDMARK.finditer(text, at):
            kind = match.lastgroup or "word"
            if kind == "open":
                fresh = _FRESH_START.search(text, match.end())
                at, begins = fresh.start() if fresh else len(text), match.start()
                yield "unclosed", begins, at
                break
            if kind != "word" or _begins(text, match.start()):
                yield "string" if kind == "long" else kind, *match.span()
        else:
            return


def _begins(text: str, at: int) -> bool:
    """Whether a word begins at a place, and is not the end of a longer one (``sub-rule``, ``my.pack``)."""
    before = text[max(0, at - 2) : at]
    return not before[-1:].isalnum() and not (
        before[-1:] in ("-", ".") and before[:1].isalnum() and len(before) == 2
    )


def colons(text: str) -> tuple[int, ...]:
    """Where colons stand outside texts and comments."""
    if ":" not in text:
        return ()
    return tuple(found.start() for found in _COLON.finditer(text) if found.lastgroup == "colon")


def _last_word(text: str) -> str:
    """The last word or mark of a text without white space at its end, in lower case."""
    found = _LAST.search(text, max(0, len(text) - 80))
    return found.group().lower() if found else text[-1:]


def _mended(text: str) -> str:
    """The text with every other dash as a hyphen, outside strings and comments; its length stays."""
    if not _DASH.search(text):
        return text
    kept = ("string", "comment", "unclosed")
    return "".join(t.text if t.kind in kept else t.text.translate(_DASHES) for t in tokens(text))


class _Cutter:
    """Cuts a text at the words that open a declaration."""

    def __init__(self, text: str) -> None:
        self.chunks: list[Chunk] = []
        self.keyword, self.start = "", 0
        self.unclosed: list[Token] = []
        previous = ""
        reached = 0
        for kind, start, end in _landmarks(text):
            if kind in ("word", "comment") and (between := text[reached:start].rstrip()):
                previous = _last_word(between) if between.strip() else previous
            reached = end
            if kind == "word":
                word = text[start:end].lower()
                if not self._names(word, previous):
                    self._close(start)
                    self.keyword, self.start = word, start
                previous = word
            elif kind == "unclosed":
                self.unclosed.append(Token(kind, text[start:end], start, end))
            elif kind == "string":
                previous = '"'
        self._close(len(text))

    def _names(self, word: str, previous: str) -> bool:
        """Whether a declaration's keyword opens none here (packs may be named ``escalation`` and ``weights``)."""
        if self.keyword == "use" and word in ("escalation", "weights"):
            return previous in ("use", ",")
        return previous in _NOT_AFTER.get(word, ())

    def _close(self, end: int) -> None:
        if end > self.start:
            self.chunks.append(Chunk(self.keyword, self.start, end, tuple(self.unclosed)))
        self.unclosed = []


class Source:
    """A rule file's text; ``code`` is the same text with other dashes as hyphens outside strings and comments."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._line: tuple[int, str] | None = None
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.code = _mended(text)
        self.chunks = _Cutter(self.code).chunks

    def location(self, start: int, end: int | None = None) -> Location:
        """The place of the characters from ``start`` to ``end``."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        if end is None:
            return Location(file=self.file, line=line, column=column)
        end_line = bisect_right(self.starts, max(start, end - 1))
        end_column = end - self.starts[end_line - 1] + 1
        return Location(file=self.file, line=line, column=column, end_line=end_line, end_column=end_column)

    def line(self, number: int) -> str:
        """The text of a line, without its end; problems in one line share it, however long it is."""
        if self._line and self._line[0] == number:
            return self._line[1]
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        self._line = (number, self.text[start:end])
        return self._line[1]

    def problem(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> Problem:
        """A problem at some characters of this file, with the line it points at."""
        return self.quoted(problem(code, message, self.location(start, end), hint=hint))

    def quoted(self, found: Problem) -> Problem:
        """The problem with the line that it points at."""
        if found.location is None or found.location.file != self.file:
            return found
        return found.model_copy(update={"source_line": self.line(found.location.line)})


def read(path: Path, name: str | None = None) -> tuple[Source | None, list[Problem]]:
    """The file's text, or what keeps it from being read. Line ends become \\n and a byte order mark goes.

    ``name`` is what the file is called in findings and problems; None: its path as given.
    """
    name = name or str(path)
    place = Location(file=name, line=1)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        hint = "check the path, and that you may read the file"
        return None, [problem("E101", f"'{name}' cannot be read: {reason}", place, hint=hint)]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [problem("E102", f"'{name}' is saved as UTF-16", place, hint="save the file as UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_undecodable(name, data, error.start + (3 if data[:3] == b"\xef\xbb\xbf" else 0))]
    source = Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    nul = source.text.find("\0")
    if nul >= 0:
        hint = "the file was damaged or is no text file: delete the character, or save the text again"
        return None, [source.problem("E103", f"A NUL character stands at byte {data.find(0)}", nul, nul + 1, hint)]
    return source, []


def _undecodable(name: str, data: bytes, position: int) -> Problem:
    line = data.count(b"\n", 0, position) + 1
    begins = data.rfind(b"\n", 0, position) + 1
    column = len(data[begins:position].decode("utf-8", "replace")) + 1
    message = f"'{name}' is no UTF-8 text: byte {position} is {data[position]:#04x}"
    place = Location(file=name, line=line, column=column)
    ends = data.find(b"\n", position)
    found = problem("E102", message, place, hint="save the file as UTF-8 (in an editor: Save as, encoding UTF-8)")
    shown = data[begins : ends if ends >= 0 else len(data)].decode("utf-8", "replace").rstrip("\r")
    return found.model_copy(update={"source_line": shown})
