"""Which network addresses a public site may be fetched from.

A city's page must not be able to send us into the network we run in (server-side request
forgery), however the address is spelled, embedded or resolved.
"""

from __future__ import annotations

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in the last 32 bits."""
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
"""RFC 8215: NAT64 inside one network, never global."""


def literal_address(host: str) -> str | None:
    """The address a host *is*, in any spelling sockets accept (decimal, octal, hex, short).

    Null when the host is a name.
    """
    bare = host.strip("[]").split("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not bare or not bare[0].isdigit():
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except OSError:
        return None


def embedded_addresses(address: Address) -> list[Address]:
    """The address itself and every IPv4 address that is packed into it."""
    found: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        found += [a for a in (address.ipv4_mapped, address.sixtofour) if a]
        found += list(address.teredo or ())
        if address in NAT64:
            found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def is_public(text: str) -> bool:
    """Whether an address is one that anybody on the internet may be asked for pages.

    Loopback, private, link-local, shared, multicast, reserved and unspecified ones are not.
    """
    address = ipaddress.ip_address(text.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address in NAT64_LOCAL:
        return False
    mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    checked = embedded_addresses(address)
    # Python calls ::ffff:8.8.8.8 not global although the address in it is.
    return all(a.is_global and not a.is_multicast for a in (checked[1:] if mapped else checked))
