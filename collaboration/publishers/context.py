"""What every template knows of the site it is part of."""

from collections import defaultdict
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone

from .models import MenuItem, Publisher


def site(request: HttpRequest) -> dict:
    """The publisher, its menus (fetched when first used) and the force areas in their order."""
    publisher = getattr(request, "publisher", None)
    if publisher is None:
        return {"publisher": None}
    return {
        "publisher": publisher,
        "publishers": request.publishers,
        "programme": next(one for one in request.publishers if one.is_programme),
        "forces": forces_of(request.publishers),
        "menus": Menus(publisher),
        "notice": publisher.notice_at(timezone.now()),
        "preferences": request.preferences,
    }


def forces_of(publishers: list[Publisher]) -> list:
    """The force areas of these publishers, each once, in their order."""
    return sorted({one.force for one in publishers if one.force}, key=lambda force: (force.order, force.name))


class Menus:
    """The menus of one site: `menus.header`, `menus.footer` and so on, from one query.

    Each is a list of first-level entries; an entry's `below` lists those under it.
    """

    def __init__(self, publisher: Publisher):
        self.publisher = publisher
        self.places = None

    def __getattr__(self, place: str) -> list[MenuItem]:
        if place not in MenuItem.Place.values:
            raise AttributeError(place)
        if self.places is None:
            self.places = {
                place: two_levels(list(entries))
                for place, entries in groupby(self.publisher.menu_items.all(), key=lambda entry: entry.place)
            }
        return self.places.get(place, [])


def two_levels(entries: list[MenuItem]) -> list[MenuItem]:
    """The entries of the first level, each with a list `below`."""
    below = defaultdict(list)
    for entry in entries:
        below[entry.parent_label].append(entry)
    for entry in below[""]:
        entry.below = below[entry.label]
    return below[""]
