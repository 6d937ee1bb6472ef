"""Home pages, statements about the site, and whether it is up."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.agreements.register import numbers_by_state
from collaboration.contact.keeping import in_words, kept_for
from collaboration.facts.models import Fact, Milestone
from collaboration.news.listing import latest_for
from collaboration.pages.models import Page
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
    context = {
        "page": Page.objects.of(publisher).live().filter(path="").first(),
        "news": latest_for(publisher, request.publishers, timezone.now()),
    }
    if publisher.is_programme:
        context |= at_a_glance(context["page"])
    return render(request, f"front/home_{publisher.kind}.html", context)


def at_a_glance(page: Page | None) -> dict:
    """What the programme's home shows of the records; the facts its text names are read along with the figures."""
    named = {argument for name, *arguments in tokens(page.body if page else "") if name in ("fact", "disagreement") for argument in arguments}
    facts = list(Fact.objects.live().filter(key__in={*HOME_FIGURES, *named}).select_related("source"))
    # One that stands below a unit nobody may know of yet stands by itself until then.
    units = list(Unit.objects.live().regional().exclude(parent__in=Unit.objects.live().order_by().values("pk")).with_forces())
    by_state = numbers_by_state(timezone.now())
    register_size = sum(number for _state, number in by_state)
    return {
        "known_facts": facts,
        "figures": [fact for fact in facts if fact.key in HOME_FIGURES],
        "units": [unit for unit in units if unit.kind in SHARED][:SIX],
        "units_in_all": len(units),
        "by_state": by_state,
        "marks": [state for state, number in by_state for _one in range(number)] if register_size <= MOST_MARKS else [],
        "register_size": register_size,
        "milestones": spread(list(Milestone.objects.live()), SIX),
    }


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
