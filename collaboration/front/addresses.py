"""Every public address of a site, for its sitemaps and for the tests that visit them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.editorial.meanwhile import as_moment, at_once, count_of, meanwhile
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
    at: datetime

    @property
    def standing(self) -> tuple[int, datetime | None]:
        """How many there are, and when the last of them came out or was changed."""
        return meanwhile((self.found.model,), ("sitemaps", self.name, self.publisher.pk), self.at, self.look)

    def look(self) -> tuple[int, datetime | None]:
        """The same, in one query along the indexes: what was scheduled came out after its last change."""
        dates = [self.found.order_by(f"-{field}").values(field)[:1] for field in ("publish_at", "changed_at")]
        count, *latest = at_once([one.query.sql_with_params() for one in (count_of(self.found), *dates)])
        return count, max((as_moment(one) for one in latest if one), default=None)

    def page(self, number: int) -> Iterator[tuple[str, datetime]]:
        """Address and date of last change of those on one page, the first to be made at its head."""
        start = (number - 1) * LARGEST
        address = "path" if self.found.model is Page else "slug"
        for one in self.found.only(address, "publisher", "publish_at", "changed_at").order_by("pk")[start : start + LARGEST]:
            one.publisher = self.publisher
            yield one.get_absolute_url(), max(one.publish_at, one.changed_at)


def fixed(publisher: Publisher) -> list[str]:
    """The addresses that a site has whatever its records are."""
    names = [*EVERYWHERE, *(PROGRAMME_ONLY if publisher.is_programme else ()), *(() if publisher.kind == Publisher.Kind.FORCE else ("duties:duties",))]
    return [publisher.reverse(name) for name in names]


def sections_of(publisher: Publisher, at: datetime) -> dict[str, Section]:
    """What a site has live at a moment, by the name of its kind; shared records at their one true address only."""
    kinds = {"pages": Page, "news": PressRelease} | ({"units": Unit, "agreements": Agreement} if publisher.is_programme else {})
    found = {name: model.objects.of(publisher).live(at) for name, model in kinds.items()}
    found["pages"] = found["pages"].exclude(path="")
    return {name: Section(name, publisher, things, at) for name, things in found.items()}


def addresses_of(publisher: Publisher) -> Iterator[tuple[str, datetime | None]]:
    """Address and date of last change of everything live."""
    yield from ((address, None) for address in fixed(publisher))
    for section in sections_of(publisher, timezone.now()).values():
        for number in range(1, section.standing[0] // LARGEST + 2):
            yield from section.page(number)
