"""Which addresses of our sites a reader finds something at, so that a redirect there would never be followed."""

from collections.abc import Iterable

from django.urls import Resolver404, resolve

from collaboration.publishers.models import Publisher
from collaboration.redirects.models import Place
from collaboration.search.models import SearchRecord

AT_ONCE = 2000


def taken(places: Iterable[Place], sites: dict[int, Publisher]) -> set[Place]:
    """Those of the places at which something public stands."""
    asked = list(places)
    found = {place for place in asked if is_fixed(place, sites)}
    for start in range(0, len(asked), AT_ONCE):
        by_path: dict[str, list[Place]] = {}
        for place in asked[start : start + AT_ONCE]:
            by_path.setdefault(f"{place.path}/", []).append(place)
        for record in SearchRecord.objects.live().filter(path__in=by_path).select_related("content_type"):
            found |= {place for place in by_path[record.path] if is_shown(record, sites[place.publisher])}
    return found


def is_fixed(place: Place, sites: dict[int, Publisher]) -> bool:
    """Whether the table of addresses has a page there that needs no record."""
    try:
        match = resolve(f"/{place.path}/")
    except Resolver404:
        return False
    is_elsewhere = getattr(match.func, "is_programme_only", False) and not sites[place.publisher].is_programme
    return not match.kwargs and not is_elsewhere


def is_shown(record: SearchRecord, site: Publisher) -> bool:
    """Whether a site shows a record: its own, or a shared one that concerns it."""
    if record.publisher_id == site.pk:
        return True
    return record.is_shared and record.content_type.model_class().objects.of(site).filter(pk=record.object_id).exists()
