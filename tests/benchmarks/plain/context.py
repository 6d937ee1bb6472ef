"""What every page shows of its site: the publishers and the menus, two queries."""

from collections import defaultdict

from .models import MenuItem, Publisher


def site(request):
    publishers = list(Publisher.objects.select_related("force"))
    slug = request.resolver_match.kwargs["site"]
    publisher = next(one for one in publishers if one.slug == slug)
    host = f"{request.scheme}://{request.get_host()}"
    return {
        "publisher": publisher,
        "publishers": publishers,
        "programme": next(one for one in publishers if one.is_programme),
        "menus": menus(publisher, request.path),
        "text_size": request.COOKIES.get("preferences", "normal"),
        "host": host,
        "address": host + request.path,
    }


def menus(publisher, path):
    """The first-level entries by place, each with those below it, marked where the page stands."""
    found, below = defaultdict(list), defaultdict(list)
    for entry in MenuItem.objects.filter(publisher=publisher):
        entry.href = entry.address or f"/{publisher.slug}{entry.path}"
        entry.is_current = entry.href == path
        entry.is_above = len(entry.path) > 1 and path.startswith(entry.href)
        if entry.parent_label:
            below[entry.place, entry.parent_label].append(entry)
        else:
            found[entry.place].append(entry)
    for place, entries in found.items():
        for entry in entries:
            entry.below = below[place, entry.label]
    return dict(found)
