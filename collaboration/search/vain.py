"""Counting what is looked for in vain: the words alone, by day, at next to no cost to whoever asks. As for missing addresses."""

import re
import time

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from collaboration.publishers.models import Publisher
from collaboration.redirects.missing import impatiently

from .finding import Found
from .forms import SearchForm
from .models import EmptySearch
from .words import words_of

LONGEST = 80
MOST_PER_SITE = 1000
# Something that may be about one person: an e-mail address, a telephone number, a reference, a number plate, a postcode.
PERSONAL = re.compile(r"@|(?:\d[\s.()+-]*){5}|\b[a-z]{2}\d{2}\s?[a-z]{3}\b|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.I)
# What programs that look for holes ask for.
NOISE = re.compile(r"[<>{}$\\|;=]|//|\.\./|\b(select|union|script|waitfor|sleep)\b.*[('\"]", re.I)

next_count_at = 0.0


def note_if_poor(request: HttpRequest, form: SearchForm, found: Found) -> None:
    """Count a search that found nothing, or only what has few of its words, if somebody asked it of the whole site."""
    is_asked = request.method == "GET" and "page" not in request.GET and not form.is_narrowed
    if is_asked and found.question and found.is_poor:
        count(request.publisher, form.asked)


def count(publisher: Publisher, typed: str) -> None:
    """Count one more search in vain. Never fails, and never keeps anybody waiting."""
    words = " ".join(words_of(typed))
    if not is_worth_counting(typed, words) or not is_time_to_count():
        return
    try:
        with impatiently(), transaction.atomic():
            note(publisher, words)
    except DatabaseError:
        # Read-only, locked or full: the count is a hint for editors, and the reader's page matters more.
        pass


def is_worth_counting(typed: str, words: str) -> bool:
    """Whether the words are some that an editor can act upon, and tell nothing of who typed them."""
    return 3 <= len(words) <= LONGEST and words.isprintable() and not PERSONAL.search(typed) and not NOISE.search(typed)


def is_time_to_count() -> bool:
    """Whether this process may write again: a flood of searches must not become a flood of writes."""
    global next_count_at
    now = time.monotonic()
    if now < next_count_at:
        return False
    next_count_at = now + settings.COUNT_MISSING_EVERY
    return True


def note(publisher: Publisher, words: str) -> None:
    """Raise the number by one, or begin at one while the site's list has room."""
    known = EmptySearch.objects.filter(publisher=publisher, words=words)
    if known.update(count=F("count") + 1, last_on=timezone.localdate()):
        return
    if EmptySearch.objects.filter(publisher=publisher).count() < MOST_PER_SITE:
        EmptySearch.objects.get_or_create(publisher=publisher, words=words)
