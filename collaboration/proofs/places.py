"""Where links between our own pages lead, and whether a reader will find anything there at a given moment.

No view runs. The table of addresses says which page a path is; the records that pages are made of are read
with one query for each kind, by the same rules as the views use: `of(publisher)`, and the two dates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import IntegerField, Model, Value
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http.request import validate_host
from django.urls import Resolver404, resolve

from collaboration.agreements.models import Agreement, Document
from collaboration.editorial.proofs import Copy
from collaboration.news.models import PressRelease
from collaboration.pages.models import Page
from collaboration.pictures.models import Picture
from collaboration.publishers.middleware import ONE_DOOR
from collaboration.publishers.models import Publisher
from collaboration.redirects.models import Redirect, bare
from collaboration.units.models import Unit


class Kind(NamedTuple):
    """How the page at an address is looked up: its model, the field its address names, and the field of its name."""

    model: type[Model]
    by: str
    name: str


RECORDS = {
    "pages:page": Kind(Page, "path", "title"),
    "news:release": Kind(PressRelease, "slug", "headline"),
    "news:release-text": Kind(PressRelease, "slug", "headline"),
    "news:release-history": Kind(PressRelease, "slug", "headline"),
    "news:release-pdf": Kind(PressRelease, "slug", "headline"),
    "units:unit": Kind(Unit, "slug", "name"),
    "units:unit-history": Kind(Unit, "slug", "name"),
    "agreements:agreement": Kind(Agreement, "slug", "title"),
    "agreements:agreement-history": Kind(Agreement, "slug", "title"),
    "agreements:document": Kind(Document, "slug", "title"),
    "pictures:picture": Kind(Picture, "slug", "title"),
}
# Other addresses with a word or number in them: two have years, and months of them, the rest answer forms, single visitors or browsers.
ARCHIVES = {"news:year", "news:month"}
NOT_FOR_LINKS = {"contact:sent", "front:unseen", "front:gallery", "front:sitemap-part", "shared-preview", "text-size", "pictures:rendition", "passes:entrance", "passes:opened", "passes:text", "passes:picture", "passes:document", "alerts:confirm", "alerts:mine", "alerts:leave"} | {f"api:{one}" for one in ("force", "publisher", "unit", "agreement", "release", "elsewhere")}
# What forces share: found if each of them is one of the region.
OF_FORCES = {"agreements:shares-of", "agreements:between"}
# A page's own history stands behind it, unless another page does.
HISTORY = "history/"

FOUND, NOTHING, NOT_YET, WITHDRAWN, MOVED = "found", "nothing", "not yet", "withdrawn", "moved"
GRAVITY = (FOUND, WITHDRAWN, NOT_YET, NOTHING)


@dataclass(frozen=True)
class Place:
    """What stands at an address of a site; `key` names the record, if one is needed."""

    site: int
    view: str
    key: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a reader will find behind a link; what it is called and from when, where the writer may know that."""

    standing: str
    view: str = ""
    name: str = ""
    publish_at: datetime | None = None


def sites(copy: Copy) -> dict[str, Publisher]:
    """Every publisher with its force area, by slug."""
    return {one.slug: one for one in Publisher.objects.select_related("force")}


class Places:
    """Answers for all links of one copy together."""

    def __init__(self, copy: Copy, links: Iterable[str]):
        self.copy = copy
        self.publishers = copy.once(sites)
        self.hosts = {one.host for one in self.publishers.values() if one.host}
        self.places = {link: [self.place(site, path) for site, path in self.meant(link)] for link in links if self.is_ours(link)}
        self.records = self.read()

    def is_ours(self, link: str) -> bool:
        """Whether a link leads to one of our own pages."""
        return link.startswith("site:") or bool(link and self.has_our_host(link))

    def has_our_host(self, link: str) -> bool:
        """Whether it is a path, or a whole address with a host name of ours."""
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https", ""):
            return False
        if not parts.netloc:
            return not parts.scheme and not link.startswith("#")
        return parts.netloc in self.hosts or validate_host((parts.hostname or "").lower(), settings.ALLOWED_HOSTS)

    def meant(self, link: str) -> list[tuple[Publisher | None, str]]:
        """The sites and the path on them that a link means; a link without a site means each that shows the text."""
        if not link.startswith("site:"):
            return [self.of_address(link)]
        slug, _stroke, path = link.removeprefix("site:").partition("/")
        if slug:
            return [(self.publishers.get(slug), path)]
        return [(site, path) for site in self.shown_on()]

    def of_address(self, link: str) -> tuple[Publisher | None, str]:
        """The site and path of a whole address, or of a path without a host."""
        parts = urlsplit(link)
        by_host = next((one for one in self.publishers.values() if one.host and one.host == parts.netloc), None)
        if by_host or not parts.netloc:
            return by_host or self.copy.thing.publisher, parts.path.removeprefix("/")
        first, _stroke, rest = parts.path.removeprefix("/").partition("/")
        mounted = self.publishers.get(first)
        if mounted and not mounted.is_programme:
            return mounted, rest
        return next((one for one in self.publishers.values() if one.is_programme), None), parts.path.removeprefix("/")

    def shown_on(self) -> list[Publisher]:
        """The sites that show this copy: its own, or for a shared record each that it concerns."""
        thing, every = self.copy.thing, list(self.publishers.values())
        if not thing.is_shared:
            return [one for one in every if one.pk == thing.publisher_id]
        forces_field = getattr(type(thing).objects.all(), "forces_field", None)
        if forces_field is None or "national" in (getattr(thing, "kind", ""), getattr(thing, "scope", "")):
            return every
        forces = {force.pk for force in self.copy.chosen(forces_field)}
        return [one for one in every if one.is_programme or one.force_id in forces or getattr(thing, "parties_not_stated", False)]

    def place(self, site: Publisher | None, path: str) -> Place | None:
        """What the table of addresses says of a path on a site; None if no page can stand there."""
        path = unquote(path.partition("#")[0].partition("?")[0])
        if site is None or "\0" in path or (path.partition("/")[0] in (*ONE_DOOR, "admin")):
            return None
        try:
            match = resolve(f"/{path}")
        except Resolver404:
            return None if path.endswith("/") or not path else self.place(site, f"{path}/")
        if match.view_name in NOT_FOR_LINKS or (getattr(match.func, "is_programme_only", False) and not site.is_programme):
            return None
        key = "/".join(map(str, match.kwargs.values())) if match.view_name in ARCHIVES else next(iter(match.kwargs.values()), "")
        return Place(site.pk, match.view_name, f"{key}/" if match.view_name == "pages:page" else str(key))

    def read(self) -> dict[Place, tuple]:
        """The records behind these places, one query for each kind: name, dates and publisher."""
        wanted = defaultdict(lambda: defaultdict(set))
        for place in {place for places in self.places.values() for place in places if place and place.view in RECORDS}:
            wanted[place.view][place.site] |= {place.key, place.key.removesuffix(HISTORY)}
        return {place: row for view, keys_of_site in wanted.items() for place, row in self.records_of(view, keys_of_site)}

    def records_of(self, view: str, keys_of_site: dict[int, set[str]]):
        """The records of one kind, each with the site that it is found on."""
        kind = RECORDS[view]
        sites = {one.pk: one for one in self.publishers.values()}
        found = [
            kind.model.objects.of(sites[site]).filter(**{f"{kind.by}__in": keys}).order_by()
            .annotate(on_site=Value(site, IntegerField()))
            .values_list("on_site", kind.by, kind.name, "publish_at", "withdrawn_at", "publisher_id")
            for site, keys in keys_of_site.items()
        ]  # fmt: skip
        rows = reduce(lambda one, other: one.union(other), found)
        return [(Place(site, view, key), row) for site, key, *row in rows]

    def verdict(self, link: str) -> Verdict:
        """What a reader finds behind a link; for a text shown on several sites, the worst of what they find."""
        found = [self.standing(place) for place in self.places[link]]
        worst = max(found, key=lambda one: GRAVITY.index(one.standing), default=Verdict(NOTHING))
        return Verdict(MOVED) if worst.standing == NOTHING and self.has_moved(link) else worst

    def standing(self, place: Place | None) -> Verdict:
        """What a reader finds at one place when the copy is public."""
        if place is None:
            return Verdict(NOTHING)
        if place.view in ARCHIVES and place.key not in self.archives[place.site]:
            return Verdict(NOTHING, place.view)
        if place.view in OF_FORCES and not set(place.key.split("/")) <= {one.force.slug for one in self.publishers.values() if one.force}:
            return Verdict(NOTHING, place.view)
        if place.view not in RECORDS or self.is_itself(place):
            return Verdict(FOUND, place.view)
        if place not in self.records:
            place = replace(place, key=place.key.removesuffix(HISTORY))
        if place not in self.records:
            return Verdict(NOTHING, place.view)
        name, publish_at, withdrawn_at, publisher = self.records[place]
        at = self.copy.at
        standing = NOT_YET if publish_at is None or publish_at > at else WITHDRAWN if withdrawn_at and withdrawn_at <= at else FOUND
        if standing == NOT_YET and publisher != self.copy.thing.publisher_id:
            # What another office prepares is not for this writer to learn of: it answers as if it were not there.
            return Verdict(NOTHING, place.view)
        return Verdict(standing, place.view, name, publish_at)

    @cached_property
    def archives(self) -> dict[int, set[str]]:
        """The years and months of which each site has an archive of releases; the programme's has everybody's."""
        found = defaultdict(set)
        programme = next((one.pk for one in self.publishers.values() if one.is_programme), None)
        releases = PressRelease.objects.live(self.copy.at).order_by().annotate(year=ExtractYear("publish_at"), month=ExtractMonth("publish_at"))
        for site, year, month in releases.values_list("publisher_id", "year", "month").distinct():
            for one in (site, programme):
                found[one] |= {str(year), f"{year}/{month}"}
        return found

    def has_moved(self, link: str) -> bool:
        """Whether a redirect stands at each place that a link means."""
        meant = self.meant(link)
        return bool(meant) and all(site and (site.pk, bare(path)) in self.redirects for site, path in meant)

    @cached_property
    def redirects(self) -> set[tuple[int, str]]:
        """Where redirects stand, of all the paths that links mean; asked for only when a link leads to nothing."""
        paths = {bare(path) for link in self.places for _site, path in self.meant(link)}
        return set(Redirect.objects.filter(path__in=paths).values_list("publisher_id", "path"))

    def is_itself(self, place: Place) -> bool:
        """Whether a place is the copy's own address."""
        kind, thing = RECORDS[place.view], self.copy.thing
        on_its_site = thing.is_shared or place.site == thing.publisher_id
        return isinstance(thing, kind.model) and getattr(thing, kind.by) == place.key and on_its_site

    def suggestion(self, link: str) -> str:
        """How a link to one of our own pages should be written."""
        site, path = self.of_address(link)
        if site is None or site.pk == self.copy.thing.publisher_id:
            return f"site:/{path}"
        return f"site:{site.slug}/{path}"
