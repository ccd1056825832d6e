"""How a client goes out: certificates, proxies, and the connection pools with the guard inside. Sends nothing."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import httpx

from tui.errors import ConfigError, UnsafeLink
from tui.net.guard import GuardBackend, check_host
from tui.net.hops import host_and_port
from tui.net.settings import NetworkSettings
from tui.text.urls import safe_url

_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=15)
"""No limit on connections: turns are limited, and a limit here lets cancelled requests starve the others for ever."""


class Ways:
    """The connection pools of one client: with the guard, without it for places that are allowed, and by proxy.

    A proxy looks names up itself, so that behind one only numeric addresses are guarded.
    """

    def __init__(self, settings: NetworkSettings) -> None:
        self._settings = settings
        self._context: ssl.SSLContext | None = None
        self._pools: dict[str, httpx.AsyncHTTPTransport] = {}

    def to(self, url: str, allowed: bool) -> httpx.AsyncHTTPTransport:
        """The pool for a checked address.

        Raises Refused, and ConfigError for a proxy or a certificate file that cannot be used.
        """
        proxy = self.proxy_for(url)
        if proxy and not allowed:
            check_host(*host_and_port(url))
        way = proxy or ("allowed" if allowed else "public")
        if way not in self._pools:
            if self._context is None:
                self._context = _context(self._settings.ca_bundle)
            self._pools[way] = _pool(self._context, proxy, public_only=way == "public")
        return self._pools[way]

    def proxy_for(self, url: str) -> str:
        """The address of the proxy that leads there; "" for none. Raises ConfigError."""
        if self._settings.proxy:
            proxy = "" if self._settings.proxy == "none" else self._settings.proxy
        else:
            parts = urlsplit(url)
            found = getproxies_environment()
            proxy = found.get(parts.scheme) or found.get("all") or ""
            if proxy and proxy_bypass(parts.netloc):
                proxy = ""
        return _checked(proxy if "://" in proxy else f"http://{proxy}") if proxy else ""

    async def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()


def _checked(proxy: str) -> str:
    """The proxy's address as it is. httpx takes "http://" and "http://[", and then looks for servers without a name."""
    scheme, _, authority = proxy.partition("://")
    if scheme not in ("http", "https"):
        raise ConfigError(
            f"A proxy of the kind {scheme!r} cannot be used.",
            'Name one that begins with http:// or https:// in your settings, or "none".',
        )
    try:
        safe_url(f"{scheme}://{authority.rpartition('@')[2]}")
    except UnsafeLink as error:
        raise ConfigError("The address of the proxy cannot be read.", "Correct it in your settings.") from error
    return proxy


def _context(ca_bundle: str) -> ssl.SSLContext:
    if ca_bundle:
        try:
            return ssl.create_default_context(cafile=ca_bundle)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                f"The certificates in {ca_bundle} cannot be read.",
                "Correct ca_bundle in your settings, or take it out.",
            ) from error
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _pool(context: ssl.SSLContext, proxy: str, public_only: bool) -> httpx.AsyncHTTPTransport:
    transport = httpx.AsyncHTTPTransport(
        verify=context, trust_env=False, limits=_LIMITS, proxy=httpx.Proxy(proxy) if proxy else None
    )
    pool = transport._pool
    # httpx has no parameter for this. Should an upgrade rename it, nothing may go out unguarded: rather fail here.
    if not hasattr(pool, "_network_backend"):
        raise AttributeError("httpcore keeps its network backend elsewhere")
    pool._network_backend = GuardBackend(public_only)
    return transport
