"""One polite visit to an address outside our sites, as a reader's browser would make it, and never to a machine of ours.

An address is looked up once and the connection goes to what was found, so a name that changes its
mind between the look and the call cannot lead inside (DNS rebinding). Redirects go by the same rule.
Robots' rules are not asked: one page that we link to is visited once a week, and no link on it is followed.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

MOST_REDIRECTS = 5
PATIENCE = 10  # seconds for each step of a connection
LONGEST = 20  # seconds for a whole answer, however slowly it drips
BETWEEN = 1.0  # seconds between two requests to one host
PORTS = {"http": 80, "https": 443}
# What wraps an IPv4 address that `is_global` does not look into.
WRAPPED = [ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
# These say that we are a program, not that the page is not there.
TELLS_NOTHING = {401, 403, 405, 406, 407, 429, 451, 999}


class NotOurs(Exception):
    """An address that this machine must not visit for anybody."""


@dataclass(frozen=True)
class Answer:
    """How an address answered: a status, or what was wrong."""

    status: int | None
    failure: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.failure)


class Pace:
    """Keeps the requests to one host a second apart, whichever address they are for."""

    def __init__(self):
        self.last: dict[str | None, float] = {}

    def wait_for(self, host: str | None) -> None:
        if host in self.last:
            time.sleep(max(0.0, self.last[host] + BETWEEN - time.monotonic()))
        self.last[host] = time.monotonic()


def visit(address: str, pace: Pace) -> Answer:
    """How the address answers, after at most five redirects. Raises nothing."""
    try:
        status = follow(iri_to_uri(address), pace)
    except NotOurs as refusal:
        return Answer(None, str(refusal))
    except ssl.SSLError:
        return Answer(None, "its certificate is not valid")
    except socket.gaierror:
        return Answer(None, "there is no such host")
    except TimeoutError:
        return Answer(None, "no answer in time")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"no answer ({type(error).__name__})"[:100])
    fails = status >= 400 and status not in TELLS_NOTHING
    return Answer(status, f"answered {status}" if fails else "")


def follow(address: str, pace: Pace) -> int:
    """The status at the end of the redirects. Raises NotOurs, and what a connection may raise."""
    for _hop in range(MOST_REDIRECTS + 1):
        status, onward = ask("HEAD", address, pace)
        if status >= 400:
            # Some servers refuse HEAD, or answer it wrongly.
            status, onward = ask("GET", address, pace)
        if not (300 <= status < 400 and onward):
            return status
        address = iri_to_uri(urljoin(address, onward))
    raise NotOurs(f"more than {MOST_REDIRECTS} redirects")


def ask(method: str, address: str, pace: Pace) -> tuple[int, str]:
    """The status of one request, and where it redirects to."""
    parts = urlsplit(address)
    found = found_at(parts)
    pace.wait_for(parts.hostname)
    connection = connection_to(parts, found)
    # A server that sends a byte now and then never meets a timeout of the socket.
    watch = threading.Timer(LONGEST, hang_up, [connection])
    watch.daemon = True
    watch.start()
    try:
        path = parts.path or "/"
        connection.request(method, f"{path}?{parts.query}" if parts.query else path, headers=who_asks())
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        connection.close()


def found_at(parts: SplitResult) -> str:
    """The IP address to connect to. Raises NotOurs unless every address of the host is a public one."""
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise NotOurs("not an address of the public web")
    port = parts.port or PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    numbers = sorted({one[4][0] for one in found}, key=lambda one: (":" in one, one))
    if f"{parts.hostname}:{port}" in settings.LINKS_MAY_VISIT:
        return numbers[0]
    if port not in PORTS.values() or not all(is_public(one) for one in numbers):
        raise NotOurs("not an address of the public web")
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is on the public internet."""
    found = ip_address(number.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    wrapped = found.version == 6 and any(found in one for one in WRAPPED)
    return found.is_global and not found.is_multicast and not wrapped


def connection_to(parts: SplitResult, number: str) -> http.client.HTTPConnection:
    """A connection that speaks to the host of the address and goes to that number, whatever its name now leads to."""
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    connection._create_connection = lambda address, *rest, **more: socket.create_connection((number, address[1]), *rest, **more)
    return connection


def hang_up(connection: http.client.HTTPConnection) -> None:
    with contextlib.suppress(OSError):  # it may have ended by itself
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def who_asks() -> dict[str, str]:
    """The headers that say who we are, and where to complain of us."""
    contact = f"{settings.ADDRESS}/contact/" if settings.ADDRESS else settings.DEFAULT_FROM_EMAIL
    return {"User-Agent": f"{settings.SITE_NAME} link check (+{contact})", "Accept": "*/*", "Connection": "close"}
