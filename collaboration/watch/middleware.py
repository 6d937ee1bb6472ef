"""Answers whoever watches before anything asks the database, and counts what is answered where figures are wanted."""

import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from . import views

DOORS = {"/health/live": views.live, "/health/ready": views.ready, "/metrics": views.metrics}
# In seconds: what a visitor is told who has sent too much to the door for signing in, where a quarter of an hour is the rule.
QUARTER = "900"


def watched(get_response):
    """Middleware that opens the doors above, under any host name: a balancer or a container asks by a number."""
    if settings.METRICS:
        from .figures import count

        get_response = counted(get_response, count)

    def middleware(request: HttpRequest) -> HttpResponse:
        door = DOORS.get(request.path_info)
        if door and request.method in ("GET", "HEAD"):
            try:
                return door(request)
            except Http404:
                # As any address that is not there.
                pass
        response = get_response(request)
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", QUARTER)
        return response

    return middleware


def counted(get_response, count):
    """The same, with what was answered and how long it took given to `count`."""

    def counting(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        count(match.view_name if match and match.view_name else "none", response.status_code, time.perf_counter() - began)
        return response

    return counting
