"""The page of results: what narrows and sorts stands in the address, counts are true, and the box is on every page."""

import json
import re

import pytest
from django.utils import timezone

from collaboration.front.errors import forbidden
from collaboration.preferences import Preferences
from collaboration.publishers.models import Publisher
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"


def search(client, query: str, of: str = OFFICE) -> str:
    answer = client.get(f"/{of}/search/{query}" if of != "programme" else f"/search/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def found(html: str) -> list[str]:
    return re.findall(r'<h3><a href="([^"]*)"', html)


@pytest.fixture
def quaggas():
    """Three pages, two releases of two years, and one of another office."""
    for number in range(3):
        page(f"q{number}/", title=f"Quagga {number}")
    release("old", headline="Quagga of old", publish_at=timezone.now() - hours(24 * 800))
    release("new", headline="Quagga anew")
    page("theirs/", of="leicestershire-opcc", title="Quagga theirs")


def test_counts_are_those_of_the_lists_they_lead_to(client, quaggas):
    html = search(client, "?q=quagga&site=all")
    choices = re.findall(r'<a href="([^"]*)">([^<(]*) \((\d+)\)</a>', html)
    assert {label: int(count) for _href, label, count in choices}["Press release"] == 2
    assert len(choices) >= 6
    for href, _label, count in choices:
        assert len(found(client.get(href.replace("&amp;", "&")).content.decode())) == int(count)


def test_choices_add_up_and_can_be_taken_back(client, quaggas):
    html = search(client, "?q=quagga&site=all&kind=page&publisher=leicestershire-opcc")
    assert found(html) == ["/leicestershire-opcc/theirs/"]
    assert re.search(r'href="[^"]*q=quagga[^"]*" aria-current="true">.*?Page', html)
    back = re.search(r'href="([^"]*)" aria-current="true"><span class="visually-hidden">Take away </span>Page', html)[1].replace("&amp;", "&")
    assert "kind=" not in back
    assert "publisher=leicestershire-opcc" in back


def test_the_newest_come_first_when_asked_for(client, quaggas):
    by_date = found(search(client, "?q=quagga&sort=date"))
    assert by_date[-1] == f"/{OFFICE}/news/old/"
    assert len(by_date) == 5


def test_a_year_is_a_year_by_our_clocks(client):
    release("eve", headline="Quagga at midnight", publish_at=timezone.make_aware(timezone.datetime(2019, 7, 1, 0, 30)))
    assert found(search(client, "?q=quagga&year=2019")) == [f"/{OFFICE}/news/eve/"]
    assert found(search(client, "?q=quagga&year=2018")) == []


def test_many_of_one_page_stand_together(client):
    html = search(client, "?q=EMSOU&kind=fact", "programme")
    assert len(found(html)) == 1
    assert html.count("/facts/#") > 2
    assert "On the same page:" in html
    assert re.search(r"and \d+ more", html)


def test_a_slip_is_corrected_by_a_link_that_keeps_the_rest(client):
    page("one/", title="The quagga")
    html = search(client, "?q=the+quaga+of+Derby&site=all")
    assert f'/{OFFICE}/search/?q=the+quagga+of+Derby&amp;site=all">the quagga of Derby</a>?' in html


def test_a_search_has_a_feed_that_knows_what_it_is_of(client, quaggas):
    html = search(client, "?q=quagga&kind=release&sort=date")
    assert f'/{OFFICE}/search/feed/?q=quagga&amp;kind=release' in html
    feed = json.loads(client.get(f"/{OFFICE}/search/feed/json/?q=quagga&kind=release").content)
    assert [item["title"] for item in feed["items"]] == ["Quagga anew", "Quagga of old"]
    assert "quagga" in feed["title"]
    answer = client.get(f"/{OFFICE}/search/feed/?q=quagga")
    assert client.get(f"/{OFFICE}/search/feed/?q=quagga", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_standing_pages_are_found_on_their_own_site(client):
    assert f"/{OFFICE}/complaints/" in found(search(client, "?q=complain"))
    everywhere = found(search(client, "?q=complaint", "programme"))
    assert [address for address in everywhere if address.endswith("/complaints/")] == ["/complaints/"]


@pytest.mark.parametrize("slug", ["", "derbyshire-police/", "derbyshire-opcc/"])
@pytest.mark.parametrize("path", ["", "news/", "contact/", "not-there/", "search/", "gone/"])
def test_the_box_is_on_every_page_the_missing_and_the_withdrawn_too(client, slug, path):
    of = Publisher.objects.get(slug=slug.strip("/") or "programme").slug
    page("gone/", of=of, withdrawn_at=timezone.now(), withdrawal_reason="A test.")
    html = client.get(f"/{slug}{path}").content.decode()
    assert 'role="search"' in html
    assert f'action="/{slug}search/"' in html


def test_the_box_is_on_the_page_for_a_closed_door(rf):
    request = rf.get("/derbyshire-opcc/x/")
    request.publisher, request.publishers, request.preferences = publisher(), list(Publisher.objects.all()), Preferences()
    assert b'role="search"' in forbidden(request, Exception()).content


def test_suggestions_are_public_titles_with_what_is_typed(client):
    page("one/", title="The quagga of Derby")
    answer = client.get(f"/{OFFICE}/search/suggest/?q=derby+quag")
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {"suggestions": [{"title": "The quagga of Derby", "kind": "Page", "site": publisher().short_name, "address": f"/{OFFICE}/one/"}]}
    assert client.get(f"/{OFFICE}/search/suggest/?q=qu").json() == {"suggestions": []}
    assert len(client.get(f"/{OFFICE}/search/suggest/?q=quagga+of+de").json()["suggestions"]) == 1
    assert client.get("/leicestershire-opcc/search/suggest/?q=quag").json() == {"suggestions": []}


def test_a_search_asks_the_database_a_handful_of_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        client.get(f"/{OFFICE}/search/?q=who+investigates+the+murder+of+a+quagga&site=all")
