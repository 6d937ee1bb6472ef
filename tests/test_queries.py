"""How much a page asks of the database once publishers, menus and what many texts name are in memory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from collaboration.agreements.models import Agreement
from collaboration.news.models import PressRelease
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from collaboration.units.models import Unit

from .crawling import pages

pytestmark = pytest.mark.django_db
LISTS = ("/news/", "/derbyshire-opcc/news/", "/leicestershire-opcc/news/", "/units/", "/lincolnshire-police/units/", "/agreements/")
MOST, MOST_OF_A_RECORD = 8, 3


def asked(client, address: str) -> list[str]:
    """What a page asks when another visitor has been there before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in queries]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_three_things_at_most(client, address):
    assert len(asked(client, address)) <= MOST_OF_A_RECORD


@pytest.mark.parametrize("model", [PressRelease, Unit, Agreement])
def test_the_page_of_a_record_asks_three_things_at_most(client, model):
    # A release asks for its pictures and documents as well, where it has any.
    found = model.objects.live().select_related("publisher").order_by("pk")
    found = found.filter(pictures=None, documents=None) if model is PressRelease else found
    assert len(found) > 10
    for record in found[::4]:
        assert len(asked(client, record.get_absolute_url())) <= MOST_OF_A_RECORD, record


def test_a_page_of_text_asks_three_things_at_most_unless_it_shows_lists_of_records(client):
    for page in Page.objects.live().exclude(path="").exclude(body__contains="<p>[[").select_related("publisher")[::5]:
        assert len(asked(client, page.get_absolute_url())) <= MOST_OF_A_RECORD, page


def test_no_kind_of_page_asks_more_than_eight_things(client, visits):
    kinds = {}
    for address in sorted(pages(visits)):
        path = address.partition("?")[0]
        first, _stroke, rest = path.removeprefix("/").partition("/")
        site = first if Publisher.objects.filter(slug=first).exists() else ""
        kinds.setdefault((resolve(f"/{rest}" if site else path).view_name, site.rpartition("-")[2]), address)
    assert len(kinds) > 40
    assert {address: len(found) for address in kinds.values() if len(found := asked(client, address)) > MOST} == {}


def test_publishers_and_menus_are_asked_for_once_and_again_when_they_change(client):
    client.get("/derbyshire-opcc/accessibility/")
    assert asked(client, "/derbyshire-opcc/accessibility/") == []
    office = Publisher.objects.get(slug="derbyshire-opcc")
    Publisher.objects.filter(pk=office.pk).update(copyright_line="Set anew")
    assert "Set anew" in client.get("/derbyshire-opcc/accessibility/").content.decode()
    office.menu_items.filter(pk=office.menu_items.filter(place="footer").first().pk).update(label="Another label")
    assert "Another label" in client.get("/derbyshire-opcc/accessibility/").content.decode()
