"""The search of a site: what was found, as a page and as a feed, and what may be meant while somebody still types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.feeds.answering import answer
from collaboration.feeds.writing import ATOM, JSON, RSS
from collaboration.paging import page_of

from .facets import facets
from .feeds import addresses, channel
from .finding import search
from .forms import ORDERS, SearchForm
from .grouping import grouped, with_records
from .ranking import MOST
from .spelling import corrected
from .suggesting import suggestions
from .vain import note_if_poor


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with snippets: on this site, or on all eleven."""
    form = SearchForm(request.GET)
    scope = form.scope(request.publisher, request.publishers, timezone.now())
    found = search(form.asked, scope, form.order)
    pages = page_of(grouped(found.hits), request)
    note_if_poor(request, form, found)
    meant = corrected(found.question, found.unheard, scope)
    return render(request, "search/results.html", {
        "form": form, "asked": form.asked, "found": found, "results": pages, "most": MOST, "everywhere": scope.publisher is None,
        "groups": with_records(pages.object_list, found),
        "facets": facets(found, form, scope, request.publishers) if found.every else [],
        "orders": [(label, form.query(sort=name), name == form.order) for name, label in ORDERS],
        "meant": meant, "meant_query": form.query(q=meant),
        "feeds": addresses(form, request.publisher),
    })  # fmt: skip


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles of pages that may be meant by what has been typed so far."""
    form = SearchForm(request.GET)
    scope = form.scope(request.publisher, request.publishers, timezone.now())
    response = JsonResponse({"suggestions": suggestions(form.asked, scope)})
    response.headers["Cache-Control"] = "no-store"
    return response


def feed_as(form: str):
    """A view that gives the newest of what a search finds as a feed in one form."""

    @require_safe
    def feed(request: HttpRequest) -> HttpResponse:
        asked = SearchForm(request.GET)
        scope = asked.scope(request.publisher, request.publishers, timezone.now())
        return answer(request, channel(asked, scope, request.build_absolute_uri), form)

    return feed


feed, feed_rss, feed_json = feed_as(ATOM), feed_as(RSS), feed_as(JSON)
