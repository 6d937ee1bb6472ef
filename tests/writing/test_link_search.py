"""The search for pages of ours at the desk: who may ask, what is found, and how its address is written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.search import index

from .. import desk, making

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/link-search/"


@pytest.fixture
def writer(client):
    return desk.signed_in(client, desk.member("writer", "derbyshire-opcc"))


def ask(client, q="", of="derbyshire-opcc"):
    """The answer of the search for a text of that publisher."""
    number = making.publisher(of).pk if of else ""
    return client.get(ADDRESS, {"q": q, "publisher": number})


def addresses(client, q, of="derbyshire-opcc"):
    return [page["address"] for page in ask(client, q, of).json()["pages"]]


def known(thing):
    index.put(thing)
    return thing


def test_nobody_learns_anything_who_is_not_signed_in(client):
    answer = ask(client, "complaints")
    assert answer.status_code in {302, 403}
    assert b"site:" not in answer.content


def test_nobody_learns_anything_without_the_second_factor(client):
    desk.signed_in(client, desk.member("writer", "derbyshire-opcc"), with_factor=False)
    answer = ask(client, "complaints")
    assert answer.status_code in {302, 403}
    assert b"site:" not in answer.content


def test_nobody_learns_anything_who_has_no_office(client):
    desk.signed_in(client, desk.person())
    answer = ask(client, "complaints")
    assert answer.status_code in {302, 403}
    assert b"site:" not in answer.content


def test_a_page_of_the_same_site_is_written_without_the_site(writer):
    known(making.page("zebras/", title="Zebras of Derbyshire"))
    found = ask(writer, "zebras derbyshire").json()["pages"]
    assert found == [{"title": "Zebras of Derbyshire", "kind": "Page", "site": making.publisher().name, "address": "site:/zebras/"}]


def test_a_page_of_another_site_is_written_with_it(writer):
    known(making.page("zebras/", of="lincolnshire-opcc", title="Zebras of Lincolnshire"))
    assert addresses(writer, "zebras") == ["site:lincolnshire-opcc/zebras/"]


def test_a_text_that_many_sites_show_always_names_the_site(writer):
    known(making.page("zebras/", title="Zebras of Derbyshire"))
    assert addresses(writer, "zebras", of="") == ["site:derbyshire-opcc/zebras/"]


def test_a_word_may_be_half_typed(writer):
    known(making.page("zebras/", title="Zebras of Derbyshire"))
    assert addresses(writer, "zebr") == ["site:/zebras/"]


def test_pages_of_the_own_site_come_first(writer):
    known(making.page("a-zebra/", of="lincolnshire-opcc", title="A zebra elsewhere"))
    known(making.page("the-zebra/", title="The zebra here"))
    assert addresses(writer, "zebra") == ["site:/the-zebra/", "site:lincolnshire-opcc/a-zebra/"]


def test_what_the_public_cannot_see_is_not_found(writer):
    now = timezone.now()
    known(making.page("draft/", title="Zebras drafted", publish_at=None))
    known(making.page("later/", title="Zebras embargoed", publish_at=now + timedelta(hours=1)))
    known(making.page("gone/", title="Zebras withdrawn", withdrawn_at=now - timedelta(minutes=1), withdrawal_reason="Out of date"))
    assert addresses(writer, "zebras") == []


def test_a_page_that_is_no_record_is_found_by_its_name_in_the_menu(writer):
    assert "site:/news/" in addresses(writer, "news")


def test_at_most_twenty_are_shown_and_each_once(writer):
    for number in range(30):
        known(making.page(f"zebra-{number}/", title=f"Zebra number {number}"))
    found = addresses(writer, "zebra")
    assert len(found) == len(set(found)) == 20


@pytest.mark.parametrize("query", ["", " ", "'", '"', "*", "a OR", "NEAR(", "%", "x" * 5000, "\x00", "zebra AND NOT x", "🦓"])
def test_anything_typed_is_answered(writer, query):
    answer = ask(writer, query)
    assert answer.status_code == 200
    assert isinstance(answer.json()["pages"], list)


@pytest.mark.parametrize("publisher", ["", "x", "0", "-1", "9" * 30, "１"])
def test_a_publisher_there_is_not_narrows_nothing(writer, publisher):
    answer = writer.get(ADDRESS, {"q": "complaints", "publisher": publisher})
    assert answer.status_code == 200
    assert answer.json()["pages"]


def test_the_beginnings_of_all_our_addresses_are_told(writer):
    sites = {site["slug"]: site["root"] for site in ask(writer).json()["sites"]}
    assert len(sites) == 11
    assert sites["derbyshire-opcc"].endswith("/derbyshire-opcc/")


def test_the_answer_is_kept_nowhere(writer):
    assert "no-store" in ask(writer, "news").headers["Cache-Control"]


def test_the_search_changes_nothing(writer):
    assert writer.post(ADDRESS, {"q": "news"}).status_code == 405


def test_a_search_asks_the_database_a_few_questions_however_much_there_is(writer, django_assert_max_num_queries):
    for number in range(30):
        known(making.page(f"zebra-{number}/", title=f"Zebra number {number}"))
    ask(writer, "zebra")
    # On PostgreSQL two more than on SQLite: how far the numbers of the records go.
    with django_assert_max_num_queries(16):
        ask(writer, "zebra")
