"""``medrules sign``: signs a bundle as one of the roles that its sign-off names; makes keys."""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command(short_help="Sign a bundle as one of its roles, or make a key.")
@click.argument("bundle", type=_PATH, required=False)
@click.option("--role", metavar="ROLE", help="The role, as the sign-off names it after 'signed by'.")
@click.option("--key", type=_PATH, metavar="FILE", help="The role's private key (PEM, Ed25519).")
@click.option("--new-key", type=_PATH, metavar="FILE", help="Make a private key and print its public one.")
def sign(bundle: Path | None, role: str | None, key: Path | None, new_key: Path | None) -> None:
    """Sign a bundle that 'medrules signoff' wrote; the signature stands in a file of its own in the bundle.

    The private key stays with the person who signs. Its public key goes into the hospital's file of keys, by which
    'medrules verify' knows the signer.

    Exit codes: 0 signed, or the key was made; 1 the bundle was altered; 2 it cannot be signed.
    """
    from medrules.cli.rulebook import stop
    from medrules.signoff.bundle import BundleError
    from medrules.signoff.signatures import SignatureError
    from medrules.sources.problems import problem

    try:
        if new_key is not None and bundle is None:
            _make_key(new_key, role)
        elif bundle is not None and role is not None and key is not None and new_key is None:
            _sign(bundle, role, key)
        else:
            hint = "medrules sign BUNDLE --role ROLE --key FILE, or: medrules sign --new-key FILE"
            raise click.UsageError(f"Write: {hint}")
    except BundleError as error:
        stop([problem("R133", why=str(error))])
    except SignatureError as error:
        stop([problem("R134", why=str(error))])


def _make_key(path: Path, role: str | None) -> None:
    from medrules.cli.screen import line
    from medrules.signoff.signatures import new_key

    public = new_key(path)
    click.echo(f"{line(str(path))} holds the private key: it stays with the one who signs.")
    click.echo("The line for the hospital's file of keys:")
    click.echo(f'"{line(role or "ROLE")}" = "{public}"')


def _sign(bundle: Path, role: str, key: Path) -> None:
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import line
    from medrules.signoff.bundle import alterations
    from medrules.signoff.signatures import roles, sign
    from medrules.sources.problems import listed, meant, problem

    if alterations(bundle):
        click.echo("The bundle was altered; 'medrules verify' names what. It was not signed.", err=True)
        raise click.exceptions.Exit(1)
    known = roles(bundle)
    if role not in known:
        stop([problem("R135", role=role, meant=meant(role, known), known=listed(known))])
    path = sign(bundle, role, key)
    click.echo(f"{line(role)} has signed: {line(str(path))}")
