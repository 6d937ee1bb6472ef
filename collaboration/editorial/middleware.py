"""Puts in the changes and notices whose moment has come, and answers at the address of something withdrawn."""

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from collaboration.caching.editions import current
from collaboration.caching.holding import held, peek
from collaboration.caching.notes import apart, noting
from collaboration.prepared import prepared
from collaboration.publishers.addresses import leading_to

from .bundles import Bundle
from .notices import read_again
from .publishing import put_in_what_is_due
from .revisions import Revision
from .withdrawn import Withdrawn

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class DueMiddleware:
    """Puts in every approved change that is due before anything is read.

    A change to live text is to the second, like a first publication, and no job has to run for it. The next moment at
    which one is due is held in memory, so it costs no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        changes, notices = first_due()
        if min(changes, notices) <= at:
            put_in_what_is_due()
        if notices <= at:
            read_again(request.publishers)
        return self.get_response(request)


def first_due() -> tuple[datetime, datetime]:
    """When the next change and the next notice that wait are due, or should have been; the end of time for none."""
    editions, changed = current()
    # No page is made from drafts: it is not to be made anew whenever somebody saves one.
    with apart(), noting(None if changed else editions):
        return held("first due", (Revision, Bundle), look_for_first_due)


def first_due_under(editions: dict[str, int]) -> float | None:
    """The same for the page store, in seconds since 1970: the sooner of both, or None if nobody has looked under these editions."""
    kept = peek("first due", editions)
    return min(kept.value).timestamp() if kept else None


def first_due_now() -> float:
    """The same as a request in hand sees it, looked for where nobody has."""
    return min(first_due()).timestamp()


def look_for_first_due() -> tuple[datetime, datetime]:
    change, notice = (next(iter(moments(until=END_OF_TIME)), END_OF_TIME) for moments in (moments_of_changes, moments_of_notices))
    return change, notice


@prepared
def moments_of_changes(*, until: datetime) -> QuerySet:
    """When the first change that waits is due."""
    return Revision.objects.due(until).order_by("due_at").values_list("due_at", flat=True)[:1]


@prepared
def moments_of_notices(*, until: datetime) -> QuerySet:
    """The same of a notice."""
    return Bundle.objects.notice_due(until).order_by("moment").values_list("moment", flat=True)[:1]


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
