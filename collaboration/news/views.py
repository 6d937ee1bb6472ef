"""The newsroom of each site."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.editorial.models import public
from collaboration.editorial.public_history import history
from collaboration.narrowing import query_of
from collaboration.paging import page_of
from collaboration.plain_text import tidy
from collaboration.prepared import prepared
from collaboration.publishers.models import Publisher

from .archive import Archive, Span
from .listing import Listing, kept_in_mind
from .models import PressRelease
from .narrowing import ReleaseFilter


def elsewhere(publisher: Publisher, at: datetime, publishers: list[Publisher]) -> list[PressRelease]:
    """The newest of other newsrooms that are about a publisher's area."""
    return kept_in_mind("elsewhere", lambda: [PressRelease.objects.concerning(publisher).live(at)], publisher, publishers, at, 5)


def listed(request: HttpRequest, here: Span | None = None) -> HttpResponse:
    """The list, of all time or of one span of it, narrowed by what the address asks for."""
    at = timezone.now()
    narrowing = ReleaseFilter(request.GET, publisher=request.publisher, at=at)
    listing = Listing(request.publisher, at, narrowing)
    archive = Archive(listing.months, here)
    if here and not archive.number and not (narrowing.is_narrowed and Listing(request.publisher, at).number_in(here)):
        raise Http404("nothing came out then")
    releases = page_of(listing.cut(here, request.publishers), request)
    is_whole = not here and not narrowing.is_narrowed
    others = elsewhere(request.publisher, at, request.publishers) if is_whole and not request.publisher.is_programme else []
    own_query = query_of({**narrowing.asked, **({"page": str(releases.number)} if releases.number > 1 else {})})
    context = {"filter": narrowing, "archive": archive, "releases": releases, "elsewhere": others, "is_whole": is_whole, "own_query": own_query}
    response = render(request, "news/releases.html", context)
    if not narrowing.is_for_finding:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The press releases of this site, newest first, and those of others that are about its area."""
    return listed(request)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The press releases of one year."""
    return listed(request, Span(year))


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The press releases of one month."""
    return listed(request, Span(year, month))


@require_safe
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """One press release."""
    found = wanted(request, slug)
    return render(request, found.template_name, found.context())


@require_safe
def release_text(request: HttpRequest, slug: str) -> HttpResponse:
    """A release as plain text: what a newsroom pastes into its own system."""
    found = wanted(request, slug)
    text = tidy(render_to_string("news/release.txt", found.context(), request))
    headers = {"X-Robots-Tag": "noindex", "Link": f'<{request.build_absolute_uri(found.get_absolute_url())}>; rel="canonical"'}
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def release_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in a press release, and when."""
    return history(request, PressRelease.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))


@prepared
def came_out(*, publisher: int, slug: str, at: datetime) -> QuerySet:
    """The release of that address, if it had come out by a moment."""
    return PressRelease.objects.filter(publisher=publisher).with_particulars().that_came_out(at, slug=slug)


def wanted(request: HttpRequest, slug: str) -> PressRelease:
    """The live release of this site; raises Withdrawn or Http404."""
    at = timezone.now()
    found = public(came_out(publisher=request.publisher.pk, slug=slug, at=at), at)
    # Read already, with its force area.
    found.publisher = request.publisher
    return found
