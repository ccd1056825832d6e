"""Which network addresses a stranger's link may lead to. Pure; resolves no name.

The ranges are listed here because `ipaddress.is_global` changes with Python's patch releases: on 3.11.7 it still calls
192.0.0.8, 2002:7f00:1::, 64:ff9b::7f00:1, fec0::1 and 224.0.0.1 global.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_PRIVATE = "a private address"
_SELF = "this computer"
_LINK = "an address of the local link, where clouds keep their secrets"
_RESERVED = "an address that is reserved or for documentation"
_MANY = "an address of many computers at once"

_NOT_PUBLIC_4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", _SELF),
        ("127.0.0.0/8", _SELF),
        ("10.0.0.0/8", _PRIVATE),
        ("100.64.0.0/10", _PRIVATE),
        ("172.16.0.0/12", _PRIVATE),
        ("192.168.0.0/16", _PRIVATE),
        ("169.254.0.0/16", _LINK),
        ("168.63.129.16/32", "an address where a cloud keeps its secrets"),  # Azure's, in the middle of public space
        ("192.0.0.0/24", _RESERVED),
        ("192.0.2.0/24", _RESERVED),
        ("192.88.99.0/24", _RESERVED),
        ("198.18.0.0/15", _RESERVED),
        ("198.51.100.0/24", _RESERVED),
        ("203.0.113.0/24", _RESERVED),
        ("224.0.0.0/4", _MANY),
        ("240.0.0.0/4", _RESERVED),
    )
)
_NOT_PUBLIC_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::1/128", _SELF),
        ("::/128", _SELF),
        ("fc00::/7", _PRIVATE),
        ("fec0::/10", _PRIVATE),
        ("fe80::/10", _LINK),
        ("ff00::/8", _MANY),
        ("2001::/23", _RESERVED),
        ("2001:db8::/32", _RESERVED),
        ("3fff::/20", _RESERVED),
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
"""The only part of IPv6 that has been given out."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64: an IPv4 address in the last 32 bits. How networks without IPv4 reach it, so a public one inside is fine."""


def not_public(address: str) -> str:
    """What kind of place the numeric address is, for a sentence; "" for a public one, where links may lead."""
    try:
        found = ip_address(address)
    except ValueError:
        return "no address at all"
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if not inner:
            return next((what for network, what in _NOT_PUBLIC_6 if found in network), "") or (
                "" if found in _PUBLIC_6 else _RESERVED
            )
    else:
        inner = (found,)
    return next((what for one in inner for network, what in _NOT_PUBLIC_4 if one in network), "")


def _inner(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo and NAT64."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _TRANSLATED:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()
