"""The addresses of the interface, and the page that explains it to people."""

from functools import cache
from pathlib import Path

import yaml
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.agreements.forms import Known, RegisterFilter
from collaboration.agreements.models import Agreement
from collaboration.agreements.register import Asked
from collaboration.editorial.meanwhile import meanwhile
from collaboration.news.narrowing import TABLES
from collaboration.paging import ByNumber
from collaboration.publishers.context import forces_of
from collaboration.publishers.scope import programme_only

from . import records
from .answers import for_programs
from .asking import PER_PAGE, ReleasesForm, UnitsForm, listed, understood
from .records import Shapes

EXAMPLE = "agreements/?force=derbyshire&force=lincolnshire&match=all&sort=title"
LISTS = ("forces", "publishers", "units", "agreements", "releases")


def shapes_for(request: HttpRequest) -> Shapes:
    return Shapes(request, timezone.now())


@require_safe
@programme_only
def guide(request: HttpRequest) -> HttpResponse:
    """What the interface is and how to ask it, in plain words."""
    start = request.build_absolute_uri(reverse("api:start"))
    return render(request, "api/guide.html", {"description": description(), "per_page": PER_PAGE, "start": start, "example": EXAMPLE})


@cache
def description() -> dict:
    """The OpenAPI description, as the file has it."""
    return yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text())


def described(request: HttpRequest) -> dict:
    """The description with the address that it was asked at."""
    return {**description(), "servers": [{"url": request.build_absolute_uri(reverse("api:start")).rstrip("/")}]}


openapi = for_programs(described, "application/vnd.oai.openapi+json;version=3.1")


@for_programs
def start(request: HttpRequest) -> dict:
    """Where the lists are."""
    return {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in LISTS} | {
        "openapi": request.build_absolute_uri(reverse("api:openapi")),
        "guide": request.build_absolute_uri(reverse("api:guide")),
    }


@for_programs
def forces(request: HttpRequest) -> dict:
    shapes = shapes_for(request)
    return listed(request, records.forces(), shapes.force, shapes.today)


@for_programs
def force(request: HttpRequest, slug: str) -> dict:
    return shapes_for(request).force(only(request, records.forces().filter(slug=slug)))


@for_programs
def publishers(request: HttpRequest) -> dict:
    shapes = shapes_for(request)
    return listed(request, request.publishers, shapes.publisher, shapes.today)


@for_programs
def publisher(request: HttpRequest, slug: str) -> dict:
    return shapes_for(request).publisher(only(request, [one for one in request.publishers if one.slug == slug]))


@for_programs
def units(request: HttpRequest) -> dict:
    shapes, form = shapes_for(request), UnitsForm(request.GET, publishers=request.publishers)

    def found():
        wanted, live = form.cleaned_data, records.units(shapes.at).live(shapes.at)
        live = live.filter(kind=wanted["kind"]) if wanted["kind"] else live
        return narrowed(live, form, "forces")

    return listed(request, found, shapes.unit, shapes.today, form)


@for_programs
def unit(request: HttpRequest, slug: str) -> dict:
    understood(request)
    shapes = shapes_for(request)
    return shapes.unit(records.units(shapes.at).get_live(shapes.at, slug=slug))


@for_programs
def agreements(request: HttpRequest) -> dict:
    """The register, by the same filter and in the same order as its pages."""
    shapes = shapes_for(request)
    form = RegisterFilter(request.GET, forces=forces_of(request.publishers), known=Known(0, [], []))

    def found():
        asked = Asked(form, Agreement.objects.live(shapes.at), 0, shapes.at, request.publisher)
        return asked.by_number(lambda numbers: records.agreements(Agreement.objects.live(shapes.at).filter(pk__in=numbers), shapes.at))

    return listed(request, found, shapes.agreement, shapes.today, form)


@for_programs
def agreement(request: HttpRequest, slug: str) -> dict:
    understood(request)
    shapes = shapes_for(request)
    return shapes.agreement(records.agreements(Agreement.objects.all(), shapes.at).get_live(shapes.at, slug=slug))


@for_programs
def releases(request: HttpRequest) -> dict:
    shapes, form = shapes_for(request), ReleasesForm(request.GET, publishers=request.publishers)

    def found():
        wanted, live = form.cleaned_data, records.releases(shapes.at).live(shapes.at).newest_first()
        live = live.of(form.publishers[wanted["publisher"]]) if wanted["publisher"] else live
        live = live.filter(topics__slug=wanted["topic"]) if wanted["topic"] else live
        live = live.filter(units__in=records.Unit.objects.live(shapes.at).filter(slug=wanted["unit"])) if wanted["unit"] else live
        left = narrowed(live, form, "forces")
        count = meanwhile(TABLES, ("api releases", repr(sorted(wanted.items()))), shapes.at, left.count)
        return ByNumber(count, left.values_list("pk", flat=True).__getitem__, lambda numbers: records.releases(shapes.at).live(shapes.at).filter(pk__in=numbers))

    return listed(request, found, shapes.release, shapes.today, form)


@for_programs
def release(request: HttpRequest, publisher: str, slug: str) -> dict:
    understood(request)
    shapes = shapes_for(request)
    return shapes.release(records.releases(shapes.at).get_live(shapes.at, publisher__slug=publisher, slug=slug))


def narrowed(found, form, way: str):
    """Those in which the forces asked for take part, one of them or all; by subqueries, so that nothing comes twice."""
    every = found.model.objects
    if form.cleaned_data["match"] == "all":
        for force in form.parties:
            found = found.filter(pk__in=every.filter(**{way: force}).values("pk"))
    elif form.parties:
        found = found.filter(pk__in=every.filter(**{f"{way}__in": form.parties}).values("pk"))
    return found


def only(request: HttpRequest, found):
    """The one record there is. Raises Http404, or Problem where something is asked of it."""
    understood(request)
    one = next(iter(found), None)
    if one is None:
        raise Http404("no such record")
    return one


def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Where there is nothing: on to the address with its last stroke, if that is all that was missing, or else a problem in JSON."""
    if not rest.endswith("/") and request.publisher.is_programme and resolve(f"{request.path_info}/").url_name != "elsewhere":
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
    return for_programs(nothing)(request)


def nothing(request: HttpRequest) -> dict:
    raise Http404("nothing here")
