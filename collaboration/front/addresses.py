"""Every public address of a site, for its sitemaps and for the tests that visit them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.news.models import PressRelease
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from collaboration.units.models import Unit

EVERYWHERE = (
    "front:home", "units:units", "units:national-bodies", "agreements:register", "agreements:matrix", "agreements:timeline", "agreements:shares", "agreements:columns", "news:releases", "alerts:alerts", "contact:contact",
    "contact:complaints", "search:results", "front:accessibility", "front:privacy",
)  # fmt: skip
PROGRAMME_ONLY = ("front:forces", "facts:facts", "facts:history", "facts:people", "api:guide")


# So many addresses stand in one file; the protocol allows 50,000, and a shorter file is made and read more quickly.
LARGEST = 10_000


@dataclass(frozen=True)
class Section:
    """The live things of one kind on one site, as sitemaps list them."""

    name: str
    publisher: Publisher
    found: QuerySet

    @property
    def standing(self) -> tuple[int, datetime | None]:
        """How many there are, and when the last of them came out or was changed; one query."""
        sums = self.found.order_by().aggregate(count=Count("pk"), latest=Max(LAST_CHANGE))
        return sums["count"], sums["latest"]

    def page(self, number: int) -> Iterator[tuple[str, datetime]]:
        """Address and date of last change of those on one page, the first to be made at its head."""
        start = (number - 1) * LARGEST
        for one in self.found.annotate(last_change=LAST_CHANGE).order_by("pk")[start : start + LARGEST]:
            one.publisher = self.publisher
            yield one.get_absolute_url(), one.last_change


# What was scheduled came out after its last change.
LAST_CHANGE = Greatest("publish_at", "changed_at")


def fixed(publisher: Publisher) -> list[str]:
    """The addresses that a site has whatever its records are."""
    names = [*EVERYWHERE, *(PROGRAMME_ONLY if publisher.is_programme else ()), *(() if publisher.kind == Publisher.Kind.FORCE else ("duties:duties",))]
    return [publisher.reverse(name) for name in names]


def sections_of(publisher: Publisher, at: datetime) -> dict[str, Section]:
    """What a site has live at a moment, by the name of its kind; shared records at their one true address only."""
    kinds = {"pages": Page, "news": PressRelease} | ({"units": Unit, "agreements": Agreement} if publisher.is_programme else {})
    found = {name: model.objects.of(publisher).live(at) for name, model in kinds.items()}
    found["pages"] = found["pages"].exclude(path="")
    return {name: Section(name, publisher, things) for name, things in found.items()}


def addresses_of(publisher: Publisher) -> Iterator[tuple[str, datetime | None]]:
    """Address and date of last change of everything live."""
    yield from ((address, None) for address in fixed(publisher))
    for section in sections_of(publisher, timezone.now()).values():
        for number in range(1, section.standing[0] // LARGEST + 2):
            yield from section.page(number)
