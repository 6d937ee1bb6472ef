"""How often one visitor may ask what costs work: the search, its suggestions, and anything that is sent to us.

Counted in the memory of each process: reading must not become writing, and no address is stored, only a number
that this process alone could have made of it, forgotten as soon as its time is over. So a site with several
processes lets through a few times as much; what must hold exactly (enquiries, signing in) is counted in the database.
"""

import math
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collaboration.senders import client_address, household

MINUTE = 60.0
# As many visitors as one process remembers; more at once than that is no matter of one visitor.
MOST = 20_000
# Suggestions are asked for while somebody types.
TIMES_AS_OFTEN = {"search:results": 1, "search:feed": 1, "search:feed-rss": 1, "search:feed-json": 1, "search:suggest": 3}
SENT_IN_A_MINUTE = 60


@dataclass
class Pace:
    """So many a minute for each visitor: all at once if they like, and then as their time comes back.

    For each stands the moment at which all of it would be used up again (GCRA, as ATM networks count cells).
    """

    used_until: dict[int, float] = field(default_factory=dict)
    swept_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, visitor: int, most: int, now: float) -> float:
        """Seconds until the visitor may come again; 0 for one who may come now, which is thereby counted."""
        with self.lock:
            self.sweep(now)
            until = max(self.used_until.get(visitor, 0.0), now) + MINUTE / most
            if until - now > MINUTE:
                return until - now - MINUTE
            self.used_until[visitor] = until
            return 0.0

    def sweep(self, now: float) -> None:
        """Forget whose time is over; everybody, where there are too many."""
        if now - self.swept_at > MINUTE or len(self.used_until) > MOST:
            self.swept_at = now
            self.used_until = {visitor: until for visitor, until in self.used_until.items() if until > now}
            if len(self.used_until) > MOST:
                self.used_until = {}


paces: dict[str, Pace] = {name: Pace() for name in ("search", "suggest", "sent")}


class PaceMiddleware:
    """Asks a visitor who is too quick to wait. It stands inside everything, so that the page that says so is the site's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        pace, most = asked_of(request)
        if not most:
            return None
        visitor = hash(("pace", household(client_address(request))))
        seconds = math.ceil(paces[pace].wait(visitor, most, time.monotonic()))
        return too_many(request, seconds) if seconds else None


def asked_of(request: HttpRequest) -> tuple[str, int]:
    """Which pace holds for a request, and how many a minute it allows; 0 for any number."""
    name = request.resolver_match.view_name
    if name in TIMES_AS_OFTEN:
        return "suggest" if name == "search:suggest" else "search", settings.SEARCHES_A_MINUTE * TIMES_AS_OFTEN[name]
    # The desk has counts of its own for whoever is not signed in yet.
    is_counted = request.method == "POST" and not request.path_info.startswith("/admin/") and settings.SEARCHES_A_MINUTE
    return "sent", SENT_IN_A_MINUTE if is_counted else 0


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that asks to wait, and for how long."""
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
