"""Which addresses a link may lead to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.net.addresses import not_public

PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:800::200e",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
    "64:ff9b::8.8.8.8",
)
NOT_PUBLIC = (
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",  # a cloud's metadata
    "169.254.169.254",
    "168.63.129.16",  # a cloud's metadata on a public address
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo of 127.0.0.1
    "2001:0:7f00:1::1",  # Teredo by way of 127.0.0.1
    "2001:db8::1",
    "2001:10::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",  # a cloud's metadata
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "100::1",
    "4000::1",
    "5f00::1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_links_may_lead_to_public_addresses(address: str) -> None:
    assert not_public(address) == ""


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_links_may_not_lead_inside(address: str) -> None:
    assert not_public(address) != ""


@given(st.ip_addresses(v=4))
def test_an_address_in_another_coat_is_the_same_address(address: IPv4Address) -> None:
    plain = not_public(str(address))
    number = int(address)
    assert not_public(f"::ffff:{address}") == plain
    assert not_public(f"64:ff9b::{address}") == plain
    assert not_public(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::9") == plain


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_passes(address: object) -> None:
    if not_public(str(address)) == "":
        assert not address.is_private  # type: ignore[attr-defined]
        assert not address.is_multicast  # type: ignore[attr-defined]


@given(st.ip_addresses(v=4, network=IPv4Network("10.0.0.0/8")))
def test_the_whole_private_network_is_private(address: IPv4Address) -> None:
    assert not_public(str(address)) == "a private address"


@given(st.text(max_size=30))
def test_whatever_is_no_address_is_not_public(text: str) -> None:
    if not any(character.isdigit() for character in text) and ":" not in text:
        assert not_public(text) != ""
