from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from hostile import Certificate, Hostile, serving


@pytest.fixture
def server() -> Iterator[Hostile]:
    with serving() as hostile:
        yield hostile


@pytest.fixture
def other() -> Iterator[Hostile]:
    """A second server, so that there is another host."""
    with serving() as hostile:
        yield hostile


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    found = Certificate(folder / "certificate.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(found.key), "-out", str(found.certificate)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl")
    return found
