"""What a search promises whatever the database: these run on the one that EMPCP_DATABASE_URL names, or on SQLite."""

import pytest
from django.utils import timezone

from collaboration.news.models import Topic
from collaboration.search.finding import find, search
from collaboration.search.models import SearchRecord
from collaboration.search.question import read
from collaboration.search.ranking import MOST
from collaboration.search.scope import Scope
from collaboration.search.vendors import words_table
from collaboration.units.models import Unit
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"


def titles(typed: str, slug: str | None = OFFICE) -> list[str]:
    scope = Scope(timezone.now(), publisher(slug) if slug else None)
    return [hit.title for hit in search(typed, scope).hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [("counting otters", "otter"), ("an otter quagged", "quagging"), ("the quaggas’ policies", "policy quagga"), ("Café Zebu", "café"), ("EMQX-FS", "EMQX"), ("quagga/okapi", "okapi"), ("on 17.5 zebu", "zebu")],
)  # fmt: skip
def test_a_word_is_found_in_another_form_and_beside_any_sign(written, typed):
    page("one/", title="Something", body=f"<p>{written}</p>")
    assert titles(typed) == ["Something"]


def test_a_heading_counts_more_than_the_text_and_a_title_more_than_a_heading():
    page("text/", title="In the text", body="<p>Of the quagga.</p>")
    page("heading/", title="In a heading", body="<h2>The quagga</h2><p>A text.</p>")
    page("title/", title="The quagga")
    assert titles("quagga") == ["The quagga", "In a heading", "In the text"]


def test_words_in_quotation_marks_are_found_in_that_order_alone():
    page("one/", title="One", body="<p>The zebu of the quagga is ahead of its time.</p>")
    page("two/", title="Two", body="<p>The quagga of the zebu is of its time, ahead.</p>")
    assert set(titles("quagga zebu")) == {"One", "Two"}
    assert titles('"quagga of the zebu"') == ["Two"]
    assert "One" in titles("“ahead of its time”")
    assert "Two" not in titles("“ahead of its time”")
    assert titles('"zebu quagga"') == []


def test_an_abbreviation_finds_the_name_and_the_name_the_abbreviation():
    unit = Unit.objects.create(publisher=publisher("programme"), slug="qzu", name="Quagga Zebu Unit", abbreviation="QZU", kind="unit", summary="X.", publish_at=timezone.now() - hours(1))
    page("short/", title="Short", body="<p>It rests with QZU.</p>")
    page("long/", title="Long", body="<p>It rests with the Quagga Zebu Unit.</p>")
    assert titles("QZU")[0] == titles("quagga zebu unit")[0] == "Quagga Zebu Unit (QZU)"
    assert set(titles("QZU")) == set(titles("quagga zebu unit")) == {"Quagga Zebu Unit (QZU)", "Short", "Long"}
    unit.publish_at = timezone.now() + hours(1)
    unit.save()
    assert (titles("QZU"), titles("quagga zebu unit")) == (["Short"], ["Long"])


def test_of_a_sentence_the_words_that_say_something_are_looked_for():
    page("one/", title="The quagga")
    assert [term.words for term in read("Who is it that investigates the quagga’s murder?").terms] == [("investigates",), ("quagga",), ("murder",)]
    assert titles("who is the quagga")[0] == "The quagga"


def test_at_most_eight_words_are_looked_for():
    typed = "aa bb cc dd ee ff gg hh ii jj"
    assert len(read(typed).words) == len(read(f'"{typed}"').words) == 8


def test_what_has_most_of_three_words_is_found_after_what_has_all():
    page("most/", title="Most", body="<p>quagga zebu</p>")
    page("all/", title="All", body="<p>quagga zebu okapi</p>")
    page("one/", title="One", body="<p>quagga</p>")
    assert titles("quagga zebu okapi") == ["All", "Most"]


def test_a_snippet_marks_the_words():
    page("one/", title="X", summary="About nothing.", body=f"<p>{'A long text. ' * 60} The quagga is here. {'And it goes on. ' * 60}</p>")
    (record,) = find(["quagga"], publisher())
    assert "<mark>quagga</mark>" in record.snippet
    assert len(record.snippet) < 400


def test_a_title_is_found_by_the_beginning_of_a_word():
    page("one/", title="The quagga of Derby")
    scope = Scope(timezone.now(), publisher())
    assert [SearchRecord.objects.get(pk=one).title for one in words_table().titled(["the"], "quag", scope, 5)] == ["The quagga of Derby"]


def test_what_is_changed_or_deleted_is_found_by_its_new_words_alone():
    one = page("one/", title="The quagga")
    one.title = "The okapi"
    one.save()
    assert (titles("quagga"), titles("okapi")) == ([], ["The okapi"])
    type(one).objects.filter(pk=one.pk).delete()
    assert titles("okapi") == []


def test_a_release_is_found_by_its_topics():
    one = release("r", headline="A release")
    one.topics.add(Topic.objects.create(slug="quaggas", name="Quaggas"))
    assert titles("quagga") == ["A release"]
    one.topics.clear()
    assert titles("quagga") == []


def quaggas(number: int, of: str = OFFICE) -> list[int]:
    """Records of that many pages with one word, by their numbers."""
    office, moment = publisher(of), timezone.now() - hours(2)
    made = [SearchRecord(publisher=office, is_shared=False, kind="page", title=f"The quagga {one}", path=f"q{one}/", publish_at=moment) for one in range(number)]
    SearchRecord.objects.bulk_create(made)
    words_table().rebuild()
    return [one.pk for one in made]


def test_of_more_than_can_be_ranked_the_newest_are():
    numbers, office, now = quaggas(MOST + 20), publisher(), timezone.now()
    found = search("quagga", Scope(now, office, office))
    assert {hit.number for hit in found.hits} == set(numbers[20:])
    assert found.is_cut
    both = search("quagga 3", Scope(now, office, office))
    assert both.hits[0].title == "The quagga 3"


def test_what_others_have_in_plenty_hides_nothing_of_ones_own():
    page("own/", title="One quagga of ours")
    quaggas(MOST + 20, "leicestershire-opcc")
    assert titles("quagga") == ["One quagga of ours"]
    assert titles('"quagga of ours"', None) == ["One quagga of ours"]


@pytest.mark.parametrize("typed", ["=lot0", "=shared", "=site7", "\ue001", "\ue0007", '"\ue001"'], ids=ascii)
def test_the_words_that_stand_for_a_place_cannot_be_asked_for(typed):
    page("own/", title="The quagga")
    assert "The quagga" not in titles(typed, None)
