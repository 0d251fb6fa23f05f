"""The colours of rule files in editors that read TextMate grammars, made from the keywords of the language.

``python -m medrules.language.server.highlighting > editors/vscode/syntaxes/medrules.tmLanguage.json``
"""

from __future__ import annotations

import json
from typing import Any

from medrules.language.grammar import reserved
from medrules.language.source import DECLARATIONS

_NAME = r"[\p{L}][\p{L}\p{N}]*(?:[-.][\p{L}\p{N}]+)*"
_CLOSED = ("none", "mild", "moderate", "severe", "death", "testing", "production", "retired")
"""Levels of harm and statuses: words that stand behind ``harm`` and ``status`` alone."""


def textmate() -> dict[str, Any]:
    """A TextMate grammar of the language."""
    return {
        "name": "medrules",
        "scopeName": "source.medrules",
        "fileTypes": ["rules"],
        "patterns": [
            {"include": f"#{each}"} for each in ("comment", "text", "declaration", "value", "word", "number")
        ],
        "repository": {
            "comment": {"name": "comment.line.number-sign.medrules", "match": "#.*$"},
            "text": {"patterns": [_text('["“”]{3}', '["“”]{3,}'), _text('"', '"|$'), _text("“", "”|$")]},
            "declaration": {
                "match": f"{_words(DECLARATIONS)}(?:\\s+({_NAME}))?",
                "captures": {
                    "1": {"name": "keyword.declaration.medrules"},
                    "2": {"patterns": [{"include": "#word"}, {"match": ".+", "name": "entity.name.medrules"}]},
                },
            },
            "value": {
                "match": f"(?i)(?<![\\w.-])(harm|status)\\s+({'|'.join(_CLOSED)})(?![\\w.-])",
                "captures": {
                    "1": {"name": "keyword.other.medrules"},
                    "2": {"name": "constant.language.medrules"},
                },
            },
            "word": {"match": _words(reserved() - set(DECLARATIONS)), "name": "keyword.other.medrules"},
            "number": {"match": r"(?<![\w.-])[0-9][\w.+-]*", "name": "constant.numeric.medrules"},
            "phrase": {
                "patterns": [
                    {"match": r"\\.", "name": "constant.character.escape.medrules"},
                    {"match": f"<\\s*({_NAME})\\s*>", "name": "variable.other.medrules"},
                    {"match": r"\.\.\.[0-9]*|…", "name": "keyword.operator.medrules"},
                    {"match": r"[()\[\]|*]", "name": "keyword.operator.medrules"},
                ]
            },
        },
    }


def _text(begin: str, end: str) -> dict[str, Any]:
    return {
        "begin": begin,
        "end": end,
        "name": "string.quoted.medrules",
        "patterns": [{"include": "#phrase"}],
    }


def _words(words: tuple[str, ...] | frozenset[str]) -> str:
    """Any of some words, whole and in any case; the longer of two that begin alike comes first."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    return f"(?i)(?<![\\w.-])({'|'.join(listed)})(?![\\w.-])"


def printed() -> str:
    """The grammar as its file holds it."""
    return json.dumps(textmate(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(printed(), end="")
