"""Where a redirect leads, and how an address is named to the reader. Pure; opens nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from tui.errors import Refused, UnsafeLink
from tui.text.clean import clean_line
from tui.text.urls import safe_url

HOPS = 5
"""Redirects followed; browsers follow 20, honest servers need 3."""

PERMANENT = frozenset((301, 308))
"""Statuses by which a server says that the new address is the one to remember."""
REDIRECTS = frozenset((301, 302, 303, 307, 308))
GONE = frozenset((404, 410))
"""Statuses by which a server says that there is nothing."""

_PORTS = {"http": 80, "https": 443}


def checked(url: str) -> str:
    """The address as `tui.text.urls.safe_url` writes it, without fragment. Raises Refused."""
    try:
        return safe_url(url).partition("#")[0]
    except UnsafeLink as error:
        shown = clean_line(url.partition("?")[0].rpartition("@")[2], 100)
        raise Refused(f"{error.message} ({shown})", "Check the address and try again.") from error


def joined(base: str, location: str) -> str:
    """The address that `location` means on the page `base`, checked. Raises Refused."""
    try:
        return checked(urljoin(base, location.strip(" \t\r\n")))
    except ValueError as error:
        raise Refused(
            f"{shown(base)} leads on to an address that cannot be read.", "Open it in a browser to see where it leads."
        ) from error


def next_hop(base: str, location: str) -> str:
    """Where a redirect from `base` leads. Raises Refused for what is no web address, and from https to http."""
    if not location:
        raise Refused(f"{shown(base)} redirects to nowhere.", "Open it in a browser to see what it does.")
    target = joined(base, location)
    if base.startswith("https:") and target.startswith("http:"):
        raise Refused(
            f"{shown(base)} redirects from a secure to an insecure address ({shown(target)}).",
            "Give the insecure address itself if you trust the way there.",
        )
    return target


def place(url: str) -> str:
    """The host and port of a checked address: "example.org:443". What an allowance names."""
    parts = urlsplit(url)
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    return f"{host}:{parts.port or _PORTS[parts.scheme]}"


def host_and_port(url: str) -> tuple[str, int]:
    """The host of a checked address, an IPv6 address without brackets, and the port."""
    host, _, port = place(url).rpartition(":")
    return host.strip("[]"), int(port)


def shown(url: str) -> str:
    """A checked address for a sentence: no user name, no query, where passwords and keys are; not longer than a line."""
    parts = urlsplit(url)
    return clean_line(f"{parts.netloc.rpartition('@')[2]}{'' if parts.path == '/' else parts.path}", 120)
