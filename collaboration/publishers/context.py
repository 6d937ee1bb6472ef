"""What every template knows of the site it is part of."""

from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from .models import MenuItem, Publisher
from .remembering import menu_of

# The page that the options bar leads to on every site.
ACCESSIBILITY = "/accessibility/"


def site(request: HttpRequest) -> dict:
    """The publisher, its menus and the force areas in their order."""
    publisher = getattr(request, "publisher", None)
    if publisher is None:
        return {"publisher": None}
    return {
        "publisher": publisher,
        "publishers": request.publishers,
        "programme": next(one for one in request.publishers if one.is_programme),
        "forces": forces_of(request.publishers),
        "menus": Menus(publisher, request.path_info),
        "notice": publisher.notice_at(timezone.now()),
        "preferences": request.preferences,
    }


def forces_of(publishers: list[Publisher]) -> list:
    """The force areas of these publishers, each once, in their order."""
    return sorted({one.force for one in publishers if one.force}, key=lambda force: (force.order, force.name))


class Menus:
    """The menus of one site as they stand on one of its pages: `menus.header`, `menus.footer` and so on.

    Each is a list of first-level entries; an entry's `below` lists those under it.
    """

    def __init__(self, publisher: Publisher, path: str):
        self.publisher, self.path = publisher, path

    def __getattr__(self, place: str) -> list[MenuItem]:
        if place not in MenuItem.Place.values:
            raise AttributeError(place)
        return menu_of(self.publisher).get(place, [])

    @cached_property
    def marks(self) -> tuple:
        """What the menus mark on this page, which is all that they differ by from page to page."""
        entries = [*self.header, *(one for entry in self.header for one in entry.below), *self.options]
        return self.path == ACCESSIBILITY, *((entry.pk, is_current(entry, self.path)) for entry in entries if is_current(entry, self.path) or is_above(entry, self.path))


def is_current(entry: MenuItem, path: str) -> bool:
    """Whether a menu entry is the page at this path of the site."""
    return bool(entry.path) and entry.path == path


def is_above(entry: MenuItem, path: str) -> bool:
    """Whether the page at this path stands below a menu entry."""
    return len(entry.path) > 1 and path.startswith(entry.path)
