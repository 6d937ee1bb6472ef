"""What editors teach the search, and what it learns from searches in vain."""

import sqlite3

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from collaboration.search import vain
from collaboration.search.models import EmptySearch, PromotedPage, SearchSynonym
from tests.desk import member, signed_in
from tests.making import hours, page, publisher

pytestmark = pytest.mark.django_db
OFFICE, OTHER = "derbyshire-opcc", "leicestershire-opcc"
IN_VAIN = "/admin/collaboration/emptysearch/"


@pytest.fixture(autouse=True)
def unhurried(settings):
    """Counts every one, however quickly they come."""
    settings.COUNT_MISSING_EVERY = 0
    vain.tally.next_at = 0.0


def look_for(client, typed: str, of: str = OFFICE, **more) -> str:
    return client.get(f"/{of}/search/", {"q": typed, **more}).content.decode()


def counted() -> dict[str, int]:
    return dict(EmptySearch.objects.values_list("words", "count"))


def promote(words: str, target: str, of: str = OFFICE) -> PromotedPage:
    return PromotedPage.objects.create(publisher=publisher(of), words=words, target=target)


def test_words_that_mean_the_same_find_each_other_on_their_site_alone(client):
    page("one/", title="The quagga")
    page("one/", of=OTHER, title="The quagga")
    SearchSynonym.objects.create(publisher=publisher(OFFICE), words="striped donkey, quagga")
    assert f"/{OFFICE}/one/" in look_for(client, "striped donkey")
    assert f"/{OTHER}/one/" not in look_for(client, "striped donkey", OTHER)


def test_the_programmes_synonyms_count_everywhere(client):
    page("one/", of=OTHER, title="The quagga")
    SearchSynonym.objects.create(publisher=publisher("programme"), words="zebra, quagga")
    assert f"/{OTHER}/one/" in look_for(client, "zebra", OTHER)


@pytest.mark.parametrize("words", ["one", "", ",", "a,b,c,d,e,f,g,h,i", "one two three four five six seven eight nine, x"])
def test_a_synonym_has_two_to_eight_phrases_that_are_short(words):
    with pytest.raises(ValidationError):
        SearchSynonym(publisher=publisher(), words=words).full_clean()


def test_a_promoted_page_comes_first_whatever_the_order_of_the_words_and_says_so(client):
    page("one/", title="The quagga")
    page("two/", title="A page on something else")
    promote("striped quagga, zebu", "site:/two/")
    for typed in ("quagga striped", "the striped quaggas of Derby", "zebu"):
        html = look_for(client, typed)
        assert html.find(f'"/{OFFICE}/two/"') < (html.find(f'"/{OFFICE}/one/"') if f'"/{OFFICE}/one/"' in html else len(html))
        assert "Suggested" in html
    assert f'"/{OFFICE}/two/"' not in look_for(client, "quagga")


def test_the_sites_own_rule_comes_before_the_programmes(client):
    page("one/", title="One")
    page("two/", title="Two")
    promote("quagga", "site:/one/", "programme")
    promote("quagga", "site:/two/")
    html = look_for(client, "quagga")
    assert -1 < html.find(f'"/{OFFICE}/two/"') < html.find(f'"/{OFFICE}/one/"')


def test_a_promoted_page_shows_while_it_is_public(client):
    one = page("one/", title="One", publish_at=timezone.now() + hours(1))
    promote("quagga", "site:/one/")
    assert f'"/{OFFICE}/one/"' not in look_for(client, "quagga")
    one.publish_at = timezone.now() - hours(1)
    one.save()
    assert f'"/{OFFICE}/one/"' in look_for(client, "quagga")
    one.withdrawn_at, one.withdrawal_reason = timezone.now(), "A test."
    one.save()
    assert f'"/{OFFICE}/one/"' not in look_for(client, "quagga")


def test_a_promoted_page_keeps_to_what_was_chosen(client):
    page("one/", title="One")
    promote("quagga", "site:/one/")
    assert f'"/{OFFICE}/one/"' not in look_for(client, "quagga", kind="unit")
    assert f'"/{OFFICE}/one/"' in look_for(client, "quagga", kind="page")


# In vain


def test_a_search_in_vain_is_counted_by_its_words_and_days_alone(client):
    for typed in ("Quagga zebu", "quagga  ZEBU?"):
        client.get(f"/{OFFICE}/search/", {"q": typed}, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="somebody")
    (found,) = EmptySearch.objects.all()
    assert (found.publisher.slug, found.words, found.count) == (OFFICE, "quagga zebu", 2)
    assert found.first_on == found.last_on == timezone.localdate()
    assert {field.name for field in EmptySearch._meta.concrete_fields} == {"id", "publisher", "words", "count", "first_on", "last_on"}


def test_what_was_found_narrowed_or_only_looked_at_is_not_counted(client):
    look_for(client, "custody")
    look_for(client, "quagga", kind="unit")
    client.head(f"/{OFFICE}/search/?q=quagga")
    client.get(f"/{OFFICE}/search/suggest/?q=quagga")
    client.get(f"/{OFFICE}/search/feed/?q=quagga")
    assert counted() == {}


@pytest.mark.parametrize("typed", ["somebody@quagga.org", "quagga 07700 900123", "quagga 0115 967 0999", "AB12 QZX", "qzx DE56 1AB", "qu", "q" * 81, "<script>quagga</script>", "quagga' OR 1=1;", "quagga//zebu", "{{quagga}}"])
def test_what_may_be_about_a_person_or_is_noise_is_not_kept(client, typed):
    look_for(client, typed)
    assert counted() == {}


def test_the_list_of_a_site_is_full_at_some_point(client, monkeypatch):
    monkeypatch.setattr(vain.tally, "most", 1)
    look_for(client, "quagga")
    look_for(client, "zebu")
    look_for(client, "quagga")
    assert counted() == {"quagga": 2}


def test_a_flood_of_searches_is_not_a_flood_of_writes(client, settings):
    settings.COUNT_MISSING_EVERY = 3600
    for word in ("quagga", "zebu", "okapi"):
        look_for(client, word)
    assert counted() == {"quagga": 1}


def test_a_locked_database_costs_the_reader_nothing(client, monkeypatch):
    def locked(*_words):
        raise OperationalError from sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(vain.tally, "note", locked)
    assert "Nothing found" in look_for(client, "quagga")


# At the desk


def desk(role: str = "publisher", of: str = OFFICE) -> Client:
    return signed_in(Client(), member(role, of))


def missed(words: str = "striped donkey", of: str = OFFICE) -> EmptySearch:
    return EmptySearch.objects.create(publisher=publisher(of), words=words, count=7)


def test_one_press_shows_a_page_first_from_now_on(client):
    page("donkeys/", title="Donkeys and others")
    one, staff = missed(), desk()
    html = staff.get(f"{IN_VAIN}{one.pk}/change/").content.decode()
    assert "looked for 7 times" in html
    assert 'name="page" value="site:/donkeys/"' in html
    assert staff.post(f"{IN_VAIN}{one.pk}/change/", {"page": "site:/donkeys/"}).status_code == 302
    assert "Suggested" in look_for(client, "striped donkey")
    assert not EmptySearch.objects.exists()


def test_one_press_makes_a_slip_mean_the_word_that_was_meant(client):
    page("one/", title="The quagga")
    one, staff = missed("quaga"), desk("manager")
    assert 'name="word" value="quagga"' in staff.get(f"{IN_VAIN}{one.pk}/change/").content.decode()
    staff.post(f"{IN_VAIN}{one.pk}/change/", {"word": "quagga"})
    assert f'"/{OFFICE}/one/"' in look_for(client, "quaga")


def test_words_can_be_written_too(client):
    page("one/", title="The quagga")
    one = missed()
    desk().post(f"{IN_VAIN}{one.pk}/change/", {"alike": "quagga"})
    assert f'"/{OFFICE}/one/"' in look_for(client, "striped donkey")


@pytest.mark.parametrize("typed", [{}, {"other": "site:/nowhere/"}, {"other": "javascript:alert(1)"}, {"other": "https://example.org/"}, {"alike": ","}, {"page": "site:no-such-site/x/"}])
def test_what_leads_nowhere_is_refused_and_nothing_is_half_saved(typed):
    one = missed()
    answer = desk().post(f"{IN_VAIN}{one.pk}/change/", typed)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert EmptySearch.objects.exists()
    assert not PromotedPage.objects.filter(publisher=one.publisher).exists()
    assert not SearchSynonym.objects.filter(publisher=one.publisher).exists()


def test_a_rule_to_an_embargoed_page_is_refused_like_one_to_none():
    page("secret/", of=OTHER, title="Secret", publish_at=timezone.now() + hours(1))
    staff, said = desk(), []
    for path in ("secret", "absent"):
        html = staff.post("/admin/collaboration/promotedpage/add/", {"publisher": publisher().pk, "words": "quagga", "target": f"site:{OTHER}/{path}/"}).content.decode()
        said.append("no public page at this address" in html)
    assert said == [True, True]


def test_a_rule_is_made_at_the_desk(client):
    page("one/", title="One")
    desk().post("/admin/collaboration/promotedpage/add/", {"publisher": publisher().pk, "words": "quagga", "target": "site:/one/"})
    assert f'"/{OFFICE}/one/"' in look_for(client, "quagga")
