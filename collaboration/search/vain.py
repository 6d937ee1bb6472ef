"""Counting what is looked for in vain: the words alone, by day, at next to no cost to whoever asks."""

import re

from django.http import HttpRequest

from collaboration.publishers.models import Publisher
from collaboration.tally import Tally

from .finding import Found
from .forms import SearchForm
from .models import EmptySearch
from .words import words_of

LONGEST = 80
# Something that may be about one person: an e-mail address, a telephone number, a reference, a number plate, a postcode.
PERSONAL = re.compile(r"@|(?:\d[\s.()+-]*){5}|\b[a-z]{2}\d{2}\s?[a-z]{3}\b|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.I)
# What programs that look for holes ask for.
NOISE = re.compile(r"[<>{}$\\|;=]|//|\.\./|\b(select|union|script|waitfor|sleep)\b.*[('\"]", re.I)

tally = Tally(EmptySearch, "words", most=1000)


def note_if_poor(request: HttpRequest, form: SearchForm, found: Found) -> None:
    """Count a search that found nothing, or only what has few of its words, if somebody asked it of the whole site."""
    is_asked = request.method == "GET" and "page" not in request.GET and not form.is_narrowed
    if is_asked and found.question and found.is_poor:
        count(request.publisher, form.asked)


def count(publisher: Publisher, typed: str) -> None:
    """Count one more search in vain, if its words are worth it."""
    words = " ".join(words_of(typed))
    if is_worth_counting(typed, words):
        tally.add(publisher, words)


def is_worth_counting(typed: str, words: str) -> bool:
    """Whether the words are some that an editor can act upon, and tell nothing of who typed them."""
    return 3 <= len(words) <= LONGEST and words.isprintable() and not PERSONAL.search(typed) and not NOISE.search(typed)
