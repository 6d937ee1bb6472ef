"""What machines ask for: sitemaps and their index, the news of two days, the search of a browser, a password's address."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from usp.objects.sitemap import IndexXMLSitemap, PagesXMLSitemap
from usp.tree import sitemap_from_str

from collaboration.front import addresses, machines
from collaboration.news.models import PressRelease
from tests.making import release

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
OFFICE = "/derbyshire-opcc/"


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def entries(client, path: str) -> list[tuple[str, str | None]]:
    """Place and date of last change of each entry of a sitemap or of the index."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [(one.find(f"{SITEMAP}loc").text, one.findtext(f"{SITEMAP}lastmod")) for one in ElementTree.fromstring(answer.content)]


def listed(client, site: str) -> dict[str, str | None]:
    """Every place in every sitemap that a site's index names."""
    found = [one for file, _changed in entries(client, f"{site}sitemap.xml") for one in entries(client, file.removeprefix("http://testserver"))]
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.mark.parametrize("site", ["/", OFFICE, "/derbyshire-police/"])
def test_the_sitemaps_list_whole_addresses_that_answer(client, site):
    found = listed(client, site)
    assert len(found) > 10
    assert all(place.startswith(f"http://testserver{site}") for place in found)
    for place in found:
        assert client.get(place.removeprefix("http://testserver")).status_code == 200, place


def test_an_address_says_when_it_last_changed_or_came_out(client):
    came_out = timezone.now().replace(microsecond=0) - hours(1)
    one = release("out-now", publish_at=came_out)
    PressRelease.objects.filter(pk=one.pk).update(changed_at=came_out - timedelta(days=20))
    place = "http://testserver/derbyshire-opcc/news/out-now/"
    assert datetime.fromisoformat(listed(client, OFFICE)[place]) == came_out
    changed = timezone.now().replace(microsecond=0)
    PressRelease.objects.filter(pk=one.pk).update(changed_at=changed)
    assert datetime.fromisoformat(listed(client, OFFICE)[place]) == changed
    index = dict(entries(client, f"{OFFICE}sitemap.xml"))
    assert datetime.fromisoformat(index["http://testserver/derbyshire-opcc/sitemaps/news-1.xml"]) == changed


def test_what_is_not_public_is_neither_listed_nor_counted_nor_dated(client, monkeypatch):
    monkeypatch.setattr(machines, "LARGEST", 2)
    monkeypatch.setattr(addresses, "LARGEST", 2)
    before = entries(client, f"{OFFICE}sitemap.xml"), listed(client, OFFICE)
    for number in range(5):
        release(f"embargoed-{number}", publish_at=timezone.now() + hours(1))
        release(f"draft-{number}", publish_at=None)
        release(f"gone-{number}", publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="An error.")
    assert (entries(client, f"{OFFICE}sitemap.xml"), listed(client, OFFICE)) == before


def test_many_things_stand_in_several_files_each_once(client, monkeypatch):
    monkeypatch.setattr(machines, "LARGEST", 3)
    monkeypatch.setattr(addresses, "LARGEST", 3)
    for number in range(8):
        release(f"one-of-many-{number}", publish_at=timezone.now() - hours(1))
    files = [place for place, _changed in entries(client, f"{OFFICE}sitemap.xml") if "/sitemaps/news-" in place]
    assert len(files) == 3
    assert all(len(entries(client, file.removeprefix("http://testserver"))) <= 3 for file in files)
    assert sum("one-of-many" in place for place in listed(client, OFFICE)) == 8


@pytest.mark.parametrize("site", ["/", OFFICE])
def test_a_reader_of_sitemaps_that_others_wrote_takes_them_all(client, site):
    release("today", headline="Out & <about>", publish_at=timezone.now() - hours(1))
    index = sitemap_from_str(client.get(f"{site}sitemap.xml").text)
    assert isinstance(index, IndexXMLSitemap)
    files = [one.url.removeprefix("http://testserver") for one in index.sub_sitemaps]
    assert len(files) == (5 if site == "/" else 3)
    for file in files:
        read = sitemap_from_str(client.get(file).text)
        assert isinstance(read, PagesXMLSitemap), file
        dated = [(page.url, page.last_modified is not None) for page in read.all_pages()]
        assert [place for place, _dated in dated] == [place for place, _changed in entries(client, file)]
        assert all(has_date == ("/site-" not in file) for _place, has_date in dated)
    news = list(sitemap_from_str(client.get(f"{OFFICE}news-sitemap.xml").text).all_pages())
    assert [one.news_story.title for one in news] == ["Out & <about>"]


@pytest.mark.parametrize("path", ["sitemaps/news-0.xml", "sitemaps/news-99.xml", "sitemaps/units-1.xml", "sitemaps/nothing-1.xml", "sitemaps/site-2.xml", "sitemaps/news-99999999999999999999.xml"])
def test_a_sitemap_that_is_not_there_is_not_found(client, path):
    assert client.get(OFFICE + path).status_code == 404


def test_the_news_of_two_days_are_told_to_news_search(client):
    release("today", headline="Out & <about>", publish_at=timezone.now() - hours(1))
    release("last-week", publish_at=timezone.now() - timedelta(days=7))
    release("tomorrow", headline="Embargoed", publish_at=timezone.now() + hours(20))
    found = ElementTree.fromstring(client.get(f"{OFFICE}news-sitemap.xml").content)
    assert [one.find(f"{SITEMAP}loc").text for one in found] == ["http://testserver/derbyshire-opcc/news/today/"]
    assert found.findtext(f".//{NEWS}title") == "Out & <about>"
    assert found.findtext(f".//{NEWS}language") == "en"
    assert "Derbyshire" in found.findtext(f".//{NEWS}name")
    assert list(ElementTree.fromstring(client.get("/lincolnshire-opcc/news-sitemap.xml").content)) == []


@pytest.mark.parametrize("site", ["/", OFFICE])
def test_a_browser_learns_how_to_search_here(client, site):
    page = client.get(site).text
    assert 'rel="search" type="application/opensearchdescription+xml" title=' in page
    answer = client.get(f"{site}opensearch.xml")
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    found = ElementTree.fromstring(answer.content.strip())
    assert len(found.findtext(f"{space}ShortName")) <= 16
    assert len(found.findtext(f"{space}LongName")) <= 48
    for address in found.iter(f"{space}Url"):
        place = address.get("template").replace("{searchTerms}", "custody").removeprefix("http://testserver")
        answer = client.get(place)
        assert answer.status_code == 200, place
        # A feed calls itself plain XML, so that browsers show it instead of saving it.
        assert answer.headers["Content-Type"].split(";")[0] in (address.get("type"), "application/xml")


def test_a_password_manager_is_led_to_the_desk(client):
    assert client.get("/.well-known/change-password").headers["Location"].startswith("/admin/account/")
    assert client.get("/derbyshire-opcc/.well-known/change-password").status_code == 404
