"""The gallery of components, and the tour that the browser tests take."""

from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from collaboration.caching.holding import held_values
from collaboration.templatetags.collaboration import card

from ..browser import tour
from ..html import read

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
# What no reader sees, and what comes only with a form that has been sent: see tests/browser/test_keyboard.py. Pictures come with no content: see tests/browser/test_pictures.py.
NOT_ON_THE_TOUR = {"contact/sent.html", "embeds/picture.html", "pictures/picture.html"}
# Staff see these, on a tour of their own: tests/browser/desk_tour.py and tests/browser/test_sign_in.py.
OF_THE_DESK = ("admin/", "account/", "mfa/", "writing/", "429.html")
# Only a link in an e-mail leads here: tests/alerts and tests/browser/test_alerts.py.
NOT_ON_THE_TOUR |= {"alerts/confirm.html", "alerts/mine.html", "alerts/leave.html", "alerts/gone.html"}
# Only a link that has been made and closed leads here: tests/editorial/test_writing_at_the_desk.py.
NOT_ON_THE_TOUR |= {"editorial/link_closed.html"}
# Only an address made at the desk leads here: tests/passes and tests/browser/test_passes.py.
NOT_ON_THE_TOUR |= {"passes/closed.html", "passes/entrance.html", "passes/release.html", "passes/watermark.html"}
# What stands in a PDF and in a feed is no page: tests/news/test_pdf.py and tests/news/test_feeds.py.
NOT_ON_THE_TOUR |= {"news/pdf.html", "news/feed_text.html"}


@pytest.fixture(autouse=True)
def _with_gallery(settings):
    settings.GALLERY = True


@pytest.fixture(autouse=True)
def _with_nothing_in_memory():
    """A part that is kept is not made again, and tells of no template."""
    held_values.clear()
    card.cache_clear()


@pytest.mark.parametrize("path", ["/gallery/", "/derbyshire-opcc/gallery/", "/gallery/500/"])
def test_there_is_no_gallery_unless_the_settings_want_one(client, settings, path):
    assert client.get(path).status_code == 200
    settings.GALLERY = False
    assert client.get(path).status_code == 404


def test_the_gallery_opens_no_other_template(client):
    assert client.get("/gallery/contact/").status_code == 404


@pytest.mark.parametrize("site", tour.SITES)
def test_a_gallery_is_a_valid_page_in_the_theme_of_its_site(client, site):
    response = client.get(f"{site}gallery/")
    seen = read(response.content.decode())
    assert [name for name, count in Counter(seen.ids).items() if count > 1] == []
    assert seen.h1 == 1
    assert f"themes/{response.context['publisher'].theme}" in response.content.decode()


def test_every_component_is_in_the_gallery(client):
    shown = {template.name for template in client.get("/derbyshire-opcc/gallery/").templates}
    assert {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")} - shown == set()


def test_the_tour_of_the_browser_tests_comes_by_every_template():
    client = Client()
    addresses = [address for kind in tour.KINDS for address in tour.stops(kind)] + [f"{site}gallery/" for site in tour.SITES]
    answers = {address: client.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code not in {200, 404}} == {}
    assert {address for address, answer in answers.items() if answer.status_code == 404 and not address.endswith("/not-there/")} == set()
    shown = {template.name for answer in answers.values() for template in answer.templates}
    wanted = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    of_readers = {name for name in wanted if not name.startswith(OF_THE_DESK)}
    assert of_readers - shown - NOT_ON_THE_TOUR == set()
