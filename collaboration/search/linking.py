"""Finds our own pages for a link, for editors at the desk: words in, titles and `site:` addresses out as JSON.

Only what the public can see is found, so there is nothing here that one office could learn of another.
"""

from django.contrib import admin
from django.db.models import Case, When
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.publishers.models import MenuItem, Publisher

from .finding import find
from .forms import SearchForm
from .models import SearchRecord

MOST = 20


@require_safe
def link_search(request: HttpRequest) -> JsonResponse:
    """Pages of ours with the words `q`, those of `publisher` first; and how the address of each site begins."""
    if not admin.site.has_permission(request):
        return JsonResponse({"problem": _("Your session has ended: sign in in another tab, then go on here.")}, status=403)
    own = next((one for one in request.publishers if str(one.pk) == request.GET.get("publisher")), None)
    words = SearchForm(request.GET).words()
    sites = [{"number": str(one.pk), "slug": one.slug, "root": one.root} for one in request.publishers]
    return JsonResponse({"pages": pages(words, own), "sites": sites})


def pages(words: list[str], own: Publisher | None) -> list[dict[str, str]]:
    """At most 20 pages to link to, each address once."""
    if not words:
        return []
    records = [*in_titles(words, own), *find(words, None)]
    rows = [row(one.title, str(one.kind_name), one.publisher, one.path, own) for one in records]
    listed: dict[str, dict[str, str]] = {}
    for one in [*in_menus(words, own), *rows]:
        listed.setdefault(one["address"], one)
    return list(listed.values())[:MOST]


def in_titles(words: list[str], own: Publisher | None) -> list[SearchRecord]:
    """Records whose title has all the words, the last of which may be half typed; the publisher's own first."""
    found = SearchRecord.objects.live().select_related("publisher")
    for word in words:
        found = found.filter(title__icontains=word)
    of_others = Case(When(publisher=own, then=0), default=1)
    return list(found.order_by(of_others, "title")[:MOST])


def in_menus(words: list[str], own: Publisher | None) -> list[dict[str, str]]:
    """Entries of the publisher's menus, for pages that are no record: its news, its register, its contacts."""
    items = MenuItem.objects.filter(publisher=own).exclude(path="")
    for word in words:
        items = items.filter(label__icontains=word)
    return [row(item.label, _("In the menu"), own, item.path.removeprefix("/"), own) for item in items[:MOST]]


def row(title: str, kind: str, publisher: Publisher, path: str, own: Publisher | None) -> dict[str, str]:
    """A page as the editor's dialog shows it, with the address as it is kept in a text."""
    site = "" if publisher == own else publisher.slug
    return {"title": title, "kind": kind, "site": publisher.name, "address": f"site:{site}/{path}"}
