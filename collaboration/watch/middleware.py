"""Answers whoever watches before anything asks the database, and counts what is answered where figures are wanted."""

import time
from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from . import views

DOORS = {"/health/live": views.live, "/health/ready": views.ready, "/metrics": views.metrics}
# In seconds: what a visitor is told who has sent too much to the door for signing in, where a quarter of an hour is the rule.
QUARTER = "900"


def watched(get_response):
    """Middleware that opens the doors above, under any host name: a balancer or a container asks by a number."""

    def middleware(request: HttpRequest) -> HttpResponse:
        door = DOORS.get(request.path_info)
        if door and request.method in ("GET", "HEAD"):
            # Without the token there are no figures: as at any address that is not there.
            with suppress(Http404):
                return door(request)
        response = get_response(request)
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", QUARTER)
        return response

    return counted(middleware) if settings.METRICS else middleware


def counted(get_response):
    """The same, with what was answered and how long it took counted."""
    from .figures import count

    def counting(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        count(match.view_name if match and match.view_name else "none", response.status_code, time.perf_counter() - began)
        return response

    return counting
