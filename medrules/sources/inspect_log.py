"""A log of Inspect AI, ``.eval`` (a zip file with a member for each sample) or ``.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.sources import jsonl
from medrules.sources.item import Item, flat, numbered, there
from medrules.sources.opening import Broken
from medrules.sources.problems import SourceError, problem
from medrules.sources.replies import decoding, question_of, text, why
from medrules.sources.walking import Walk
from medrules.sources.zipped import directory, is_damage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medrules.sources.source import Source

NAME = "inspect"
TITLE = "Inspect"
SUFFIXES = (".eval", ".json")
TABLE = False
_ZIP = b"PK\x03\x04"
_NEEDED = ("id", "epoch", "input", "output", "metadata", "error")
"""Names of a sample without which nobody can tell whose answer it is, and whether there was one."""
_SAMPLE = (*_NEEDED, "limit", "started_at", "completed_at", "attachments")
"""Names of a sample that are read; its events, which can be many times as large, are passed over."""
_HEADER = 64 * 2**20
_ATTACHED = "attachment://"


def recognises(source: Source) -> bool:
    """A zip file whose name ends in ``.eval``; or a JSON log with ``eval`` and ``status``."""
    if source.start.startswith(_ZIP):
        return source.suffix() == ".eval"
    return source.is_object_with("version", "status", "eval") or source.suffix() == ".eval"


def items(source: Source) -> Iterator[Item]:
    """The samples; every epoch is an answer to its sample's case."""
    if source.shape[0] != b"{":
        yield from _archive(source)
        return
    count = 0
    kept: Mapping[str, Any] = {}
    for walk, item in source.walk(("samples",), TITLE, ("eval", "plan", "results")):
        count, kept = count + 1, walk.kept
        if item.fault is not None:
            yield item
        else:
            yield _sample(item, _run(walk.kept.get("eval"), walk.kept.get("plan")))
    yield from _missing(kept, count)


def _archive(source: Source) -> Iterator[Item]:
    archive = directory(source.path, source.raw)
    header = _header(source, archive)
    run = _run(header.get("eval"), header.get("plan"))
    members = sorted(
        (
            each
            for each in archive.infolist()
            if each.filename.startswith("samples/") and each.filename.endswith(".json")
        ),
        key=lambda each: each.header_offset,
    )
    for number, member in enumerate(members, 1):
        source.progress = lambda offset=member.header_offset: offset
        yield _member(number, archive, member, run)
    yield from _missing(header, len(members))


def _missing(header: Mapping[str, Any], held: int) -> Iterator[Item]:
    """One error more where the log holds fewer samples than it tells of."""
    stated = _stated(header)
    if stated is not None and stated > held:
        missing = f"the log tells of {stated} samples and holds {held}"
        yield Item(held + 1, {}, Broken("S226", {"why": missing}))


def _stated(header: Mapping[str, Any]) -> int | None:
    """How many samples with all epochs the run was to have; a run that did not end has no results yet."""
    results = header.get("results")
    total = results.get("total_samples") if isinstance(results, dict) else None
    if isinstance(total, int):
        return total
    eval_ = header.get("eval")
    dataset, config = (eval_.get(name) if isinstance(eval_, dict) else None for name in ("dataset", "config"))
    ids = dataset.get("sample_ids") if isinstance(dataset, dict) else None
    epochs = config.get("epochs") if isinstance(config, dict) else None
    if not isinstance(ids, list):
        return None
    return len(ids) * (epochs if isinstance(epochs, int) else 1)


def _header(source: Source, archive: Any) -> dict[str, Any]:
    """``header.json``; of a run that was broken off ``_journal/start.json``."""
    for name in ("header.json", "_journal/start.json"):
        if name in archive.namelist():
            try:
                with archive.open(name) as stream:
                    return dict(jsonl.parse(stream.read(_HEADER)))
            except Exception as error:
                if not isinstance(error, jsonl.RowError) and not is_damage(error):
                    raise
    raise SourceError(problem("S111", path=source.path, format=TITLE, why="it has no header that can be read"))


def _member(number: int, archive: Any, member: Any, run: Mapping[str, Any]) -> Item:
    """One sample out of its member, with its events passed over."""
    named = _of_name(member.filename, run)
    try:
        with archive.open(member) as stream:
            walk = Walk(stream, ("samples?",), _SAMPLE)
            faults = [item.fault for item in walk if item.fault is not None]
    except Exception as error:
        if not is_damage(error):
            raise
        return Item(number, named, Broken("S214", {"why": str(error)[:200]}))
    faults += [walk.lost[name] for name in _NEEDED if name in walk.lost]
    if faults:
        return Item(number, named, faults[0])
    if not {"id", "epoch"} <= set(walk.kept):
        return Item(number, named, Broken("S202", {"found": "no sample with 'id' and 'epoch'"}))
    return _sample(Item(number, walk.kept), run)


def _of_name(name: str, run: Mapping[str, Any]) -> dict[str, Any]:
    """Whose answer a damaged member held: ``samples/ID_epoch_N.json``."""
    id_, mark, epoch = name.removeprefix("samples/").removesuffix(".json").rpartition("_epoch_")
    case = id_ if mark else name
    if case.isascii() and case.isdigit():
        case = f"{run.get('task', 'inspect')}/{case}"
    number = int(epoch) if epoch.isascii() and epoch.isdigit() and len(epoch) < 9 else 1
    return {"case": case, "id": numbered(case, number)} | {key: run[key] for key in ("model",) if key in run}


def _run(log: object, plan: object) -> dict[str, Any]:
    """What holds for every sample of a log."""
    eval_ = log if isinstance(log, dict) else {}
    settings: dict[str, Any] = {}
    for stated in (plan.get("config") if isinstance(plan, dict) else None, eval_.get("model_generate_config")):
        settings |= stated if isinstance(stated, dict) else {}
    packages = eval_.get("packages")
    return there(
        model=eval_.get("model"),
        task=eval_.get("task"),
        seed=settings.get("seed"),
        decoding=decoding(settings),
        time=eval_.get("created"),
        packages=packages if isinstance(packages, dict) else None,
    )


def _sample(item: Item, run: Mapping[str, Any]) -> Item:
    sample = item.row
    output = sample.get("output")
    output = output if isinstance(output, dict) else {}
    id_ = sample.get("id")
    case = str(id_) if isinstance(id_, str) else f"{run.get('task', 'inspect')}/{id_}"
    epoch = sample.get("epoch")
    metadata = sample.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    attached = sample.get("attachments")
    attached = attached if isinstance(attached, dict) else {}
    row = {
        **{name: value for name, value in run.items() if name != "task"},
        **flat("metadata", metadata),
        **there(
            case=case,
            id=numbered(case, epoch if isinstance(epoch, int) else 1),
            epoch=epoch,
            input=_whole(question_of(sample.get("input")), attached),
            category=metadata.get("category"),
            finish_reason=_reason(output),
            limit=sample.get("limit"),
            usage=output.get("usage"),
            time=sample.get("completed_at") or sample.get("started_at"),
        ),
    }
    error = sample.get("error") or output.get("error")
    if error:
        return Item(item.number, row, Broken("S220", {"why": why(error)}))
    answer = _whole(_completion(output), attached)
    if answer is None:
        return Item(item.number, row, Broken("S220", {"why": "the log holds no completion"}))
    if answer.startswith(_ATTACHED):
        return Item(item.number, row, Broken("S226", {"why": "the text is in an attachment that is not there"}))
    return Item(item.number, row | {"output": answer})


def _completion(output: Mapping[str, Any]) -> str | None:
    """``completion``, else the first choice's message, as logs of older versions have it."""
    completion = output.get("completion")
    if isinstance(completion, str) and completion:
        return completion
    choices = output.get("choices")
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else None
    if first is None:
        return None
    message = first.get("message")
    written = text(message.get("content")) if isinstance(message, dict) else None
    return written or (completion if isinstance(completion, str) else written)


def _reason(output: Mapping[str, Any]) -> object:
    choices = output.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        reason = choices[0].get("stop_reason")
        return "max_tokens" if reason == "model_length" else reason
    return output.get("stop_reason")


def _whole(value: str | None, attached: Mapping[str, Any]) -> str | None:
    """A text, where it is kept as an attachment the attached one."""
    if value is not None and value.startswith(_ATTACHED):
        found = attached.get(value.removeprefix(_ATTACHED))
        return found if isinstance(found, str) else value
    return value
