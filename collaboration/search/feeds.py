"""A search as a feed: the newest of what it finds, so that whoever asked once hears of what comes later."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from collaboration.feeds.items import NEWEST, Channel, Item, tag
from collaboration.feeds.writing import ATOM, JSON, NAMES, RSS
from collaboration.publishers.models import Publisher

from .finding import BY_DATE, records_of, search
from .forms import SearchForm
from .models import SearchRecord
from .scope import Scope

VIEWS = {ATOM: "search:feed", RSS: "search:feed-rss", JSON: "search:feed-json"}


def channel(form: SearchForm, scope: Scope, whole: Callable[[str], str]) -> Channel:
    """The feed of a search; `whole` makes an address of ours a whole one."""
    here, query = scope.here, form.query(sort=None)
    found = search(form.asked, scope, BY_DATE)
    newest = [hit for hit in found.hits if not hit.is_standing][:NEWEST]
    return Channel(
        id=tag("search", here.slug) + query,
        title=_("%(name)s: search for “%(words)s”") % {"name": here.name, "words": form.asked},
        about=_("What this search finds, newest first."),
        home=whole(here.reverse("search:results")) + query,
        author=here.name,
        addresses={name: whole(here.reverse(view)) + query for name, view in VIEWS.items()},
        items=[item_of(record, whole) for record in records_of(newest, found.question)],
        theme=here.theme,
    )


def addresses(form: SearchForm, here: Publisher) -> list[tuple[str, str]]:
    """What each form of the feed is called, and where it is."""
    return [(NAMES[name], here.reverse(view) + form.query(sort=None)) for name, view in VIEWS.items()]


def item_of(record: SearchRecord, whole: Callable[[str], str]) -> Item:
    name = tag(record.kind, record.object_id)
    return Item(name, record.title, whole(record.address), record.summary, record.publish_at, record.publish_at, record.publisher.name)
