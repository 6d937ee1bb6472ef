"""Pages that editors put first for certain words, while those pages are public."""

from functools import reduce
from operator import or_

from django.db.models import Q

from collaboration.caching.holding import held
from collaboration.publishers.models import Publisher

from .models import PromotedPage, SearchRecord
from .question import Question
from .scope import Scope
from .words import phrases, roots, words_of

MOST = 3


def promoted(question: Question, here: Publisher | None, scope: Scope) -> list[int]:
    """The records to show first for a question on a site: at most three, the site's own rules before the programme's."""
    if here is None:
        return []
    asked = roots(words_of(question.typed))
    rules = held(("search: promoted", here.pk), (PromotedPage, Publisher), lambda: rules_of(here))
    places = dict.fromkeys(place for wanted, place in rules if any(phrase <= asked for phrase in wanted))
    if not places:
        return []
    wanted = reduce(or_, (Q(publisher__slug=slug, path=path) for slug, path in places))
    found = SearchRecord.objects.live(scope.at).filter(wanted)
    found = found.on_site(scope.publisher) if scope.publisher else found
    numbers = {(slug, path): number for number, slug, path in found.values_list("pk", "publisher__slug", "path")}
    return [numbers[place] for place in places if place in numbers][:MOST]


def rules_of(here: Publisher) -> list[tuple[list[set[str]], tuple[str, str]]]:
    """What editors put first on a site: roots of each phrase, and the place of the page; the site's own before the programme's."""
    rules = sorted(PromotedPage.objects.heeded_on(here).select_related("publisher"), key=lambda rule: (rule.publisher_id != here.pk, rule.pk))
    return [([roots(phrase) for phrase in phrases(rule.words)], rule.place_for(here)) for rule in rules]
