"""A run folder of HELM or MedHELM: ``scenario_state.json``, else what ``helm-summarize`` shows of it."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import re2

from medrules.sources.item import Item, flat, numbered, there
from medrules.sources.opening import Broken, opened
from medrules.sources.problems import SourceError, problem
from medrules.sources.replies import decoding
from medrules.sources.shelf import Ambiguous, Shelf
from medrules.sources.walking import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "helm"
TITLE = "HELM"
SUFFIXES = (".json",)
TABLE = False
STATE, SHOWN = "scenario_state.json", "display_predictions.json"
_MADE_ID = re2.compile(r"id\d+")
"""An id that HELM counted up itself; the same stands in every scenario."""
_LARGEST_SPEC = 16 * 2**20
_NO_SETTING = ("name", "computed_on")
"""Texts of a perturbation that do not change what it does."""


def recognises(source: Source) -> bool:
    """The names of a scenario's state, or of predictions to show."""
    bracket, names = source.shape
    if bracket == b"[":
        return {"instance_id", "train_trial_index"} <= set(names) and "predicted_text" in names
    return source.is_object_with("adapter_spec", "request_states") or source.path.name == STATE


def files(folder: Path) -> list[Path]:
    """The files of the run folders in a folder: one a run, the state where it is there."""
    found = {path.parent: path for name in (SHOWN, STATE) for path in _inside(folder, name)}
    return [found[each] for each in sorted(found)]


def _inside(folder: Path, name: str) -> list[Path]:
    """Files of a name in a folder and three levels below it (``runs/SUITE/RUN``); no links to folders."""
    found, level = [], [folder]
    for _ in range(4):
        found += [path for each in level if (path := each / name).is_file()]
        level = [path for each in level for path in each.iterdir() if path.is_dir() and not path.is_symlink()]
    return found


def companions(path: Path) -> list[Path]:
    """The files beside one of a run that say more about its answers."""
    names = (
        ("run_spec.json",) if path.name == STATE else ("run_spec.json", "instances.json", "display_requests.json")
    )
    return [beside for name in names if (beside := path.with_name(name)).is_file()]


def items(source: Source) -> Iterator[Item]:
    """The completions, in order; all those of one request are answers to one case."""
    spec = _spec(source.path)
    if source.shape[0] == b"[":
        yield from _shown(source, spec)
        return
    for walk, item in source.walk(("request_states",), TITLE, ("adapter_spec",)):
        if item.fault is not None:
            yield item
        else:
            yield from _completions(item, _run(spec, walk.kept.get("adapter_spec")))


def _spec(path: Path) -> dict[str, Any]:
    """``run_spec.json`` beside the file; empty where it is not there, or is no JSON."""
    beside = path.with_name("run_spec.json")
    try:
        if beside.stat().st_size > _LARGEST_SPEC:
            return {}
        spec = json.loads(beside.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return spec if isinstance(spec, dict) else {}


class _Run:
    """What holds for every answer of a run."""

    def __init__(self, scenario: str, adapter: Mapping[str, Any]) -> None:
        self.scenario = scenario
        self.model = adapter.get("model") or adapter.get("model_deployment")
        self.version = adapter.get("model_deployment")
        self.method = str(adapter.get("method") or "")
        self.decoding = decoding(adapter)


def _run(spec: Mapping[str, Any], adapter: object) -> _Run:
    adapter = adapter if isinstance(adapter, dict) else spec.get("adapter_spec")
    name = str(spec.get("name") or "")
    scenario = name.partition(":")[0] or "helm"
    return _Run(scenario, adapter if isinstance(adapter, dict) else {})


def _completions(item: Item, run: _Run) -> Iterator[Item]:
    state = item.row
    row = _known(state, run)
    result = state.get("result")
    if state.get("reference_index") is not None or state.get("request_mode") == "calibration":
        why = f"the method {run.method[:60]} compares how likely given answers are"
        yield Item(item.number, row, Broken("S222", {"why": why}))
        return
    completions = result.get("completions") if isinstance(result, dict) else None
    if not isinstance(result, dict) or result.get("success") is False or result.get("error"):
        error = result.get("error") if isinstance(result, dict) else None
        yield Item(item.number, row, Broken("S220", {"why": str(error or "HELM kept no result")[:300]}))
    elif not isinstance(completions, list) or not completions:
        yield Item(item.number, row, Broken("S220", {"why": "HELM kept no completion"}))
    else:
        for number, completion in enumerate(completions, 1):
            named = row | {"id": numbered(row["id"], number)}
            yield _completion(item.number, named, completion, state.get("output_mapping"))


def _completion(number: int, row: dict[str, Any], completion: object, mapping: object) -> Item:
    said = completion if isinstance(completion, dict) else {}
    reason = said.get("finish_reason")
    row |= there(finish_reason=reason.get("reason") if isinstance(reason, dict) else reason)
    return _answer(number, row, said.get("text"), mapping)


def _answer(number: int, row: dict[str, Any], text: object, mapping: object) -> Item:
    """An answer; an empty one is what HELM keeps of a call that failed, so it is an error."""
    if not isinstance(text, str) or not text.strip():
        return Item(number, row, Broken("S221", {}))
    chosen = mapping.get(text.strip()) if isinstance(mapping, dict) else None
    if isinstance(chosen, str):
        return Item(number, row | {"output": chosen, "written": text})
    return Item(number, row | {"output": text})


def _known(state: Mapping[str, Any], run: _Run) -> dict[str, Any]:
    """Case, question and settings of a request; names that HELM left out are not there."""
    instance, request, result = (_names(state.get(name)) for name in ("instance", "request", "result"))
    perturbation = _names(instance.get("perturbation"))
    original = _case(run.scenario, instance.get("id"))
    case = f"{original}/{perturbed(perturbation)}" if perturbation else original
    trial = state.get("train_trial_index")
    trial = trial if isinstance(trial, int) else 0
    return flat("extra_data", _names(instance.get("extra_data"))) | there(
        case=case,
        id=f"{case}/trial-{trial + 1}" if trial else case,
        model=request.get("model") or run.model,
        version=request.get("model_deployment") or run.version,
        input=_names(instance.get("input")).get("text") or None,
        seed=request.get("random"),
        decoding=decoding(request) or run.decoding,
        time=result.get("request_datetime"),
        perturbation=perturbation,
        perturbation_of=original if perturbation else None,
        split=instance.get("split"),
    )


def _case(scenario: str, id_: object) -> str:
    """The id of the instance, with the scenario before one that HELM counted up."""
    name = str(id_) if isinstance(id_, str | int) else "instance"
    return f"{scenario}/{name}" if not isinstance(id_, str) or _MADE_ID.fullmatch(name) else name


def perturbed(perturbation: Mapping[str, Any]) -> str:
    """A perturbation by its name, with the settings that tell it from others of the name."""
    settings = [
        f"{key}={value}"
        for key, value in sorted(perturbation.items())
        if isinstance(value, str | int | float) and not isinstance(value, bool) and key not in _NO_SETTING
    ]
    return ",".join([str(perturbation.get("name") or "perturbed"), *settings])


def _names(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _shown(source: Source, spec: Mapping[str, Any]) -> Iterator[Item]:
    """The answers out of the files that helm-summarize writes: the first completion of each request."""
    run = _run(spec, None)
    with ExitStack() as stack:
        instances = stack.enter_context(closing(Shelf(_instances(source.path))))
        asked = iter(Walk(stack.enter_context(opened(_beside(source.path, "display_requests.json")))[0], ()))
        for _, item in source.walk((), TITLE):
            request = next(asked, None)
            if item.fault is not None or request is None or request.fault is not None:
                yield Item(item.number, {}, item.fault or (request.fault if request else _unlike()))
                continue
            if _key(item.row) != _key(request.row):
                yield Item(item.number, {}, _unlike())
                return
            yield _prediction(item, request.row, instances, run)
        if next(asked, None) is not None:
            yield Item(item.number + 1, {}, _unlike())


def _unlike() -> Broken:
    return Broken("S225", {"why": "display_requests.json beside it holds other requests"})


def _beside(path: Path, name: str) -> Path:
    beside = path.with_name(name)
    if not beside.is_file():
        raise SourceError(problem("S111", path=path, format=TITLE, why=f"{name} is not beside it"))
    return beside


def _instances(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with opened(_beside(path, "instances.json")) as (stream, _):
        for item in Walk(stream, ()):
            if item.fault is not None:
                raise SourceError(problem("S111", path=path, format=TITLE, why="instances.json cannot be read"))
            instance = item.row
            yield _instance_key(instance.get("id"), instance.get("perturbation")), dict(instance)


def _key(row: Mapping[str, Any]) -> str:
    trial = row.get("train_trial_index", 0)
    return f"{trial} {_instance_key(row.get('instance_id'), row.get('perturbation'))}"


def _instance_key(id_: object, perturbation: object) -> str:
    return json.dumps([id_, perturbation or None], sort_keys=True)


def _prediction(item: Item, asked: Mapping[str, Any], instances: Shelf, run: _Run) -> Item:
    prediction = item.row
    id_ = {"id": prediction.get("instance_id"), "perturbation": prediction.get("perturbation")}
    try:
        instance = instances.get(_instance_key(prediction.get("instance_id"), prediction.get("perturbation")))
        why = None if instance is not None else "instances.json beside it holds no such instance"
    except Ambiguous:
        instance, why = None, "instances.json beside it holds several instances of its id"
    state = {
        "instance": (instance or {}) | id_,
        "request": asked.get("request"),
        "train_trial_index": prediction.get("train_trial_index"),
    }
    row = _known(state, run)
    if why is not None:
        return Item(item.number, row, Broken("S225", {"why": why}))
    if prediction.get("reference_index") is not None:
        return Item(item.number, row, Broken("S222", {"why": "it compares how likely given answers are"}))
    text, mapped = prediction.get("predicted_text"), prediction.get("mapped_output")
    mapping = {text.strip(): mapped} if isinstance(text, str) and isinstance(mapped, str) else None
    return _answer(item.number, row, text, mapping)
