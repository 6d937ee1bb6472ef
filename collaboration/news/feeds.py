"""The newsroom as an Atom feed (RFC 4287): releases as they come out, and what was corrected in them since.

A correction is an entry of its own, so that whoever passed a release on hears of it; the entry of the
release says by its date of update that there is one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collaboration.editorial.changes import Change, told_changes
from collaboration.publishers.models import Publisher

from .models import PressRelease
from .views import releases_of

NEWEST = 40


@dataclass(frozen=True)
class Entry:
    """A release, or a change to one."""

    release: PressRelease
    at: datetime
    updated: datetime
    change: Change | None = None


def entries_of(publisher: Publisher, at: datetime) -> list[Entry]:
    """The newest releases of a newsroom and the newest changes to any, in two queries, newest first."""
    releases = releases_of(publisher, at).defer("body", "notes_to_editors", "record_note")
    told = list(told_changes(releases, at)[:NEWEST])
    last_told = {one.pk: one.told_at for one in reversed(told)}
    entries = [Entry(one, one.publish_at, last_told.get(one.pk, one.publish_at)) for one in releases[:NEWEST]]
    entries += [Entry(one, one.told_at, one.told_at, Change(one.told_number, one.told_kind, one.told_note, one.told_at)) for one in told]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:NEWEST]


class Releases(Feed):
    """The newest releases of one site, and the changes to them."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Publisher:
        return request.publisher

    def title(self, publisher: Publisher):
        return format_lazy("{}: {}", publisher.name, _("news and press releases"))

    def subtitle(self, publisher: Publisher):
        return _("Press releases, newest first, and what was corrected in them.")

    def link(self, publisher: Publisher) -> str:
        return publisher.reverse("news:releases")

    def feed_url(self, publisher: Publisher) -> str:
        return publisher.reverse("news:feed")

    def items(self, publisher: Publisher) -> list[Entry]:
        return entries_of(publisher, timezone.now())

    def item_title(self, entry: Entry):
        return f"{entry.change.name}: {entry.release.headline}" if entry.change else entry.release.headline

    def item_description(self, entry: Entry) -> str:
        # A feed reader takes this for HTML.
        return escape(entry.change.note if entry.change else entry.release.summary)

    def author_name(self, publisher: Publisher) -> str:
        """A body, never a person: RFC 4287 wants an author."""
        return publisher.name

    def item_author_name(self, entry: Entry) -> str:
        return entry.release.publisher.name

    def item_link(self, entry: Entry) -> str:
        """Its address, which is its lasting name too; of a change, its place in the band on the release's page."""
        address = entry.release.get_absolute_url()
        return f"{address}#{entry.change.anchor}" if entry.change else address

    def item_pubdate(self, entry: Entry) -> datetime:
        return entry.at

    def item_updateddate(self, entry: Entry) -> datetime:
        return entry.updated


feed = require_safe(Releases())
