"""What every site has, and what happens when something is not there or breaks."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.views.defaults import server_error

from collaboration.front.addresses import EVERYWHERE, PROGRAMME_ONLY
from collaboration.management.commands.load_content import files_in
from collaboration.models import Page, Publisher

from .html import read

OFFICES = [
    "programme", *(f"{area}-police" for area in ("derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire")),
    *(f"{area}-opcc" for area in ("derbyshire", "leicestershire", "lincolnshire", "nottinghamshire")), "northamptonshire-opfcc",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_every_site_has_what_a_visitor_expects(client, slug):
    publisher = Publisher.objects.get(slug=slug)
    for name in EVERYWHERE + (PROGRAMME_ONLY if publisher.is_programme else ()):
        answer = client.get(publisher.reverse(name))
        assert answer.status_code == 200, name
        assert publisher.short_name in read(answer.content.decode()).title


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES[1:])
def test_every_force_and_office_has_a_page_on_its_collaboration_drawn_from_the_records(slug):
    bodies = Page.objects.filter(publisher__slug=slug).values_list("body", flat=True)
    assert any("[[our-units]]" in body or "[[units-table" in body or "[[unit-sections" in body for body in bodies)
    assert any("[[our-agreements]]" in body or "[[regional-agreements]]" in body for body in bodies)


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_a_search_and_the_nearest(client):
    answer = client.get("/northamptonshire-opfcc/about/about-steven/")
    assert answer.status_code == 404
    shown = answer.content.decode()
    assert 'href="/northamptonshire-opfcc/about/about-stephen/"' in shown
    assert 'value="about steven"' in shown


@pytest.mark.django_db
def test_what_was_asked_for_is_not_echoed_as_markup(client):
    assert b"<b>x" not in client.get("/about/<b>x</b>/").content


def test_the_page_for_our_own_errors_needs_no_database(rf, django_db_blocker):
    with django_db_blocker.block():
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"999" in answer.content


@pytest.mark.django_db
def test_the_stock_command_reads_the_fixtures_too():
    before = Page.objects.count()
    call_command("loaddata", *files_in(settings.FIXTURES), verbosity=0)
    assert Page.objects.count() == before


@pytest.mark.django_db
def test_a_form_whose_token_is_missing_says_what_to_do(client):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/lincolnshire-opcc/contact/", {"name": "Ada"})
    assert answer.status_code == 403
    assert "999" in answer.content.decode()


@pytest.mark.django_db
def test_robots_are_told_where_the_maps_are_and_what_to_leave(client):
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in told
    assert told.count("Sitemap: http://testserver/") == 22


@pytest.mark.django_db
def test_security_txt_has_a_contact_and_a_date_to_come(client):
    from datetime import UTC, datetime

    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines() if ": " in line)
    assert lines["Contact"] == "http://testserver/contact/"
    assert datetime.fromisoformat(lines["Expires"].replace("Z", "+00:00")) > datetime.now(UTC)
