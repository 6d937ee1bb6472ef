"""Pages that editors put first for certain words, while those pages are public."""

from functools import reduce
from operator import or_

from django.db.models import Q

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
    rules = PromotedPage.objects.heeded_on(here).select_related("publisher")
    fitting = [rule for rule in rules if any(roots(phrase) <= asked for phrase in phrases(rule.words))]
    places = dict.fromkeys(rule.place_for(here) for rule in sorted(fitting, key=lambda rule: (rule.publisher_id != here.pk, rule.pk)))
    if not places:
        return []
    wanted = reduce(or_, (Q(publisher__slug=slug, path=path) for slug, path in places))
    found = SearchRecord.objects.live(scope.at).filter(wanted)
    found = found.on_site(scope.publisher) if scope.publisher else found
    numbers = {(slug, path): number for number, slug, path in found.values_list("pk", "publisher__slug", "path")}
    return [numbers[place] for place in places if place in numbers][:MOST]
