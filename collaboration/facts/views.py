"""Facts and figures, the history, and who held which office: pages of the programme."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.publishers.scope import programme_only

from .models import Fact, Milestone, OfficeHolder


@require_safe
@programme_only
def facts(request: HttpRequest) -> HttpResponse:
    """Every figure with its date and source, by topic, and where sources disagree."""
    found = Fact.objects.live().select_related("source").prefetch_related("also_in", "disagrees_with")
    topics = [(Fact.Topic(topic).label, cards(list(group))) for topic, group in groupby(found, key=lambda fact: fact.topic)]
    return render(request, "facts/facts.html", {"topics": topics})


def cards(facts: list[Fact]) -> list[list[Fact]]:
    """Facts in sets: one alone, or all that disagree with one another."""
    by_pk = {fact.pk: fact for fact in facts}
    seen: set[int] = set()
    sets = []
    for fact in facts:
        if fact.pk not in seen:
            together = [fact, *[by_pk[other.pk] for other in fact.disagrees_with.all() if other.pk in by_pk]]
            seen.update(one.pk for one in together)
            sets.append(together)
    return sets


@require_safe
@programme_only
def history(request: HttpRequest) -> HttpResponse:
    """The history as a timeline."""
    return render(request, "facts/history.html", {"milestones": Milestone.objects.live().prefetch_related("sources")})


@require_safe
@programme_only
def people(request: HttpRequest) -> HttpResponse:
    """Who held which office, as far as it is sourced."""
    found = OfficeHolder.objects.live().select_related("body__force").prefetch_related("sources").order_by("body__order", "role", "since", "key")
    bodies = [(body, list(terms)) for body, terms in groupby(found, key=lambda term: term.body)]
    return render(request, "facts/people.html", {"bodies": bodies})
