"""Facts, history and office-holders as readers see them."""

import re

import pytest

from collaboration.facts.models import Milestone
from collaboration.facts.timeline import by_year
from tests.html import read

pytestmark = pytest.mark.django_db


def test_the_region_comes_first_and_every_topic_is_in_the_contents(client):
    shown = client.get("/facts/").content.decode()
    topics = re.findall(r'<h2 id="([a-z]+)"', shown)
    assert topics[:3] == ["region", "programme", "emsou"]
    assert {f"#{topic}" for topic in topics} <= set(read(shown).links)


def test_values_on_which_sources_disagree_stand_together(client):
    shown = client.get("/facts/").content.decode()
    pair = next(part for part in shown.split('class="disagreement"')[1:] if 'id="population-served"' in part)
    assert 'id="population-later"' in pair


def test_a_sentence_is_not_set_as_large_as_a_number(client):
    shown = client.get("/facts/").content.decode()
    assert re.search(r'class="fact"[^>]*>\s*<p class="fact__value">4\.5 million<', shown)
    assert re.search(r'class="fact fact--sentence"[^>]*>\s*<p class="fact__value">over £9\.5 million over four years<', shown)


def test_a_year_that_sources_dispute_is_named_as_a_span():
    milestones = [Milestone(happened_on=day) for day in ("2001 or 2002", "2005", "2005-06", "2006-06 or 2006-07")]
    years = by_year(milestones)
    assert [(year.years, len(year.milestones)) for year in years] == [(("2001", "2002"), 1), (("2005",), 2), (("2006",), 1)]
    assert [one.is_disputed for one in milestones] == [True, False, False, True]


def test_the_history_says_where_sources_disagree_and_links_to_every_year(client):
    shown = client.get("/history/").content.decode()
    assert shown.count("Sources disagree</span>") == Milestone.objects.live().filter(happened_on__contains=" or ").count() > 0
    seen = read(shown)
    assert {f"#{name}" for name in seen.ids if name.startswith("year-")} <= set(seen.links)
