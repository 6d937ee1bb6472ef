"""What means the same: abbreviations and names of units, both ways, and what editors taught the search.

Abbreviations are read from units that are public at the moment, so that one under embargo explains nothing.
"""

from collections import defaultdict
from datetime import datetime

from collaboration.caching.holding import held
from collaboration.publishers.models import Publisher
from collaboration.units.models import Unit

from .models import SearchSynonym
from .question import Phrase
from .words import MOST_ALIKE, phrases, words_of


def alike(here: Publisher | None, at: datetime) -> dict[Phrase, tuple[Phrase, ...]]:
    """For each phrase those that mean the same, in a search of a site."""
    live = [pair for publish_at, withdrawn_at, pair in held("search: abbreviations", (Unit,), abbreviations) if publish_at <= at and (withdrawn_at is None or withdrawn_at > at)]
    taught = held(("search: taught", here and here.pk), (SearchSynonym, Publisher), lambda: [phrases(words) for words in SearchSynonym.objects.heeded_on(here).order_by("publisher__order", "words").values_list("words", flat=True)])
    known: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for group in (*live, *taught):
        for words in group:
            known[tuple(words)].update(dict.fromkeys(tuple(others) for others in group if others != words))
    return {phrase: tuple(others)[:MOST_ALIKE] for phrase, others in known.items() if phrase}


def abbreviations() -> list[tuple[datetime, datetime | None, list[list[str]]]]:
    """From when and until when each abbreviation and name of a unit mean the same."""
    units = Unit.objects.filter(publish_at__isnull=False).exclude(abbreviation="").order_by("name", "abbreviation")
    return [(publish_at, withdrawn_at, [words_of(name), words_of(short)]) for publish_at, withdrawn_at, name, short in units.values_list("publish_at", "withdrawn_at", "name", "abbreviation")]
