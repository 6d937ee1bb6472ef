"""What means the same: abbreviations and names of units, both ways, and what editors taught the search.

Abbreviations are read from units that are public at the moment, so that one under embargo explains nothing.
"""

from collections import defaultdict
from datetime import datetime

from django.db.models import Value

from collaboration.publishers.models import Publisher
from collaboration.units.models import Unit

from .models import SearchSynonym
from .question import Phrase
from .words import MOST_ALIKE, phrases, words_of


def alike(here: Publisher | None, at: datetime) -> dict[Phrase, tuple[Phrase, ...]]:
    """For each phrase those that mean the same, in a search of a site."""
    names = Unit.objects.live(at).exclude(abbreviation="").order_by().values_list(Value(-1), "name", "abbreviation")
    taught = SearchSynonym.objects.heeded_on(here).order_by().values_list("publisher__order", "words", Value(""))
    # One question for both, then in the order of whose they are.
    groups = [[words_of(words), words_of(short)] if short else phrases(words) for _order, words, short in sorted(names.union(taught, all=True))]
    known: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for group in groups:
        for words in group:
            known[tuple(words)].update(dict.fromkeys(tuple(others) for others in group if others != words))
    return {phrase: tuple(others)[:MOST_ALIKE] for phrase, others in known.items() if phrase}
