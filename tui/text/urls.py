"""Web addresses: re-serialised so that every program reads them alike, and as identities of articles. Opens nothing."""

from __future__ import annotations

import re
from urllib.parse import quote

from tui.errors import UnsafeLink

LENGTH_LIMIT = 2048
"""Characters of an address; the longest real one seen has 330."""

_TAIL = r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN = re.compile(rf"https?://(?=[^/]{{4,253}}/)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}/{_TAIL}(?:#{_TAIL})?")
"""An address that needs no work: nearly all of them."""

_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::([0-9]*))?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMERIC_END = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")
_DOTTED_QUAD = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ROUTE = re.compile(r"#[!/]+[^!/]")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_READ_TWO_WAYS = frozenset("ßς\u200c\u200d")
"""IDNA 2003 maps these away, IDNA 2008 encodes them: the same name leads to two hosts."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}

_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|hsa_[a-z]+|itm_[a-z]+|mtm_[a-z]+|pk_[a-z]+|at_(?:medium|campaign)|_hs(?:enc|mi)|__s|__twitter_impression"
    r"|cmp|cmpid|dclid|fbclid|ftag|gclid|gclsrc|guce_referrer(?:_sig)?|guccounter|igshid|mc_[ce]id|mkt_tok|msclkid|ncid"
    r"|ocid|s_cid|twclid|wt\.mc_id|xtor|yclid)(?:=.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""Query parameters that say where a reader came from, never which article it is."""


def safe_url(url: str) -> str:
    """The http or https address in ASCII, blanks and other letters percent-encoded, the host in punycode.

    Raises UnsafeLink for any other scheme, for a backslash, user name, control character, empty or ambiguous host
    (browsers and libraries disagree where such a link leads), and above 2,048 characters.
    """
    if len(url) <= LENGTH_LIMIT and _PLAIN.fullmatch(url):
        return url
    url = url.strip(" \t\r\n")
    if len(url) > LENGTH_LIMIT:
        raise UnsafeLink("The link is longer than 2,048 characters.")
    if _CONTROL.search(url):
        raise UnsafeLink("The link holds control characters.")
    if "\\" in url:
        raise UnsafeLink("The link holds a backslash, which browsers read as a slash and others do not.")
    found = _PARTS.fullmatch(url)
    if found is None:
        raise UnsafeLink("The link is not a web address: only http and https are opened.")
    scheme, authority, path, query, fragment = found.groups(default="")
    tail = _encoded(path or "/") + _encoded(query)
    if fragment:
        tail += "#" + _encoded(fragment[1:].replace("#", "%23"))
    safe = f"{scheme.lower()}://{_authority(authority, _DEFAULT_PORTS[scheme.lower()])}{tail}"
    if len(safe) > LENGTH_LIMIT:
        raise UnsafeLink("The link is longer than 2,048 characters.")
    return safe


def canonical(url: str) -> str:
    """The article that an address leads to, as one string: equal for two addresses only if they are the same article.

    Always https, without default port, fragment (but `#!` and `#/`, which some sites route by), tracking parameters and
    trailing slash. Host names, paths and other parameters are never guessed at. Raises UnsafeLink as `safe_url` does.
    """
    found = _PARTS.fullmatch(safe_url(url))
    if found is None:
        raise UnsafeLink("The link is not a web address: only http and https are opened.")
    _, authority, path, query, fragment = found.groups(default="")
    # "http://host:443" would otherwise become another key the second time it passes through here.
    host = authority.removesuffix(":443")
    if "%" in path or "%" in query:
        path, query = _ESCAPED.sub(_normal_escape, path), _ESCAPED.sub(_normal_escape, query)
    key = f"https://{host}{path.rstrip('/')}"
    if kept := [part for part in query[1:].split("&") if part and not _TRACKING.fullmatch(part)]:
        key += "?" + "&".join(kept)
    return key + fragment if _ROUTE.match(fragment) else key


def display_host(url: str) -> str:
    """The host for showing, in punycode so that no look-alike letter poses as another site; "" for an unsafe link."""
    try:
        found = _PARTS.fullmatch(safe_url(url))
    except UnsafeLink:
        return ""
    return "" if found is None else found.group(2)


def _authority(text: str, default_port: str) -> str:
    if "@" in text:
        raise UnsafeLink("The link holds a user name, which can hide where it leads.")
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        raise UnsafeLink("The link's host cannot be read.")
    host, port = found.groups(default="")
    if not host:
        raise UnsafeLink("The link names no host.")
    if port and int(port[:6]) > 65535:
        raise UnsafeLink("The link's port does not exist.")
    return _host(host) if port in ("", default_port) else f"{_host(host)}:{int(port)}"


def _host(text: str) -> str:
    if text.startswith("["):
        from ipaddress import AddressValueError, IPv6Address  # 4 ms, for one link in a million

        try:
            return f"[{IPv6Address(text[1:-1])}]"
        except AddressValueError as error:
            raise UnsafeLink("The link's host is not an address.") from error
    host = text.lower()
    if not host.isascii():
        if _READ_TWO_WAYS.intersection(host):
            raise UnsafeLink("The link's host name is read in two ways by different programs.")
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError as error:
            raise UnsafeLink("The link's host is not a valid name.") from error
    host = host.removesuffix(".")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise UnsafeLink("The link's host is not a valid name.")
    if _NUMERIC_END.search(host) and not _DOTTED_QUAD.fullmatch(host):
        raise UnsafeLink("The link's host is a number that programs read in different ways.")
    return host


def _encoded(text: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe="/?%:@!$&'()*+,;=-._~")


def _normal_escape(found: re.Match[str]) -> str:
    character = chr(int(found.group()[1:], 16))
    return character if character in _UNRESERVED else found.group().upper()
