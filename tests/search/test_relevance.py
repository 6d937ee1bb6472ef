"""What people ask is answered by the page that answers it: the table in questions.py, over the content the site ships with."""

import pytest
from django.utils import timezone

from collaboration.publishers.models import Publisher
from collaboration.search.finding import search
from collaboration.search.grouping import grouped
from collaboration.search.scope import Scope

from .questions import QUESTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered() -> list[tuple[str, list[str], list[str]]]:
    """Every question, its right answers, and the pages that came, in order."""
    sites = {one.slug: one for one in Publisher.objects.all()}
    slugs = {one.pk: one.slug for one in sites.values()}
    found = []
    for site, question, right in QUESTIONS:
        here = sites[site]
        groups = grouped(search(question, Scope(timezone.now(), None if here.is_programme else here, here)).hits)
        found.append((question, right, [f"{slugs[group[0].publisher]}/{group[0].path}" for group in groups]))
    return found


def test_the_table_has_at_least_forty_questions_each_asked_once():
    assert len({(site, question) for site, question, _right in QUESTIONS}) == len(QUESTIONS) >= 40


def test_every_answer_in_the_table_is_a_public_page():
    from collaboration.search.models import SearchRecord

    known = {f"{slug}/{path}" for slug, path in SearchRecord.objects.live().values_list("publisher__slug", "path")}
    assert {page for _site, _question, right in QUESTIONS for page in right} - known == set()


def test_of_a_hundred_questions_eighty_are_answered_first_and_ninety_five_among_the_first_three(answered):
    missed = [f"{question}: {pages[:3]}" for question, right, pages in answered if not pages or pages[0] not in right]
    lost = [f"{question}: {pages[:3]}" for question, right, pages in answered if not set(pages[:3]) & set(right)]
    print("not first:", *missed, "not among three:", *lost, sep="\n")
    assert 1 - len(missed) / len(answered) >= 0.80
    assert 1 - len(lost) / len(answered) >= 0.95
