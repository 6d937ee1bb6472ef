"""Shareable previews: a signed link for one person without an account, to one version of one thing.

It lasts seven days at most, can be revoked, writes down each opening, is kept by no cache, and dies when
its version, or a later one, becomes public.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can
from collaboration.publishers.models import Publisher
from collaboration.publishers.scope import programme_only

from .drafting import Refused, ask
from .logbook import note
from .preview import never_kept, previewed
from .publishing import overtaken
from .revisions import PreviewLink, PreviewOpening, Revision

SALT = "collaboration.editorial.sharing"
MOST_DAYS = 7


def share(revision: Revision, by: User, reader: str, days: int = MOST_DAYS) -> PreviewLink:
    """A new link to this version for one reader; raises Refused where it may not be made."""
    thing = revision.model._base_manager.get(pk=revision.object_id)
    ask(by, "write", thing)
    if not reader.strip():
        raise Refused(_("Say whom the link is for: it is theirs alone."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("A link lasts from one day to seven."))
    if overtaken(revision):
        raise Refused(_("This version is public already: share its address."))
    now = timezone.now()
    link = PreviewLink.objects.create(revision=revision, reader=reader.strip()[:150], made_by=by, made_at=now, expires_at=now + timedelta(days=days))
    note(by, thing, _("Shared a preview of version %(number)s with %(reader)s.") % {"number": revision.number, "reader": link.reader})
    return link


def revoke(link: PreviewLink, by: User) -> None:
    """Close a link at once."""
    ask(by, "write", link.revision)
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by):
        thing = link.revision.model._base_manager.get(pk=link.revision.object_id)
        note(by, thing, _("Closed the preview link of %(reader)s.") % {"reader": link.reader})


def address_of_link(link: PreviewLink, programme: Publisher) -> str:
    """The whole address to hand to its reader, on the programme’s site."""
    return programme.reverse("shared-preview", token=signing.Signer(salt=SALT).sign_object(link.pk))


def link_of(token: str) -> PreviewLink | None:
    """The link that a token stands for, if it is ours."""
    try:
        number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return PreviewLink.objects.select_related("revision__content_type", "revision__publisher", "made_by").filter(pk=number).first()


def why_closed(link: PreviewLink) -> str:
    """Why a link no longer opens; empty while it does. A link whose maker may no longer write there is closed too."""
    if link.revoked_at:
        return _("The office has closed this link.")
    if min(link.expires_at, link.made_at + timedelta(days=MOST_DAYS)) <= timezone.now():
        return _("This link has expired.")
    if not can(link.made_by, "write", link.revision):
        return _("Whoever made this link no longer writes for the office.")
    return ""


@require_safe
@programme_only
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The version that was shared, for its reader; after publication the way to the public page."""
    link = link_of(token)
    if link is None:
        return never_kept(render(request, "404.html", {"nearest": [], "words": ""}, status=404))
    if overtaken(link.revision):
        thing = link.revision.model._base_manager.select_related("publisher").get(pk=link.revision.object_id)
        return never_kept(redirect(thing.get_absolute_url())) if thing.is_live() else closed(request, _("This link has expired."))
    if reason := why_closed(link):
        return closed(request, reason)
    PreviewOpening.objects.create(link=link)
    return previewed(link.revision, request, reader=link.reader)


def closed(request: HttpRequest, reason: str) -> HttpResponse:
    """410 for a link that opens no more, with the reason and nothing of what it showed."""
    return never_kept(render(request, "editorial/link_closed.html", {"reason": reason}, status=410))
