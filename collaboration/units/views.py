"""The units that the forces run together, and the national bodies."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.editorial.alongside import along
from collaboration.editorial.models import public
from collaboration.editorial.public_history import history
from collaboration.prepared import prepared

from .models import Unit
from .tree import tree_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The regional units and services, as a tree; on a force's or office's site those it takes part in."""
    publisher = request.publisher
    found = listed(publisher.is_programme, force=publisher.force_id or 0, at=timezone.now())
    return render(request, "units/units.html", {"groups": tree_of(found)})


@prepared
def listed(is_programme: bool, *, force: int, at: datetime) -> QuerySet:
    """The regional units that a site lists, with who takes part in them."""
    shown = Unit.objects.all() if is_programme else Unit.objects.concerning(force)
    return shown.live(at).regional().with_forces()


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit or body, with its branches."""
    publisher, at = request.publisher, timezone.now()
    found = came_out(publisher.is_programme, force=publisher.force_id or 0, slug=slug, at=at)
    wanted = public((one for one in found if one.slug == slug), at)
    wanted.branches_read = [one for one in found if one.slug != slug]
    return render(request, wanted.template_name, wanted.context())


@prepared
def came_out(is_programme: bool, *, force: int, slug: str, at: datetime) -> QuerySet:
    """The unit of that address, if a site shows it and it had come out by a moment, and its live branches."""
    shown = Unit.objects.all() if is_programme else Unit.objects.concerning(force)
    branches = Unit.objects.live(at).filter(parent__slug=slug)
    wanted = Unit.objects.filter(Q(pk__in=shown.filter(slug=slug).order_by().values("pk")) | Q(pk__in=branches.order_by().values("pk")))
    return along(wanted.with_forces().select_related("parent__parent", "successor", "lead_force", "publisher"), "sources").that_came_out(at)


@require_safe
def unit_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in what is said of a unit, and when."""
    return history(request, Unit.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))


@require_safe
def national_bodies(request: HttpRequest) -> HttpResponse:
    """The national bodies that the region's forces work with."""
    found = Unit.objects.live().national().prefetch_related("sources")
    return render(request, "units/national_bodies.html", {"bodies": found})
