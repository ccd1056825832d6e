"""What the network answers, as values. Imports no httpx, so that other rooms may name them at no cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets a server answer "not modified". Store it in the transaction that stores what was read from the body."""

    url: str
    """The address that gave them: they are sent to no other."""
    etag: str = ""
    """Verbatim, with its quotes."""
    modified: str = ""
    """Verbatim: the Last-Modified header."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer."""

    url: str
    """Where it came from, after redirects; links in the body are relative to it."""
    moved_to: str
    """The address that the server wants remembered in place of the one asked (301, 308); "" = the one asked."""
    content_type: str
    """Such as "application/json", in lower case; "" where the server does not say. It may lie."""
    charset: str
    """What the server calls the body's character set; "" where it does not say. It may lie."""
    body: bytes
    """Inflated; b"" where it was written elsewhere (`Client.download`)."""
    validators: Validators | None
    """For the next time; None where the server gives none."""
    max_age: int | None
    """Seconds for which the answer stays good; None where the server does not say."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The answer is the one that the validators came with: there is nothing to read."""

    moved_to: str
    """As in Response."""
    max_age: int | None
    """As in Response."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a program that connects by itself has to be told, so that it goes where the guard would."""

    addresses: tuple[str, ...]
    """The host's addresses, checked; () behind a proxy, which looks names up itself."""
    proxy: str
    """The proxy to use; "" = none."""
    ca_bundle: str
    """The file of certificate authorities to trust; "" = the system's."""
