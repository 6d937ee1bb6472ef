"""Opens the interface to programs on other sites, and keeps every answer below `/api/v1/` in JSON.

It stands outside the limits, so that what they refuse is JSON here too, with the same headers.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .answers import PROBLEM, problem

ROOT = "/api/v1/"
METHODS = "GET, HEAD, OPTIONS"
# Nobody is signed in here and nothing is a secret, so any site may read it (Fetch, “CORS protocol”).
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFORE = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "Accept, If-None-Match", "Access-Control-Max-Age": "86400", "Allow": METHODS}
# What stays of an error's headers when it becomes JSON.
KEPT = {"Cache-Control", "Retry-After"}
SENTENCES = {
    404: gettext_lazy("There is nothing at this address."),
    500: gettext_lazy("Something went wrong here. It is not your fault; try again later."),
    503: gettext_lazy("Something that this site stands on does not answer. Try again in a few minutes."),
}


def open_to_programs(get_response):
    """Middleware for the interface; everything else passes by."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return get_response(request)
        response = answered(request, get_response)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return middleware


def answered(request: HttpRequest, get_response) -> HttpResponse:
    """What a request to the interface is told, always in JSON if it is an error."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=ASKED_BEFORE)
    if request.method not in ("GET", "HEAD"):
        refused = problem(405, _("This interface is only for reading: it answers GET, HEAD and OPTIONS."), request.path)
        refused.headers["Allow"] = METHODS
        return refused
    response = get_response(request)
    if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM:
        return response
    sentence = SENTENCES.get(response.status_code, _("This request cannot be answered."))
    told = problem(response.status_code, sentence, request.path)
    for name in KEPT & set(response.headers):
        told.headers[name] = response.headers[name]
    return told
