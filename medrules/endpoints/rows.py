"""What is kept of a reply in the journal, and the row of a sample in the file of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from medrules.endpoints.plan import digest
from medrules.endpoints.problems import catalogue
from medrules.endpoints.prompting import questions, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medrules.endpoints.journal import Entry
    from medrules.endpoints.plan import Asked, Plan
    from medrules.endpoints.protocols import Reply
    from medrules.endpoints.runfile import Price
    from medrules.endpoints.sending import Answered

State = Literal["answered", "refused", "filtered", "cut off", "empty", "failed"]
STATES: tuple[State, ...] = ("answered", "refused", "filtered", "cut off", "empty", "failed")
_BY_FINISH: dict[str, State] = {"refusal": "refused", "content_filter": "filtered", "length": "cut off"}


def entry_of(sample: int, turn: int, answered: Answered, at: str, seconds: float) -> Entry:
    """The line of the journal for one question."""
    reply = answered.reply
    return {
        "sample": sample,
        "turn": turn,
        "state": "failed" if reply is None else state_of(reply),
        "text": None if reply is None else reply.text,
        "finish_reason": None if reply is None else _finish(reply),
        "tokens": None if reply is None else [reply.input_tokens, reply.output_tokens],
        "answered_by": None if reply is None else reply.answered_by,
        "id": None if reply is None else reply.id,
        "error": answered.error,
        "at": at,
        "seconds": round(seconds, 3),
        "attempts": answered.attempts,
    }


def state_of(reply: Reply) -> State:
    """What a reply is: a refused, filtered or cut-off one is that, whether it holds a text or not."""
    return _BY_FINISH.get(reply.finish, "answered" if reply.text.strip() else "empty")


def _finish(reply: Reply) -> str | None:
    """Why the model stopped: in the words that ``medrules check`` knows, else in the endpoint's own."""
    return reply.said if reply.finish == "other" else reply.finish


def ended(entry: Entry, turn: int, count: int) -> bool:
    """Whether a conversation cannot go on after a reply, although it should."""
    return entry["state"] == "failed" or (turn + 1 < count and not entry["text"].strip())


def row(plan: Plan, sample: Asked, entries: Sequence[Entry]) -> dict[str, Any]:
    """A sample in the format that ``medrules check`` reads.

    What the clock and the network decided stands under ``asked``, the last name of all, so that everything before
    it is the same however often the run was interrupted.
    """
    count = questions(sample.case)
    answers = [entry["text"] for entry in entries if entry["text"] is not None]
    whole = len(entries) == count and entries[-1]["state"] != "failed"
    decided = next((entry for entry in entries if entry["state"] != "answered"), entries[-1])
    model = sample.model
    return {
        "sample": sample.id,
        "case": sample.case.id,
        "model": model.label,
        "version": model.version,
        **({} if sample.seed is None else {"seed": sample.seed}),
        "input": sample.case.input,
        **_said(sample, answers, whole, count),
        "finish_reason": decided["finish_reason"] if whole else None,
        "state": decided["state"] if whole else "failed",
        **({} if whole else {"error": _error(entries[-1], len(entries), count)}),
        "endpoint": {"protocol": model.protocol, "model": model.model, "url": model.url},
        "decoding": model.decoding.stated(),
        "template_sha256": digest(plan.template),
        "system_sha256": None if plan.run.system is None else digest(plan.run.system),
        "answered_by": entries[-1]["answered_by"],
        "tokens": _tokens(entries),
        "cost": cost(entries, model.price),
        "asked": {
            "at": entries[-1]["at"],
            "seconds": round(sum(entry["seconds"] for entry in entries), 3),
            "attempts": sum(entry["attempts"] for entry in entries),
            "id": entries[-1]["id"],
        },
    }


def _said(sample: Asked, answers: Sequence[str], whole: bool, count: int) -> dict[str, Any]:
    """The answer; of a conversation that came to its end, its messages too; of another, what there is of it."""
    if not whole:
        partial = {"partial": spoken(sample.case, answers)} if answers else {}
        return {"output": None, **partial}
    messages = {"messages": spoken(sample.case, answers)} if count > 1 else {}
    return {"output": "\n\n".join(answers), **messages}


def _error(last: Entry, number: int, count: int) -> dict[str, str]:
    if last["error"] is not None:
        code, why = last["error"]
        return {"code": code, "message": why}
    words = {"number": number, "count": count, "what": last["state"]}
    return {"code": "A310", "message": catalogue()["A310"].message.format(**words)}


def _tokens(entries: Sequence[Entry]) -> dict[str, int | None]:
    """Tokens of question and answer over all turns; None where a reply does not state them."""
    counts = [entry["tokens"] or [None, None] for entry in entries]

    def total(which: int) -> int | None:
        known = [count[which] for count in counts]
        return None if None in known else sum(known)

    return {"input": total(0), "output": total(1)}


def cost(entries: Sequence[Entry], price: Price | None) -> float | None:
    """What the tokens cost, to ten significant digits; None: no price, or tokens that nobody states."""
    tokens = _tokens(entries)
    if price is None or tokens["input"] is None or tokens["output"] is None:
        return None
    return float(f"{(tokens['input'] * price.input + tokens['output'] * price.output) / 1e6:.10g}")
