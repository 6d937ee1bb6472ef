"""Puts in the changes and notices whose moment has come, and answers at the address of something withdrawn."""

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from collaboration.publishers.addresses import leading_to
from collaboration.publishers.middleware import asked_alongside

from .bundles import Bundle
from .notices import read_again
from .publishing import put_in_what_is_due
from .revisions import Revision
from .withdrawn import Withdrawn

asked_alongside["a_change_is_due"] = lambda: Exists(Revision.objects.due(timezone.now()))
asked_alongside["a_notice_is_due"] = lambda: Exists(Bundle.objects.notice_due(timezone.now()))


class DueMiddleware:
    """Puts in every approved change that is due before anything is read.

    A change to live text is to the second, like a first publication, and no job has to run for it. The
    question is one look at an index, and travels with the query for the publishers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(one.a_change_is_due or one.a_notice_is_due for one in request.publishers):
            put_in_what_is_due()
        if any(one.a_notice_is_due for one in request.publishers):
            read_again(request.publishers)
        return self.get_response(request)


class WithdrawnMiddleware:
    """Turns Withdrawn, wherever a view met it, into 410 Gone with the reason, or into the way to what replaces it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception):
        if not isinstance(error, Withdrawn):
            return None
        if error.replaced_by:
            response = redirect(leading_to(error.replaced_by, request.publishers))
        else:
            response = render(request, "410.html", {"reason": error.reason}, status=410)
        # Left to themselves, browsers keep a 410 for good, and whoever met it would never see the thing come back.
        response.headers["Cache-Control"] = "no-cache"
        return response
