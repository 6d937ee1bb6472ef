"""The real page by the real template, as a revision would make it.

The revision is put in inside a transaction, the page's own view answers, and the transaction is undone:
nothing of it is ever to be seen from outside, and the preview cannot differ from what will be public.
"""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, resolve, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.publishers.models import Publisher
from empcp_site.headers import content_security_policy

from .drafting import store
from .models import Publishable
from .revisions import Revision
from .withdrawn import Withdrawn

# The frame with the two widths is ours; nobody else may frame a preview.
FRAMED = content_security_policy(form_action="'none'", frame_ancestors="'self'")


def previewed(revision: Revision, request: HttpRequest, is_framed: bool = False, reader: str = "") -> HttpResponse:
    """The answer a reader would get at the thing's address if this revision were public now; `reader` names whom it was shared with.

    409 with a sentence where it cannot be, because another thing has taken its address since.
    """
    try:
        with transaction.atomic():
            thing = put_in_for_now(revision)
            response = answer_of(thing, request, reader)
            if hasattr(response, "render"):
                response.render()
            transaction.set_rollback(True)
    except IntegrityError:
        taken = _("This version cannot be shown. Something in it that only one may have, such as its address, belongs to another now: change it in the draft.")
        response = HttpResponse(taken, content_type="text/plain; charset=utf-8", status=409)
    return never_kept(response, is_framed)


def put_in_for_now(revision: Revision) -> Publishable:
    """The row as the revision would make it, public, until the transaction is undone; faults of a draft are shown, not refused."""
    thing = revision.as_object()
    if not thing.is_live():
        thing.publish_at = timezone.now()
        thing.withdrawn_at, thing.withdrawal_reason = None, ""
    store(thing, revision.fields)
    return thing


def answer_of(thing: Publishable, request: HttpRequest, reader: str) -> HttpResponse:
    """What the view at the thing's address answers, on the thing's own site."""
    publishers = list(Publisher.objects.select_related("force"))
    publisher = next(one for one in publishers if one.pk == thing.publisher_id)
    path = "/" + thing.get_absolute_url().removeprefix(publisher.root).partition("#")[0]
    outside = get_script_prefix()
    set_script_prefix(publisher.mount)
    try:
        found = resolve(path)
        asking = as_reader(request, path, publisher, publishers)
        asking.resolver_match, asking.preview_reader = found, reader
        return found.func(asking, *found.args, **found.kwargs)
    except Withdrawn as error:
        return HttpResponse(error.reason, content_type="text/plain; charset=utf-8", status=410)
    finally:
        set_script_prefix(outside)


def as_reader(request: HttpRequest, path: str, publisher: Publisher, publishers: list[Publisher]) -> HttpRequest:
    """A request for a page as any reader would make it: no session, no user, no cookie."""
    reader = HttpRequest()
    reader.method = "GET"
    reader.META = {name: request.META[name] for name in ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme") if name in request.META}
    reader.META["REQUEST_METHOD"] = "GET"
    reader.path_info, reader.path = path, publisher.mount.rstrip("/") + path
    reader.publisher, reader.publishers = publisher, publishers
    reader.preferences = request.preferences
    reader.is_preview = True
    return reader


def never_kept(response: HttpResponse, is_framed: bool = False) -> HttpResponse:
    """The same answer, for no cache and no search engine."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    if is_framed:
        response.headers["Content-Security-Policy"] = FRAMED
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
