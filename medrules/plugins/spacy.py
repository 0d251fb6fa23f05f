"""A component for spaCy pipelines: checks each document against rules as it passes by.

    nlp = spacy.blank("en")
    nlp.add_pipe("medrules", config={"rules": ["rules"]})
    doc = nlp("Stop your warfarin today.")
    doc._.medrules                  # the verdict of every obligation
    doc.spans["medrules"]           # what was violated or is for review, labelled by rule

What the model was asked goes into ``doc._.medrules_input`` before the pipeline runs (``nlp.make_doc``, then
``nlp(doc)``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from medrules import Checker

SPANS = "medrules"
_SHOWN = ("violated", "review")


@Language.factory(  # type: ignore[untyped-decorator]
    "medrules",
    assigns=["doc._.medrules", "doc.spans"],
    default_config={"rules": [], "category": None, "risk": None, "setting": None, "supervision": None},
)
def make_component(
    nlp: Language,  # noqa: ARG001 (spaCy passes both by name)
    name: str,  # noqa: ARG001
    *,
    rules: Sequence[str],
    category: str | None,
    risk: str | None,
    setting: str | None,
    supervision: str | None,
) -> Medrules:
    """The component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        rules: files or folders of rules; empty: the shipped packs.
        category: of the documents, as for ``Checker.check``; so are ``risk``, ``setting`` and ``supervision``.

    Raises:
        RulesError: the rules cannot be used.
    """
    from medrules import Checker, load_rules  # here: spaCy imports this file for every pipeline, ours or not

    stated = {"category": category, "risk": risk, "setting": setting, "supervision": supervision}
    return Medrules(Checker(load_rules(*rules)), stated)


class Medrules:
    """Sets ``doc._.medrules`` and ``doc.spans["medrules"]``."""

    def __init__(self, checker: Checker, stated: dict[str, Any]) -> None:
        from medrules.public import words_of

        self._words_of = words_of
        self._checker = checker
        self._stated = stated
        for extension in ("medrules", "medrules_input"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Checks one document."""
        verdicts = self._checker.check(self._words_of(doc), input=doc._.medrules_input, **self._stated)
        doc._.medrules = verdicts
        doc.spans[SPANS] = [
            span
            for verdict in verdicts
            if verdict.verdict in _SHOWN
            for evidence in verdict.evidence
            if (span := _span(doc, evidence.start, evidence.end, verdict.rule)) is not None
        ]
        return doc


def _span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    """The tokens that hold these characters."""
    return doc.char_span(start, end, label=label, alignment_mode="expand")
