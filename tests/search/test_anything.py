"""Whatever is typed is answered: ten thousand generated questions, and the addresses around them."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collaboration.search.finding import records_of, search
from collaboration.search.forms import SearchForm
from collaboration.search.question import MOST_WORDS, read
from collaboration.search.scope import Scope
from collaboration.search.suggesting import suggestions
from tests.making import publisher

pytestmark = pytest.mark.django_db

# Signs that mean something to one database or another, words of ours, and anything at all.
SIGNS = st.sampled_from(['"', "'", "*", "NEAR(", "AND", "OR", "NOT", "title:", "-", "^", "(", ")", "+", "&", "|", "!", ":*", "<->", "\\", ";", "--", "%", "_", "\x00", "{", "}", "“", "”", "’s", "\u202e", "\ufeff", "é", "警察", "🚓", "٣", "ß", "İ", "a*", "0", "x" * 300])
WORDS = st.sampled_from(["police", "custody", "EMSOU", "East Midlands Special Operations Unit", "who is the", "agreement", "complaint", "22A", "pcc", "helicoptr", "zzzz"])
TYPED = st.one_of(st.text(max_size=40), st.lists(st.one_of(SIGNS, WORDS, st.text(max_size=8)), max_size=14).map(" ".join), st.lists(SIGNS, max_size=8).map("".join))
SOON = {"deadline": None, "database": None, "phases": [Phase.generate], "suppress_health_check": list(HealthCheck)}


@settings(max_examples=9000, **SOON)
@given(TYPED)
def test_anything_typed_is_a_question_with_at_most_eight_words(typed):
    """Without a database: what it would be asked is sound, whatever was typed."""
    question = read(typed, {("east", "midlands"): (("em",),), ("police",): (("cops", "and", "robbers"),)})
    assert len(question.words) <= MOST_WORDS
    assert all(word and not set(word) & set("\"'*()^\x00 ") for word in question.words)


@settings(max_examples=1000, **SOON)
@given(typed=TYPED, kind=st.sampled_from(["", "unit", "nonsense"]), year=st.sampled_from(["", "2026", "-1", "9999999999", "x"]), site=st.sampled_from(["", "all", "?"]))
def test_anything_typed_is_answered_by_the_database(typed, kind, year, site):
    office = publisher_once()
    form = SearchForm({"q": typed, "kind": kind, "year": year, "site": site, "publisher": typed[:20], "sort": typed[:9]})
    scope = form.scope(office, [office], timezone.now())
    found = search(form.asked, scope, form.order)
    records_of(found.hits[:3], found.question)
    suggestions(form.asked, Scope(timezone.now(), None, office))


def publisher_once(known: list = []):  # noqa: B006, one office for a thousand questions
    known or known.append(publisher())
    return known[0]


@pytest.mark.parametrize("typed", ["", "\x00", '"', "“”", "a" * 5000, "<script>alert(1)</script>", "{{ x }}", "%", "'; --", "\ud7ff", "\u202eolleh"], ids=ascii)
@pytest.mark.parametrize("door", ["", "suggest/", "feed/", "feed/rss/", "feed/json/"])
def test_every_door_answers_anything(client, door, typed):
    answer = client.get(f"/derbyshire-opcc/search/{door}", {"q": typed, "kind": typed, "year": typed, "publisher": typed, "sort": typed, "site": typed})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content or "json" in answer["Content-Type"]
