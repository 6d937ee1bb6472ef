"""The newsroom of each site."""

from datetime import UTC, datetime

from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.editorial.public_history import history
from collaboration.paging import page_of

from .models import PressRelease


def releases_of(publisher, at=None):
    """What a site's newsroom lists: on the programme's everybody's, elsewhere its own."""
    found = PressRelease.objects.live(at).newest_first().select_related("publisher")
    return found if publisher.is_programme else found.of(publisher)


def years_of(found) -> list[int]:
    """The years in which these releases came out, the latest first."""
    return list(found.order_by().annotate(year=ExtractYear("publish_at")).values_list("year", flat=True).distinct().order_by("-year"))


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The press releases of this site, newest first, and those of others that are about its area."""
    found = releases_of(request.publisher)
    elsewhere = PressRelease.objects.concerning(request.publisher).live().newest_first().select_related("publisher")
    return render(request, "news/releases.html", {
        "releases": page_of(found.defer("body", "notes_to_editors"), request),
        "elsewhere": [] if request.publisher.is_programme else elsewhere[:5],
        "years": years_of(found),
    })


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The press releases of one year, with the years before and after it."""
    found = releases_of(request.publisher)
    years = years_of(found)
    if year not in years:
        raise Http404("nothing came out in that year")
    begins, ends = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    of_year = found.filter(publish_at__gte=begins, publish_at__lt=ends).defer("body", "notes_to_editors")
    place = years.index(year)
    return render(request, "news/year.html", {
        "year": year,
        "releases": page_of(of_year, request),
        "newer": years[place - 1] if place else None,
        "older": years[place + 1] if place + 1 < len(years) else None,
    })


@require_safe
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """One press release."""
    found = PressRelease.objects.of(request.publisher).select_related("publisher").get_live(slug=slug)
    return render(request, found.template_name, found.context())


@require_safe
def release_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in a press release, and when."""
    return history(request, PressRelease.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))
