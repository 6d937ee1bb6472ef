"""Suggestions while somebody types: pages that editors put first for the words, then public titles that have them."""

from django.utils import timezone

from .models import SearchRecord
from .promoting import promoted
from .question import MOST_WORDS, read
from .ranking import KINDS
from .scope import Scope
from .vendors import words_table
from .words import WORD, words_of

MOST = 6
LOOKED_AT = 200
# Fewer letters begin too many words.
SHORTEST = 3


def suggestions(typed: str, scope: Scope) -> list[dict[str, str]]:
    """At most six pages, each once; the last word may be half typed."""
    words = words_of(typed)[:MOST_WORDS]
    if not words or max(map(len, words)) < SHORTEST:
        return []
    first = promoted(read(typed), scope.here, scope)
    live = SearchRecord.objects.live(scope.at or timezone.now())
    named = live.filter(pk__in=[*first, *titled(words, typed, scope)]).values_list("pk", "publisher_id", "kind", "title")
    begun = typed.casefold().strip()
    listed = sorted(named, key=lambda one: (one[0] not in first, one[1] != scope.here.pk, not one[3].casefold().startswith(begun), -KINDS.get(one[2], 0.9), len(one[3])))
    once: dict[tuple[int, str], int] = {}
    for number, publisher, _kind, title in listed:
        once.setdefault((publisher, title), number)
    shown = list(once.values())[:MOST]
    records = SearchRecord.objects.select_related("publisher").defer("text", "headings").in_bulk(shown)
    found = [records[number] for number in shown if number in records]
    return [{"title": one.title, "kind": str(one.kind_name), "site": one.publisher.short_name, "address": one.address} for one in found]


def titled(words: list[str], typed: str, scope: Scope) -> list[int]:
    """The numbers of records with these words in their titles; a last word that is hardly begun is left out."""
    is_half = bool(WORD.fullmatch(typed[-1:]))
    whole, half = (words[:-1], words[-1]) if is_half else (words, "")
    return words_table().titled(whole, half if len(half) >= SHORTEST else "", scope, LOOKED_AT) if whole or len(half) >= SHORTEST else []
