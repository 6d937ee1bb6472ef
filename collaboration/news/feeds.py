"""The newsroom as feeds: releases as they come out, and what was corrected in them since.

A correction is an entry of its own, so that whoever passed a release on hears of it; the entry of the
release says by its date of update that there is one. A feed is narrowed like the list, by its address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.agreements.models import Document
from collaboration.editorial.changes import Change, newest_told, told_changes
from collaboration.editorial.meanwhile import meanwhile
from collaboration.editorial.revisions import Revision
from collaboration.feeds.answering import answer
from collaboration.feeds.items import NEWEST, Channel, tag
from collaboration.feeds.writing import ATOM, JSON, RSS
from collaboration.pictures.models import Picture
from collaboration.publishers.models import Publisher

from .beside import links, place
from .feed_items import Entry, items_of, last_changed
from .listing import Listing
from .models import PressRelease
from .narrowing import TABLES, ReleaseFilter

ATTACHED = {"pictures": Picture, "documents": Document}
HAS = {f"has_{name}": Exists(links(PressRelease, name)) for name in ATTACHED}
VIEWS = {ATOM: "news:feed", RSS: "news:feed-rss", JSON: "news:feed-json"}


@dataclass(frozen=True)
class Newsroom:
    """Whose feed, narrowed by what, at which moment."""

    publisher: Publisher
    narrowing: ReleaseFilter
    at: datetime

    @property
    def title(self) -> str:
        words = f" ({self.narrowing.words})" if self.narrowing.words else ""
        return _("%(name)s: news and press releases") % {"name": self.publisher.name} + words

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.publisher, self.at, self.narrowing)

    @property
    def found(self) -> QuerySet[PressRelease]:
        """The releases that the public may see at that moment, to be looked at one by one."""
        return self.narrowing.apply(PressRelease.objects.in_newsroom(self.publisher, self.at), one_by_one=True)

    def entries(self) -> list[Entry]:
        """The newest releases and the newest changes to any, newest first; a query for each, and at most three for what belongs to them."""
        releases = list(self.listing.newest(NEWEST).select_related("publisher").annotate(last_taken_back=Subquery(self.taken_back()), **HAS).prefetch_related("topics"))
        releases.sort(key=place, reverse=True)
        read_attached(releases, self.at)
        versions = self.newest_told()
        # What was told of before the oldest of so many releases came out is not among the newest.
        since = releases[-1].publish_at if len(releases) == NEWEST else None
        wanted = {number: release for number, release, at in versions if since is None or at >= since}
        # By the releases' numbers too: SQLite would look through all of a newsroom for those that have such a version.
        changed = self.found.filter(pk__in=set(wanted.values()))
        told = list(told_changes(changed, self.at, list(wanted)).select_related("publisher")) if wanted else []
        last_told = {release: at for _number, release, at in reversed(versions)}
        entries = [Entry(one, one.publish_at, last_told.get(one.pk, one.publish_at)) for one in releases]
        entries += [Entry(one, one.told_at, one.told_at, Change(one.told_number, one.told_kind, one.told_note, one.told_at)) for one in told]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)[:NEWEST]

    def newest_told(self) -> list[tuple[int, int, datetime]]:
        """The newest versions that tell of a change: the number of each and of its release, and when it came out."""
        found = newest_told(self.found, self.at).values_list("pk", "object_id", "published_at")
        return meanwhile((*TABLES, Revision), ("told", self.publisher.pk, self.listing.chosen), self.at, lambda: list(found[:NEWEST]))

    def taken_back(self) -> QuerySet:
        """When the last release of this newsroom was withdrawn."""
        ours = PressRelease.objects.all() if self.publisher.is_programme else PressRelease.objects.of(self.publisher)
        return ours.filter(withdrawn_at__lte=self.at).order_by("-withdrawn_at").values("withdrawn_at")[:1]


def read_attached(releases: list[PressRelease], at: datetime) -> None:
    """Gives each its pictures and documents that have come out, the withdrawn ones too, since a withdrawal is a change; no query for what none has."""
    for name, model in ATTACHED.items():
        wanted = Prefetch(name, model.objects.filter(publish_at__lte=at).select_related("publisher"), to_attr=f"{name}_out")
        prefetch_related_objects([one for one in releases if getattr(one, f"has_{name}")], wanted)
        for release in releases:
            vars(release).setdefault(f"{name}_out", [])


def channel(newsroom: Newsroom, publishers: list[Publisher], whole: Callable[[str], str]) -> Channel:
    """The feed of a newsroom; `whole` makes an address of ours a whole one."""
    publisher, narrowing = newsroom.publisher, newsroom.narrowing
    entries = newsroom.entries()
    return Channel(
        id=tag("newsroom", publisher.slug) + narrowing.query,
        title=newsroom.title,
        about=_("Press releases, newest first, and what was corrected in them."),
        home=whole(publisher.reverse("news:releases")) + narrowing.query,
        author=publisher.name,
        addresses={form: whole(publisher.reverse(view)) + narrowing.query for form, view in VIEWS.items()},
        items=items_of(entries, newsroom.at, publishers, whole),
        # What falls out of a narrowed list leaves no date behind.
        changed=None if narrowing.query else last_changed(entries, newsroom.at),
        theme=publisher.theme,
    )


def answered(request: HttpRequest, form: str) -> HttpResponse:
    """The feed that the address asks for. One that cannot be narrowed so is not found: it would bring a subscriber everything."""
    at = timezone.now()
    narrowing = ReleaseFilter(request.GET, publisher=request.publisher, at=at)
    if not narrowing.is_valid():
        raise Http404("there is no such feed")
    newsroom = Newsroom(request.publisher, narrowing, at)
    return answer(request, channel(newsroom, request.publishers, request.build_absolute_uri), form)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """As Atom."""
    return answered(request, ATOM)


@require_safe
def feed_rss(request: HttpRequest) -> HttpResponse:
    """As RSS."""
    return answered(request, RSS)


@require_safe
def feed_json(request: HttpRequest) -> HttpResponse:
    """As JSON Feed."""
    return answered(request, JSON)
