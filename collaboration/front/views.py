"""Home pages, statements about the site, and whether it is up."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.agreements.register import numbers_by_state
from collaboration.contact.keeping import in_words, kept_for
from collaboration.facts.models import Milestone, facts_called
from collaboration.news.listing import latest_for
from collaboration.pages.models import Page
from collaboration.prepared import prepared
from collaboration.prose import tokens
from collaboration.publishers.scope import programme_only
from collaboration.units.models import Unit

HOME_FIGURES = ("forces-count", "population-served", "area-served")
SHARED = (Unit.Kind.UNIT, Unit.Kind.SERVICE)
SIX = 6
# A mark for each agreement is a picture of the register; thousands would be a wall.
MOST_MARKS = 300


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of a site: whose it is, what a visitor can do, what is new."""
    publisher = request.publisher
    at = timezone.now()
    context = {
        "page": next(iter(page_of_home(publisher=publisher.pk, at=at)), None),
        "news": latest_for(publisher, request.publishers, at),
    }
    if publisher.is_programme:
        context |= at_a_glance(context["page"], at)
    return render(request, f"front/home_{publisher.kind}.html", context)


@prepared
def page_of_home(*, publisher: int, at: datetime) -> QuerySet:
    """The text of a site's home page."""
    return Page.objects.filter(publisher=publisher, path="").live(at).order_by()


def at_a_glance(page: Page | None, at: datetime) -> dict:
    """What the programme's home shows of the records; the facts its text names are read along with the figures."""
    named = {argument for name, *arguments in tokens(page.body if page else "") if name in ("fact", "disagreement") for argument in arguments}
    facts = list(facts_called({*HOME_FIGURES, *named}, at).values())
    units = topmost_units(at=at)
    by_state = numbers_by_state(at)
    register_size = sum(number for _state, number in by_state)
    return {
        "known_facts": facts,
        "figures": [fact for fact in facts if fact.key in HOME_FIGURES],
        "units": [unit for unit in units if unit.kind in SHARED][:SIX],
        "units_in_all": len(units),
        "by_state": by_state,
        "marks": [state for state, number in by_state for _one in range(number)] if register_size <= MOST_MARKS else [],
        "register_size": register_size,
        "milestones": spread(milestones_by(at=at), SIX),
    }


@prepared
def topmost_units(*, at: datetime) -> QuerySet:
    """The regional units that stand below no other. One below a unit that nobody may know of yet stands by itself until then."""
    live = Unit.objects.live(at)
    return live.regional().exclude(parent__in=live.order_by().values("pk")).with_forces()


@prepared
def milestones_by(*, at: datetime) -> QuerySet:
    return Milestone.objects.live(at)


def spread(milestones: list[Milestone], wanted: int) -> list[Milestone]:
    """So many of these milestones, from the first to the latest at about even steps of time."""
    if len(milestones) <= wanted:
        return milestones
    years = [int(milestone.year) for milestone in milestones]
    chosen = {0, len(milestones) - 1}
    for step in range(1, wanted - 1):
        aim = years[0] + (years[-1] - years[0]) * step / (wanted - 1)
        chosen.add(min(set(range(len(years))) - chosen, key=lambda place: (abs(years[place] - aim), place)))
    return [milestones[place] for place in sorted(chosen)]


@require_safe
@programme_only
def forces(request: HttpRequest) -> HttpResponse:
    """The five force areas with their figures, and the sites of force and office."""
    return render(request, "front/forces.html", {"areas": areas(request.publishers)})


def areas(publishers: list) -> list[dict]:
    """Each force area with its force's and its office's site, in their order."""
    found: dict = {}
    for one in publishers:
        if one.force:
            area = found.setdefault(one.force_id, {"force": one.force})
            area["office" if one.is_office else "police"] = one
    return sorted(found.values(), key=lambda area: (area["force"].order, area["force"].name))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement of this site (SI 2018/952, regulation 8)."""
    return render(request, "front/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice: what this site stores of its visitors, which is little."""
    return render(request, "front/privacy.html", {"kept_for": {**kept_for(), "passes": in_words(settings.KEEP_PASSES_DAYS)}})
