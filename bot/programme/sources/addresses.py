"""Addresses of programmes: which are allowed, where a redirect may lead, and what may be shown of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from bot.core.errors import ConfigurationError

SCHEMES = ("http", "https")
CALENDAR_SCHEMES = ("webcal", "webcals")
"""Schemes of calendar addresses meant for subscribing; they are fetched over https."""
_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in disguise
_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_address(url: str) -> httpx.URL:
    """Return the checked address; webcal:// becomes https://.

    Raises:
        ConfigurationError: it is no http(s) or webcal address with a host.
    """
    try:
        address = httpx.URL(url)
        if address.scheme in CALENDAR_SCHEMES:
            address = address.copy_with(scheme="https")
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.") from error
    if address.scheme not in SCHEMES or not address.host:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.")
    return address


def public_name(url: httpx.URL) -> str:
    """Return the address without user and query, which may hold secrets; a hash still tells two queries apart."""
    plain = str(url.copy_with(username=None, password=None, query=None, fragment=None))
    return f"{plain}?{hashlib.sha256(url.query).hexdigest()[:8]}" if url.query else plain


def refusal_of(target: httpx.URL, origin: httpx.URL, start: httpx.URL, hosts: Iterable[str]) -> str:
    """Return why a redirect to ``target`` is not followed (German); "" if it may be.

    Args:
        target: where the redirect leads.
        origin: the address that answered with it.
        start: the address that the operator has set.
        hosts: other hosts that the operator allows.
    """
    place = f"leitet auf {target.scheme}://{target.host} um"
    if target.scheme not in SCHEMES or (origin.scheme == "https" and target.scheme != "https"):
        return f"{place}, das ist nicht erlaubt"
    if target.host != start.host and target.host.lower() not in hosts:
        return f"{place}, das ist nicht erlaubt"
    # Another port is another service, often one that must not be reached from outside.
    is_usual = _port(target) == _DEFAULT_PORTS[target.scheme]
    if not is_usual and (target.host, _port(target)) != (start.host, _port(start)):
        return f"{place}, Port {_port(target)}, das ist nicht erlaubt"
    return ""


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet; an unreadable one does not."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    # An internal IPv4 address may hide in an IPv6 one.
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in _TRANSLATED:
        return False
    return (inner or found).is_global and not (inner or found).is_multicast


def _port(url: httpx.URL) -> int:
    return url.port or _DEFAULT_PORTS.get(url.scheme, 0)
