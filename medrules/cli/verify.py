"""``medrules verify``: names what was altered in a bundle, and says whose signatures it bears."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from medrules.history.store import History
    from medrules.signoff.bundle import Alteration
    from medrules.signoff.signatures import Signed

_PATH = click.Path(path_type=Path)
INTACT, ALTERED, NOT_SIGNED = 0, 1, 3


@click.command(short_help="Prove a bundle unaltered, and its signatures.")
@click.argument("bundle", type=_PATH)
@click.option("--keys", type=_PATH, metavar="FILE", help="The hospital's file of keys (TOML: role = public key).")
@click.option("--history", type=_PATH, metavar="FILE", help="Runs on record: mark this one as signed.")
@click.option("--unsigned", is_flag=True, help="Look at the files alone, not at who signed them.")
def verify(bundle: Path, keys: Path | None, history: Path | None, unsigned: bool) -> None:
    """Recompute a bundle that 'medrules signoff' wrote, and name every file that was altered.

    Exit codes: 0 unaltered and signed by every role that signs, 1 altered, 2 no bundle or no file of keys,
    3 unaltered, but not signed by every role with its own key.
    """
    from medrules.cli.rulebook import stop
    from medrules.cli.standing import history_of
    from medrules.signoff.bundle import BundleError, alterations
    from medrules.signoff.signatures import SignatureError
    from medrules.sources.problems import problem

    kept = history_of(history, make=False)
    try:
        altered = alterations(bundle)
        if altered:
            _show_alterations(altered)
            raise click.exceptions.Exit(ALTERED)
        code = INTACT if unsigned else _signatures(bundle, keys)
        if kept is not None and code == INTACT and not unsigned:
            _mark(kept, bundle)
        raise click.exceptions.Exit(code)
    except BundleError as error:
        stop([problem("R133", why=str(error))])
    except SignatureError as error:
        stop([problem("R134", why=str(error))])


def _show_alterations(altered: list[Alteration]) -> None:
    from medrules.cli.screen import console, line, say

    out = console()
    for each in altered:
        say(out, f"{line(each.name)}: {each.what}", style="red")
    say(out, f"ALTERED: {len(altered)} of the bundle's files are not as they were written.", style="bold red")


def _signatures(bundle: Path, keys: Path | None) -> int:
    """Shows what each role's signature is worth; the exit code."""
    from medrules.cli.screen import console, line, say
    from medrules.signoff.signatures import check, read_keys, roles

    out = console()
    found = check(bundle, roles(bundle), read_keys(keys) if keys is not None else {})
    for signed in found:
        say(out, line(signed.reason), style="green" if signed.state == "signed" else "yellow")
    code = _worst(found)
    verdict = {
        INTACT: "INTACT, and signed by every role that signs.",
        ALTERED: "ALTERED: a signature does not fit.",
        NOT_SIGNED: "INTACT, but not signed by every role with a key of the hospital's file of keys.",
    }
    say(out, verdict[code], style="bold green" if code == INTACT else "bold red")
    return code


def _mark(history: History, bundle: Path) -> None:
    """Marks the run of a bundle as signed, in the history."""
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import console, line, say
    from medrules.history.store import HistoryError
    from medrules.signoff.bundle import manifest_digest
    from medrules.sources.problems import problem

    try:
        known = history.sign(manifest_digest(bundle))
    except HistoryError as error:
        stop([problem("R151", path=history.path, why=str(error))])
    if not known:
        stop([problem("R153", path=history.path, bundle=bundle)])
    say(console(), f"The run is signed in {line(str(history.path))}.")


def _worst(found: list[Signed]) -> int:
    if any(signed.state == "not valid" for signed in found):
        return ALTERED
    return INTACT if found and all(signed.state == "signed" for signed in found) else NOT_SIGNED
