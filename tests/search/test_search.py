"""The search: what is public is found, what is not is not, and anything typed is answered."""

import pytest
from django.utils import timezone

from collaboration.pages.models import Page
from collaboration.search import index
from collaboration.search.finding import find
from collaboration.search.models import SearchRecord
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db


def titles(words: str, slug: str | None = None, at=None) -> list[str]:
    return [record.title for record in find(words.split(), publisher(slug) if slug else None, at)]


def test_a_word_is_found_in_another_form():
    page("otters/", title="Counting otters")
    assert titles("otter") == ["Counting otters"]
    assert titles("otters counted") == ["Counting otters"]


def test_a_word_in_the_title_counts_most():
    page("one/", title="Something else", body="<p>quagga</p>")
    page("two/", title="The quagga")
    assert titles("quagga") == ["The quagga", "Something else"]


def test_any_word_will_do_when_no_page_has_them_all():
    page("one/", title="The quagga")
    assert titles("quagga unheardof") == ["The quagga"]


def test_a_site_finds_its_own_and_the_shared_records_only():
    page("one/", title="The quagga", of="leicestershire-opcc")
    assert titles("quagga", "derbyshire-opcc") == []
    assert titles("quagga", "leicestershire-opcc") == ["The quagga"]
    assert any("Special Operations" in title for title in titles("emsou", "derbyshire-opcc"))


def test_what_is_embargoed_is_found_at_its_moment_and_not_before():
    moment = timezone.now() + hours(1)
    release(headline="The quagga returns", publish_at=moment)
    assert titles("quagga") == []
    assert titles("quagga", at=moment) == ["The quagga returns"]


def test_a_draft_is_not_even_kept():
    release(headline="The quagga returns", publish_at=None)
    assert not SearchRecord.objects.filter(title__contains="quagga").exists()


def test_a_changed_title_is_found_by_its_new_words_only():
    one = page("one/", title="The quagga")
    one.title = "The okapi"
    one.save()
    assert (titles("quagga"), titles("okapi")) == ([], ["The okapi"])


def test_what_is_deleted_is_forgotten():
    Page.objects.filter(pk=page("one/", title="The quagga").pk).delete()
    assert titles("quagga") == []


def test_making_the_search_anew_finds_the_same():
    page("one/", title="The quagga")
    before = SearchRecord.objects.count()
    assert index.rebuild() == before
    assert titles("quagga") == ["The quagga"]


def test_a_snippet_marks_the_words_and_nothing_else_is_markup():
    page("one/", title="X", body="<p>a &lt;b&gt; quagga &amp; co</p>")
    (record,) = find(["quagga"], None)
    assert "<mark>quagga</mark>" in record.snippet
    assert "&lt;b&gt;" in record.snippet


NASTY = ["", " ", '"', "'", "*", "a*", "NEAR(", "AND", "OR NOT", "title:x", "-", "^x", "(", ")", "\x00", "%", "_", "é", "警察", "🚓", "a" * 5000, "x " * 500, "<script>", "{{ x }}", "[[fact x]]", "\\", ";drop table", "\u202e", "\ud7ff"]


@pytest.mark.parametrize("typed", NASTY, ids=ascii)
def test_anything_typed_is_answered(client, typed):
    answer = client.get("/search/", {"q": typed, "site": "all"})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("&lt;script&gt;", "")


@pytest.mark.parametrize("query", ["page=2", "page=-1", "page=x", "page=99999999999999999999999"])
def test_a_page_of_results_that_is_not_there_is_not_found(client, query):
    assert client.get(f"/search/?q=quagga&{query}").status_code == 404


def test_the_search_of_a_site_offers_all_eleven(client):
    page("one/", title="The quagga", of="leicestershire-opcc")
    assert b"/leicestershire-opcc/one/" not in client.get("/derbyshire-opcc/search/?q=quagga").content
    assert b"/leicestershire-opcc/one/" in client.get("/derbyshire-opcc/search/?q=quagga&site=all").content


def test_an_empty_search_asks_and_does_not_count(client):
    assert b"no results" not in client.get("/search/").content.lower()
