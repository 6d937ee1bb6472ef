"""Whose site is a request for?"""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_script_prefix

from collaboration.publishers.models import MenuItem, Publisher
from tests.making import page, publisher

pytestmark = pytest.mark.django_db


def give_host(slug: str, host: str) -> None:
    Publisher.objects.filter(slug=slug).update(host=host)


def test_the_root_is_the_programme(client):
    assert client.get("/").context["publisher"].slug == "programme"


def test_the_first_part_of_the_path_names_a_site(client):
    response = client.get("/leicestershire-opcc/news/")
    assert response.context["publisher"].slug == "leicestershire-opcc"
    assert 'href="/leicestershire-opcc/search/' in response.content.decode() or 'action="/leicestershire-opcc/search/' in response.content.decode()


def test_a_site_without_its_last_stroke_is_redirected(client):
    response = client.get("/leicestershire-opcc")
    assert (response.status_code, response["Location"]) == (301, "/leicestershire-opcc/")


def test_a_page_without_its_last_stroke_is_redirected_within_its_site(client):
    response = client.get("/leicestershire-opcc/news")
    assert (response.status_code, response["Location"]) == (301, "/leicestershire-opcc/news/")


def test_a_host_of_its_own_serves_the_same_site_at_the_root(client, settings):
    give_host("leicestershire-opcc", "leicestershire.localhost")
    response = client.get("/news/", headers={"host": "leicestershire.localhost"})
    assert response.context["publisher"].slug == "leicestershire-opcc"
    assert "/leicestershire-opcc/" not in response.content.decode()


def test_links_from_elsewhere_lead_to_the_host_a_site_has(client):
    give_host("leicestershire-opcc", "leicestershire.localhost")
    assert publisher("leicestershire-opcc").reverse("news:releases") == "http://leicestershire.localhost/news/"
    assert publisher("derbyshire-opcc").reverse("news:releases") == "/derbyshire-opcc/news/"


def test_links_from_a_host_of_its_own_to_the_others_are_whole(client, settings):
    settings.ADDRESS = "https://www.example.org"
    assert publisher("derbyshire-opcc").reverse("news:releases") == "https://www.example.org/derbyshire-opcc/news/"


def test_a_reverse_from_within_a_site_is_not_mounted_twice(client):
    client.get("/leicestershire-opcc/news/")
    assert get_script_prefix() == "/"
    assert publisher("leicestershire-opcc").reverse("news:releases") == "/leicestershire-opcc/news/"


def test_the_script_prefix_is_put_back_when_a_view_fails(client, monkeypatch):
    monkeypatch.setattr("collaboration.news.views.Listing", lambda *_asked: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get("/leicestershire-opcc/news/")
    assert get_script_prefix() == "/"


@pytest.mark.parametrize("path", ["/leicestershire-opcc/admin/", "/leicestershire-opcc/health/live", "/leicestershire-opcc/forces/", "/leicestershire-opcc/history/"])
def test_what_is_the_programmes_alone_is_not_found_on_other_sites(client, path):
    assert client.get(path).status_code == 404


def test_another_offices_page_is_not_found_under_ones_own_name(client):
    page("only-derbyshire/", of="derbyshire-opcc")
    assert client.get("/derbyshire-opcc/only-derbyshire/").status_code == 200
    assert client.get("/leicestershire-opcc/only-derbyshire/").status_code == 404
    assert client.get("/only-derbyshire/").status_code == 404


def test_a_site_is_not_mounted_twice(client):
    assert client.get("/leicestershire-opcc/derbyshire-opcc/").status_code == 404


def test_a_programme_page_cannot_take_the_path_of_a_site():
    draft = page("made-up/", of="programme")
    draft.path = "derbyshire-opcc/"
    with pytest.raises(ValidationError, match="slug of another site"):
        draft.full_clean()


@pytest.mark.parametrize("path", ["news/", "news/some-release/", "contact/", "units/emsou/", "search/", "admin/", "privacy/"])
def test_a_page_cannot_take_an_address_that_is_taken(path):
    draft = page("made-up/")
    draft.path = path
    with pytest.raises(ValidationError, match="another part of the site"):
        draft.full_clean()


def test_a_menu_entry_leads_somewhere_and_not_to_two_places():
    entry = MenuItem(publisher=publisher(), place="header", label="Nowhere")
    with pytest.raises(ValidationError, match="not both"):
        entry.full_clean()
    entry.path, entry.address = "/news/", "https://www.example.org/"
    with pytest.raises(ValidationError, match="not both"):
        entry.full_clean()


def test_a_menu_entry_stands_under_one_that_is_there():
    entry = MenuItem(publisher=publisher(), place="header", parent_label="Not there", label="Below", path="/news/")
    with pytest.raises(ValidationError, match="first level"):
        entry.full_clean()


def test_a_notice_shows_between_its_dates_only(client):
    from datetime import UTC, datetime

    one = publisher()
    one.notice, one.notice_from, one.notice_until = "<p>Closed.</p>", datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 1, 2, tzinfo=UTC)
    assert one.notice_at(datetime(2029, 12, 31, 23, 59, 59, tzinfo=UTC)) == ""
    assert one.notice_at(datetime(2030, 1, 1, tzinfo=UTC)) == "<p>Closed.</p>"
    assert one.notice_at(datetime(2030, 1, 2, tzinfo=UTC)) == ""


@pytest.mark.parametrize("size", ["large", "largest"])
def test_a_text_size_is_remembered_in_one_cookie_and_holds_on_every_site(client, size):
    response = client.post("/leicestershire-opcc/text-size/", {"text_size": size, "back": "/leicestershire-opcc/news/"})
    assert (response.status_code, response["Location"]) == (302, "/leicestershire-opcc/news/")
    assert response.cookies["preferences"].value == size
    assert response.cookies["preferences"]["path"] == "/"
    assert f'class="text-{size}' in client.get("/derbyshire-police/").content.decode()


def test_the_normal_text_size_needs_no_cookie(client):
    client.cookies["preferences"] = "large"
    response = client.post("/text-size/", {"text_size": "normal", "back": "/"})
    assert response.cookies["preferences"].value == ""


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", ""])
def test_choosing_a_text_size_leads_to_no_other_site(client, back):
    assert client.post("/text-size/", {"text_size": "large", "back": back})["Location"] == "/"


@pytest.mark.parametrize("cookie", ["", "huge", "large; drop", "<script>", "\u00e9"])
def test_a_cookie_we_did_not_write_counts_as_none(client, cookie):
    client.cookies["preferences"] = cookie
    assert client.get("/").context["preferences"].text_size == "normal"
