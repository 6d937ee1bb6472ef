"""Facts and figures, the history, and who held which office: pages of the programme."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.prose import Heading
from collaboration.publishers.scope import programme_only

from .models import Fact, Milestone, OfficeHolder
from .timeline import by_year

# The order of the page: who the five are, what they do together, what became of it.
TOPICS = (
    Fact.Topic.REGION, Fact.Topic.PROGRAMME, Fact.Topic.EMSOU, Fact.Topic.SERVICES, Fact.Topic.MONEY, Fact.Topic.INSPECTION, Fact.Topic.PEOPLE,
)  # fmt: skip


@require_safe
@programme_only
def facts(request: HttpRequest) -> HttpResponse:
    """Every figure with its date and source, by topic, and where sources disagree."""
    found = Fact.objects.live().select_related("source").prefetch_related("also_in", "disagrees_with")
    by_topic = {topic: list(group) for topic, group in groupby(found, key=lambda fact: fact.topic)}
    topics = [(topic, cards(by_topic[topic])) for topic in TOPICS if topic in by_topic]
    contents = [Heading(2, topic.label, topic.value) for topic, _sets in topics]
    return render(request, "facts/facts.html", {"topics": topics, "contents": contents})


def cards(facts: list[Fact]) -> list[list[Fact]]:
    """Facts in sets: one alone, or all that disagree with one another; these come last."""
    by_pk = {fact.pk: fact for fact in facts}
    seen: set[int] = set()
    sets = []
    for fact in facts:
        if fact.pk not in seen:
            together = [fact, *[by_pk[other.pk] for other in fact.disagrees_with.all() if other.pk in by_pk]]
            seen.update(one.pk for one in together)
            sets.append(together)
    return sorted(sets, key=lambda together: len(together) > 1)


@require_safe
@programme_only
def history(request: HttpRequest) -> HttpResponse:
    """The history as a timeline, year by year."""
    return render(request, "facts/history.html", {"years": by_year(Milestone.objects.live().prefetch_related("sources"))})


@require_safe
@programme_only
def people(request: HttpRequest) -> HttpResponse:
    """Who held which office, as far as it is sourced."""
    found = OfficeHolder.objects.live().select_related("body__force").prefetch_related("sources").order_by("body__order", "role", "since", "key")
    bodies = [(body, list(terms)) for body, terms in groupby(found, key=lambda term: term.body)]
    return render(request, "facts/people.html", {"bodies": bodies})
