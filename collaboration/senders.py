"""Who sends: the address a request came from, and the key we count it by.

The address itself is never stored.
"""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WITH_PORT = re.compile(r"^\[(?P<six>[^\]]*)\](:\d+)?$|^(?P<four>[\d.]+):\d+$")


def client_address(request: HttpRequest, proxies: int | None = None) -> str:
    """The visitor's address, as the outermost proxy of ours saw it.

    With no proxy in front it is the other end of the connection. With `settings.TRUSTED_PROXIES` = n
    it is the n-th address from the right of X-Forwarded-For: each proxy of ours has added one, and
    what stands further left is whatever the visitor chose to write. A header too short to have come
    through all of them is not believed.
    """
    proxies = settings.TRUSTED_PROXIES if proxies is None else proxies
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")


def household(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the network of 64 bits that one line has under IPv6."""
    if with_port := WITH_PORT.match(address):
        address = with_port["six"] or with_port["four"]
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def sender_key(address: str) -> str:
    """The address as 64 letters and digits that count it and, without our secret, do not tell it."""
    return salted_hmac("collaboration.contact.senders", household(address), algorithm="sha256").hexdigest()
