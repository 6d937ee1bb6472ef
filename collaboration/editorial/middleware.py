"""Puts in the changes whose moment has come, and answers at the address of something withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from collaboration.publishers.addresses import leading_to

from .publishing import put_in_what_is_due
from .withdrawn import Withdrawn


class DueMiddleware:
    """Puts in every approved change that is due before anything is read.

    A change to live text is to the second, like a first publication, and no job has to run for it. The
    question costs one look at an index.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        put_in_what_is_due()
        return self.get_response(request)


class WithdrawnMiddleware:
    """Turns Withdrawn, wherever a view met it, into 410 Gone with the reason, or into the way to what replaces it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception):
        if isinstance(error, Withdrawn) and error.replaced_by:
            return redirect(leading_to(error.replaced_by, request.publishers))
        if isinstance(error, Withdrawn):
            return render(request, "410.html", {"reason": error.reason}, status=410)
        return None
