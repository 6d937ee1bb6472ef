"""The publishers and their menus in memory: every page needs them, and they hardly ever change."""

from copy import copy

from django.db.models import Model

from collaboration.caching.holding import held

from .models import Force, MenuItem, Publisher


def every_publisher() -> list[Publisher]:
    """All publishers in their order, each with its force area; as objects of the caller's own, which may read more into them."""
    forces: dict[int, Force] = {}
    found = []
    for one in held("publishers", (Publisher, Force), lambda: list(Publisher.objects.select_related("force"))):
        if one.force_id and one.force_id not in forces:
            forces[one.force_id] = twin(one.force, {})
        found.append(twin(one, {"force": forces.get(one.force_id)}))
    return found


def twin(one: Model, related: dict[str, Model | None]) -> Model:
    """A second object for a row as it was read, with these related ones and no other: so that none is ever older than the request."""
    other = object.__new__(type(one))
    vars(other).update(vars(one))
    other._state = copy(one._state)
    other._state.fields_cache = related
    return other


def menu_of(publisher: Publisher) -> dict[str, list[MenuItem]]:
    """The entries of a site's menus, by place: those of the first level, each with a list `below`. For reading only."""
    return held(("menu", publisher.pk), (MenuItem,), lambda: by_place(list(MenuItem.objects.filter(publisher=publisher))))


def by_place(entries: list[MenuItem]) -> dict[str, list[MenuItem]]:
    found: dict[str, list[MenuItem]] = {}
    below: dict[tuple[str, str], list[MenuItem]] = {}
    for entry in entries:
        if entry.parent_label:
            below.setdefault((entry.place, entry.parent_label), []).append(entry)
        else:
            found.setdefault(entry.place, []).append(entry)
            entry.below = below.setdefault((entry.place, entry.label), [])
    return found
