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
    records = SearchRecord.objects.live(scope.at or timezone.now()).select_related("publisher").defer("text", "headings")
    found = records.in_bulk([*first, *titled(words, typed, scope)])
    listed = sorted(found.values(), key=lambda one: (one.pk not in first, one.publisher_id != scope.here.pk, -begins(one, typed), -KINDS.get(one.kind, 0.9), len(one.title)))
    once = {(one.title, one.publisher_id): one for one in reversed(listed)}
    shown = [one for one in listed if once[one.title, one.publisher_id] is one][:MOST]
    return [{"title": one.title, "kind": str(one.kind_name), "site": one.publisher.short_name, "address": one.address} for one in shown]


def titled(words: list[str], typed: str, scope: Scope) -> list[int]:
    """The numbers of records with these words in their titles; a last word that is hardly begun is left out."""
    is_half = bool(WORD.fullmatch(typed[-1:]))
    whole, half = (words[:-1], words[-1]) if is_half else (words, "")
    return words_table().titled(whole, half if len(half) >= SHORTEST else "", scope, LOOKED_AT) if whole or len(half) >= SHORTEST else []


def begins(record: SearchRecord, typed: str) -> bool:
    """Whether a title begins with what was typed."""
    return record.title.casefold().startswith(typed.casefold().strip())
