"""What an endpoint says when it does not answer: statuses, error bodies, and how long it asks to wait."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from medrules.endpoints.protocols import Unusable

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOO_OFTEN = frozenset({"rate_limit_error", "rate_limit_exceeded", "rate_limited", "too_many_requests"})
_FAULTS = frozenset(
    {
        "server_error",
        "api_error",
        "internal_error",
        "internal_server_error",
        "overloaded_error",
        "overloaded",
        "timeout",
    }
)
_FILTERED = frozenset({"content_filter", "content_policy_violation", "content_filtered"})
_FAULTY = (408, 409, 425)
"""Statuses below 500 after which the same request may well succeed."""
_LONGEST = 300
"""Characters of an endpoint's own words that are kept."""


class KeyRefused(Unusable):
    """The endpoint does not take the key."""


def error_in(body: Mapping[str, Any]) -> Unusable | None:
    """The error that a body holds, under whatever status it came; None: it holds none."""
    if not _stated(body):
        return None
    words = _words(body)
    why = _said(body) or "an error that says nothing of itself"
    if words & (_TOO_OFTEN | {"429"}):
        return Unusable("A303", again=True, why=why)
    if words & _FAULTS or any(len(word) == 3 and word.isdigit() and word[0] == "5" for word in words):
        return Unusable("A304", again=True, why=why)
    return Unusable("A305", again=False, why=why)


def filtered(body: Mapping[str, Any]) -> str | None:
    """The word by which an error says that a filter stopped the answer; None: it says nothing such."""
    return next(iter(_words(body) & _FILTERED), None) if _stated(body) else None


def of_status(status: int, headers: Mapping[str, str], body: Mapping[str, Any]) -> Unusable:
    """What a status other than success comes to; ``body`` is empty where it could not be read."""
    said = _said(body) if _stated(body) else None
    why = f"{status}: {said}" if said else f"status {status}"
    after = retry_after(headers)
    if status == 401:
        return KeyRefused("A305", again=False, why=why)
    if status == 429:
        return Unusable("A303", again=True, after=after, why=why)
    if status >= 500 or status in _FAULTY:
        return Unusable("A304", again=True, after=after, why=why)
    return Unusable("A305", again=False, why=why)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or as a date (RFC 9110, 10.2.3); None: for nothing.

    A date is held against the endpoint's own clock where the reply tells it.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    except ValueError:
        until = _date(value)
    if until is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max((until - now).total_seconds(), 0.0)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _stated(body: Mapping[str, Any]) -> bool:
    return bool(body.get("error")) or body.get("type") == "error"


def _parts(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    error = body.get("error")
    return [error, body] if isinstance(error, dict) else [body]


def _words(body: Mapping[str, Any]) -> frozenset[str]:
    """The codes and types by which an error names itself."""
    found = [part.get(name) for part in _parts(body) for name in ("code", "type", "status")]
    return frozenset(str(word).lower() for word in found if isinstance(word, str | int))


def _said(body: Mapping[str, Any]) -> str | None:
    error = body.get("error")
    texts = [error if isinstance(error, str) else None, *(part.get("message") for part in _parts(body))]
    return next((text for text in texts if isinstance(text, str) and text.strip()), None)


def shortened(text: str) -> str:
    """An endpoint's words on one line, cut. Keys are taken out before: a cut one could not be found any more."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
