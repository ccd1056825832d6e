"""What a client is told about the network. Imports no httpx."""

from __future__ import annotations

from dataclasses import dataclass

PAUSE = 0.5
"""Seconds between the starts of two requests to one server, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What the reader's settings say about the network."""

    ca_bundle: str = ""
    """A file of certificate authorities to trust in place of the system's; "" = the system's."""
    proxy: str = ""
    """The proxy for everything; "" = what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say; "none" = no proxy."""
    pause: float = PAUSE
    """Seconds between the starts of two requests to one server."""
