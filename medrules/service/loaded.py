"""What is loaded: packs with their versions, and the hash of each rule file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from medrules import __version__
from medrules.public import RuleBook, shown
from medrules.service.asking import Loaded, LoadedFile, LoadedPack


def loaded(book: RuleBook) -> Loaded:
    """The rules of a service as it tells of them; files by their names alone, whatever folder they lie in."""
    files = [
        LoadedFile(name=shown(Path(file).name), sha256=hashlib.sha256(Path(file).read_bytes()).hexdigest())
        for file in book.files
    ]
    packs = [LoadedPack(title=each.title, version=each.version, status=each.status) for each in book.packs]
    together = hashlib.sha256("".join(sorted(file.sha256 for file in files)).encode()).hexdigest()
    return Loaded(
        version=__version__,
        rules=len(book.rules),
        obligations=sum(len(rule.obligations) for rule in book.rules),
        packs=packs,
        files=files,
        sha256=together,
    )
