"""The body of a request as plain values: bounded in depth, each name once, texts whole."""

from __future__ import annotations

import json
from typing import Any

from medrules.service.problems import Refused

DEEPEST = 16
"""Levels of nesting; a record in an answer in a batch takes seven."""


def parse(body: bytes) -> Any:
    """The value in a body of JSON.

    Half of a character (a lone surrogate) becomes U+FFFD, one for one, so that offsets stay.

    Raises:
        Refused: the body is no JSON in UTF-8, is nested too deeply, or a name stands twice.
    """
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_named_once, parse_constant=_no_number)
    except RecursionError:
        raise Refused("H105", most=DEEPEST) from None
    except UnicodeDecodeError:
        raise Refused("H104", why="it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Refused("H104", why=f"{error.msg} (character {error.pos})") from None
    except ValueError as error:
        raise Refused("H104", why=str(error)) from None
    return _whole(value, DEEPEST)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return named


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _whole(value: Any, levels: int) -> Any:
    """The value with every half character replaced; refused where it goes deeper than so many levels."""
    if isinstance(value, str):
        return value if value.isascii() else _mended(value)
    if not isinstance(value, dict | list):
        return value
    if not levels:
        raise Refused("H105", most=DEEPEST)
    if isinstance(value, list):
        return [_whole(each, levels - 1) for each in value]
    return {_mended(name): _whole(each, levels - 1) for name, each in value.items()}


def _mended(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
