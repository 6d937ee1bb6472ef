"""What means the same: abbreviations and names of units, both ways, and what editors taught the search.

Abbreviations are read from units that are public at the moment, so that one under embargo explains nothing.
"""

from collections import defaultdict
from datetime import datetime

from collaboration.publishers.models import Publisher
from collaboration.units.models import Unit

from .models import SearchSynonym
from .question import Phrase
from .words import MOST_ALIKE, phrases, words_of


def alike(here: Publisher | None, at: datetime) -> dict[Phrase, tuple[Phrase, ...]]:
    """For each phrase those that mean the same, in a search of a site."""
    names = Unit.objects.live(at).exclude(abbreviation="").order_by().values_list("name", "abbreviation")
    groups = [[words_of(name), words_of(short)] for name, short in names]
    groups += [phrases(words) for words in SearchSynonym.objects.heeded_on(here).values_list("words", flat=True)]
    known: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for group in groups:
        for words in group:
            known[tuple(words)].update(dict.fromkeys(tuple(others) for others in group if others != words))
    return {phrase: tuple(others)[:MOST_ALIKE] for phrase, others in known.items() if phrase}
