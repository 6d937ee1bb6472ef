"""The newsroom of each site."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.news.models import PressRelease
from collaboration.publishers.models import Force
from tests.making import agreement, hours, page, publisher, release

pytestmark = pytest.mark.django_db


def test_a_site_lists_its_own_and_what_concerns_its_area(client):
    release("theirs", of="leicestershire-opcc", headline="About Derbyshire too").forces.add(Force.objects.get(slug="derbyshire"))
    release("not-theirs", of="leicestershire-opcc", headline="About Leicestershire alone")
    listed = client.get("/derbyshire-opcc/news/").content.decode()
    assert "/leicestershire-opcc/news/theirs/" in listed
    assert "About Leicestershire alone" not in listed


def test_the_programme_lists_the_releases_of_all(client):
    release("theirs", of="leicestershire-opcc", headline="A fresh headline")
    assert "A fresh headline" in client.get("/news/").content.decode()


def test_a_release_shows_when_it_was_posted_and_when_things_happened(client):
    shown = client.get("/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/").content.decode()
    assert "9 May 2016" in shown
    assert "12 November 2013" in shown


def test_older_and_newer_follow_one_another_within_an_office():
    first, second, third = (release(f"r{number}", of="lincolnshire-opcc", publish_at=timezone.now() - hours(9 - number)) for number in range(3))
    assert (second.context()["older"], second.context()["newer"]) == (first, third)
    assert third.context()["newer"] is None


def test_an_embargoed_release_is_nobodys_neighbour():
    first = release("r1", of="lincolnshire-opcc", publish_at=timezone.now() - hours(5))
    release("r2", of="lincolnshire-opcc", publish_at=timezone.now() + hours(5))
    assert first.context()["newer"] is None


def test_a_year_of_the_archive_lists_that_year_by_the_clock_of_britain(client):
    release("late", of="lincolnshire-opcc", headline="At the turn of the year", publish_at=datetime(2018, 12, 31, 23, 59, tzinfo=UTC))
    assert "At the turn of the year" in client.get("/lincolnshire-opcc/news/archive/2018/").content.decode()
    assert client.get("/lincolnshire-opcc/news/archive/2017/").status_code == 404
    assert client.get("/lincolnshire-opcc/news/archive/99999999999/").status_code == 404


def test_an_office_without_releases_says_so_and_leads_on(client):
    PressRelease.objects.all().delete()
    shown = client.get("/lincolnshire-opcc/news/")
    assert shown.status_code == 200


def test_a_headline_of_sixty_words_is_no_trouble(client):
    release("long", headline=("word " * 40).strip(), of="lincolnshire-opcc")
    assert client.get("/lincolnshire-opcc/news/long/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/news/", "/news/?page=2", "/agreements/", "/lincolnshire-opcc/", "/lincolnshire-opcc/news/", "/lincolnshire-opcc/agreements/", "/search/?q=word", "/lincolnshire-opcc/news/r7/", "/lincolnshire-opcc/about-us/p3/"])
def test_more_content_needs_no_more_queries(client, visited, address):
    everybody = list(Force.objects.all())
    counted = []
    for many in (range(25), range(25, 65)):
        for number in many:
            release(f"r{number}", of="lincolnshire-opcc", headline=f"The word {number}").forces.set(everybody)
            agreement(f"a{number}").parties.set(everybody)
            page(f"about-us/p{number}/", of="lincolnshire-opcc", title=f"A word {number}", body="<p>[[our-agreements]]</p><p>[[our-units]]</p><p>In all [[fact population-served]].</p>")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))
    few, more = counted
    # In the transaction that wrote them nothing of them is kept in memory, so that more is asked here; tests/test_queries.py has what a page asks then.
    assert more <= few <= 12


def test_the_media_contact_of_an_old_release_is_marked_as_a_record(client):
    shown = client.get("/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/").content.decode()
    assert "Sallie Blair" in shown
    assert "2013" in shown
    assert "tel:" not in shown
    assert publisher("leicestershire-opcc")
