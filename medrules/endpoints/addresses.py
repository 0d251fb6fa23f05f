"""Which addresses are asked, and which certificates are trusted."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx


class Refused(NamedTuple):
    """Why an address is not used, and what to write instead."""

    url: str
    """The address without anything that may be a key."""
    why: str
    instead: str


def refused(url: str, allow_http: bool) -> Refused | None:
    """What stands against asking an address; None: nothing does."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return Refused("…", "it is no address", "Write one such as https://models.example.org/v1")
    shown = f"{parts.scheme}://{host}{parts.path}" if parts.scheme else url.partition("?")[0].rpartition("@")[2]
    if parts.scheme not in ("http", "https") or not host:
        return Refused(shown, "it is no address of the web", "Write one such as https://models.example.org/v1")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        instead = "Write the address alone; name the key's environment variable after 'key'."
        return Refused(shown, "it holds more than an address (perhaps a key)", instead)
    if parts.scheme == "http" and not is_local(host) and not allow_http:
        instead = "Write https://, or 'allow-http: true' where nobody else can listen."
        return Refused(shown, "the connection would not be encrypted", instead)
    return None


def is_local(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def trust(authority: Path | None) -> ssl.SSLContext:
    """Checks certificates and host names always; against a private authority alone where one is named."""
    if authority is not None:
        return ssl.create_default_context(cafile=str(authority))
    return httpx.create_ssl_context(trust_env=False)


def unusable_authority(path: Path) -> str | None:
    """Why a file of certificates cannot be used; None: it can."""
    try:
        trust(path)
    except (OSError, ssl.SSLError) as error:
        if isinstance(error, ssl.SSLError):
            return "it holds no certificate in PEM"
        return error.strerror or "it cannot be read"
    return None
