"""Whom an endpoint is trusted to be, and by which way it is reached."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from medrules.endpoints.addresses import is_local, refused

from .conftest import KEY, RUN, Asked
from .server import Server, status


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A certificate of its own authority for one address, in ``ca.pem``."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(
    ("name", "named", "code"),
    [("127.0.0.1", True, None), ("127.0.0.1", False, "A301"), ("127.0.0.2", True, "A301")],
    ids=["of the authority that is named", "of an unknown authority", "of another host"],
)
def test_certificates(name: str, named: bool, code: str | None, asked: Asked) -> None:
    with Server(certificate(asked.folder, name)) as server:
        asked.run_file(RUN.replace("URL", server.url) + ("    ca: ca.pem\n" if named else ""))
        result = asked.ask()
        rows = asked.rows()
        assert {row.get("error", {}).get("code") for row in rows} == {code}
        assert result.exit_code == (3 if code else 0)
        assert len(server.requests) == (0 if code else 4), "no key goes to an endpoint that is not trusted"
    if code:
        assert {row["asked"]["attempts"] for row in rows} == {1}, "it will not be trusted the next time either"


def test_no_proxy_of_the_environment(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked.ask().exit_code == 0
    assert len(asked.server.requests) == 4


def test_the_proxy_that_is_named(asked: Asked) -> None:
    with Server() as proxy:
        asked.run_file(RUN + f"    proxy: http://127.0.0.1:{proxy.port}\n")
        assert asked.ask().exit_code == 0
        assert len(proxy.requests) == 4
        assert proxy.requests[0].path.startswith("http://127.0.0.1:")
    assert asked.server.requests == []


def test_no_redirect_is_followed(asked: Asked) -> None:
    with Server() as elsewhere:
        asked.cases("Where? [there]")
        there = status("307 Temporary Redirect", **{"Location": elsewhere.url + "/chat/completions"})
        asked.server.behaviours = {"there": [there]}
        assert asked.ask().exit_code == 3
        assert elsewhere.requests == []
    assert KEY not in (asked.folder / "answers.jsonl").read_text("utf-8")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["example.org", "localhost.example.org", "10.0.0.1", "0.0.0.0", "127.0.0.1.nip"])  # noqa: S104
def test_another_machine(host: str) -> None:
    assert not is_local(host)
    assert refused(f"http://{host}/v1", allow_http=False) is not None
    assert refused(f"http://{host}/v1", allow_http=True) is None
    assert refused(f"https://{host}/v1", allow_http=False) is None
