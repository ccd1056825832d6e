"""httpx's errors as ours, each with a sentence. The only place that knows why a connection failed."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator

import httpx

from tui.errors import BadBody, BadCertificate, BadStatus, NetworkError, Offline, Refused, TimedOut, Unreachable
from tui.net.guard import OFFLINE
from tui.text.clean import clean_line

FOREIGN = (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError)
"""What a request can raise that is not ours; ValueError stands for impossible host names (idna.IDNAError)."""

_NO_NETWORK = frozenset((errno.ENETUNREACH, errno.ENETDOWN))
_LATER = "Try again later."
_BROWSER = "Open it in a browser to see whether it works there."


def translated(error: Exception, name: str, proxied: bool) -> NetworkError:
    """Our error for one of FOREIGN, met while asking for what the reader knows as `name`."""
    if proxied and isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return Unreachable(f"The proxy does not let Broadsheet through to {name}.", "Check the proxy in your settings.")
    if isinstance(error, httpx.ConnectTimeout):
        return Unreachable(f"{name} does not answer.", _LATER)
    if isinstance(error, httpx.TimeoutException):
        return timed_out(name)
    if isinstance(error, httpx.ConnectError):
        return _not_connected(error, name)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError) or (
        isinstance(error, ValueError) and not isinstance(error, httpx.HTTPError)
    ):
        return Refused(f"The address of {name} cannot be used.", "Check the address and try again.")
    if isinstance(error, httpx.RemoteProtocolError):
        return BadBody(f"The answer of {name} broke off, or was no answer in HTTP.", _LATER)
    return BadBody(f"The connection to {name} broke off.", _LATER)


def _not_connected(error: httpx.ConnectError, name: str) -> NetworkError:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = clean_line(cause.verify_message or "it does not hold", 120).rstrip(".")
            return BadCertificate(
                f"{name} cannot prove who it is: {reason}.",
                "Nothing was sent. If your network has an authority of its own, name its file as ca_bundle.",
            )
        if isinstance(cause, ssl.SSLError):
            return Unreachable(f"{name} and Broadsheet found no secure way to talk.", _BROWSER)
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
            return Offline(f"There is no way to {name}: there seems to be no network.", OFFLINE)
    return Unreachable(f"{name} lets nobody connect.", _LATER)


def timed_out(name: str) -> TimedOut:
    """The fault of an answer that did not come whole in its time."""
    return TimedOut(f"{name} took too long to answer.", _LATER)


def bad_status(status: int, name: str, retry_after: int | None) -> BadStatus:
    """The fault of an answer that is neither what was asked for nor a way to it."""
    if status == 429:
        message, advice = f"{name} wants to be asked less often.", "Leave it alone for a while."
    elif status in (401, 402, 403, 407, 451):
        message, advice = f"{name} is not open to everybody ({status}).", _BROWSER
    elif status == 404:
        message, advice = f"There is nothing at {name} (404).", "Check the address."
    elif status == 410:
        message, advice = f"{name} is gone for good (410).", "Remove it, or look for its new address."
    elif status >= 500:
        message, advice = f"{name} is in trouble of its own ({status}).", _LATER
    else:
        message, advice = f"{name} gave an answer that means nothing here ({status}).", _BROWSER
    return BadStatus(message, advice, status, retry_after)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        if isinstance(seen, BaseExceptionGroup):  # anyio gathers what its attempts to connect met
            for inner in seen.exceptions:
                yield from _causes(inner)
        seen = seen.__cause__ or seen.__context__
