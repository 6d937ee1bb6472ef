"""The units that the forces run together, and the national bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.editorial.public_history import history

from .models import Unit
from .tree import tree_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The regional units and services, as a tree; on a force's or office's site those it takes part in."""
    found = Unit.objects.of(request.publisher).live().regional().with_forces()
    return render(request, "units/units.html", {"groups": tree_of(found)})


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit or body, with its branches."""
    found = Unit.objects.of(request.publisher).with_forces().select_related("parent__parent", "successor", "lead_force", "publisher")
    found = found.get_live(slug=slug)
    return render(request, found.template_name, found.context())


@require_safe
def unit_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in what is said of a unit, and when."""
    return history(request, Unit.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))


@require_safe
def national_bodies(request: HttpRequest) -> HttpResponse:
    """The national bodies that the region's forces work with."""
    found = Unit.objects.live().national().prefetch_related("sources")
    return render(request, "units/national_bodies.html", {"bodies": found})
