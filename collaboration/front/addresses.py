"""Every public address of a site, for its sitemap and for the tests that visit them all."""

from collections.abc import Iterator
from datetime import datetime

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


def addresses_of(publisher: Publisher) -> Iterator[tuple[str, datetime | None]]:
    """Address and date of last change of everything live; shared records at their one true address only."""
    for name in EVERYWHERE + (PROGRAMME_ONLY if publisher.is_programme else ()):
        yield publisher.reverse(name), None
    if not publisher.kind == Publisher.Kind.FORCE:
        yield publisher.reverse("duties:duties"), None
    for model in (Page, PressRelease, *((Unit, Agreement) if publisher.is_programme else ())):
        for one in model.objects.of(publisher).live().select_related("publisher"):
            if one.get_absolute_url() != publisher.root:
                yield one.get_absolute_url(), one.changed_at
