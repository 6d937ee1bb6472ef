"""Feeds: what is in them, for whom they change, and what lasts."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import atoma
import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.news.models import PressRelease, Topic
from collaboration.publishers.models import Force, Publisher
from collaboration.units.models import Unit
from tests import making
from tests.making import hours

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "/lincolnshire-opcc/"
FORMS = ("feed/", "feed/rss/", "feed/json/")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def release(slug: str = "a-release", **fields) -> PressRelease:
    return making.release(slug, of="lincolnshire-opcc", **fields)


def atom(client, query: str = "", site: str = SITE):
    answer = client.get(f"{site}news/feed/{query}")
    assert answer.status_code == 200, query
    return ElementTree.fromstring(answer.content)


def titles(client, query: str = "", site: str = SITE) -> list[str]:
    return [one.findtext(f"{ATOM}title") for one in atom(client, query, site).findall(f"{ATOM}entry")]


def item(client, title: str) -> dict:
    """An item of the JSON Feed of the site, by its title."""
    return next(one for one in client.get(f"{SITE}news/feed/json/").json()["items"] if one["title"] == title)


def rich(**fields) -> PressRelease:
    """A release with everything a feed can carry, and what would break one."""
    words = {
        "headline": 'Fish & "chips" < peas',
        "summary": "A 'summary' & \x0b more",
        "body": '<p>See <a href="site:/contact/">us</a>, <a href="site:derbyshire-opcc/news/">them</a> and <a href="#part">below</a>.</p><h2>Part</h2><p>In all [[fact population-served]]. [[picture a-picture]]</p>',
        "notes_to_editors": '<p>Notes at <a href="https://example.org/a?b=1&amp;c=2">a place</a>.</p>',
    }
    making.picture(of="lincolnshire-opcc")
    one = release(**{**words, **fields})
    one.topics.set(Topic.objects.all()[:2])
    one.pictures.set([making.picture("for-press", of="lincolnshire-opcc")])
    return one


# Valid, by readers that others wrote


@pytest.mark.parametrize("site", ["/", SITE])
def test_feeds_are_read_without_a_complaint(client, site):
    rich()
    for address in FORMS[:2]:
        read = feedparser.parse(client.get(f"{site}news/{address}").content)
        assert not read.bozo, read.get("bozo_exception")
        entry = next(one for one in read.entries if one.title.startswith("Fish"))
        assert entry.id.startswith("tag:localhost,2026:release/")
        assert entry.updated_parsed
        assert "In all" in entry.content[0].value
        assert len(entry.enclosures) == 1
    parsed = [
        atoma.parse_atom_bytes(client.get(f"{site}news/feed/").content),
        atoma.parse_rss_bytes(client.get(f"{site}news/feed/rss/").content),
        atoma.parse_json_feed_bytes(client.get(f"{site}news/feed/json/").content),
    ]
    assert parsed[0].id_ == f"tag:localhost,2026:newsroom/{'programme' if site == '/' else 'lincolnshire-opcc'}"
    assert parsed[2].version == "https://jsonfeed.org/version/1.1"


def test_the_three_forms_hold_the_same(client):
    rich()
    release("another")
    in_atom = [one.findtext(f"{ATOM}id") for one in atom(client).findall(f"{ATOM}entry")]
    in_rss = [one.findtext("guid") for one in ElementTree.fromstring(client.get(f"{SITE}news/feed/rss/").content).iter("item")]
    in_json = [one["id"] for one in client.get(f"{SITE}news/feed/json/").json()["items"]]
    assert in_atom == in_rss == in_json
    assert len(set(in_atom)) == len(in_atom) >= 2


def test_a_feed_says_where_it_is_and_where_its_other_forms_are(client):
    topic = Topic.objects.first()
    release().topics.add(topic)
    links = {(one.get("rel"), one.get("type")): one.get("href") for one in atom(client, f"?topic={topic.slug}").findall(f"{ATOM}link")}
    for kind, address in (("atom", "feed/"), ("rss", "feed/rss/"), ("feed+json", "feed/json/")):
        full = "application/feed+json" if "json" in kind else f"application/{kind}+xml"
        assert links["self" if kind == "atom" else "alternate", full] == f"http://testserver{SITE}news/{address}?topic={topic.slug}"
    rss = ElementTree.fromstring(client.get(f"{SITE}news/feed/rss/?topic={topic.slug}&utm_source=x").content)
    assert rss.find(f"channel/{ATOM}link").get("href") == f"http://testserver{SITE}news/feed/rss/?topic={topic.slug}"


def test_at_most_forty_the_newest_first(client):
    PressRelease.objects.bulk_create([
        PressRelease(publisher=making.publisher("lincolnshire-opcc"), slug=f"r{number}", headline=f"H{number}", summary="S", body="<p>T</p>", publish_at=timezone.now() - hours(number + 1))
        for number in range(50)
    ])  # fmt: skip
    assert titles(client) == [f"H{number}" for number in range(40)]


# What is in it


def test_no_address_is_left_that_means_something_here_alone(client):
    one = rich()
    html = item(client, one.headline)["content_html"]
    own = f"http://testserver{SITE}"
    assert f'href="{own}contact/"' in html
    assert 'href="http://testserver/derbyshire-opcc/news/"' in html
    assert f'href="{own}news/a-release/#part"' in html
    assert f'src="{own}pictures/a-picture/' in html
    assert "[[" not in html
    for address in FORMS[:2]:
        body = client.get(f"{SITE}news/{address}").content.decode()
        assert 'href="/' not in body
        assert "href=&quot;/" not in body
        assert "href=&quot;#" not in body
        assert 'src=&quot;/' not in body
        assert "srcset=&quot;/" not in body


def test_the_region_s_feed_has_each_text_as_its_own_site_shows_it(client):
    one = rich()
    html = next(entry for entry in client.get("/news/feed/json/").json()["items"] if entry["title"] == one.headline)["content_html"]
    assert html == item(client, one.headline)["content_html"]


def test_a_site_with_a_host_of_its_own_keeps_every_name(client, settings):
    one = rich()
    before = [entry["id"] for entry in client.get(f"{SITE}news/feed/json/").json()["items"]]
    settings.ALLOWED_HOSTS = ["testserver", "www.example.org"]
    Publisher.objects.filter(slug="lincolnshire-opcc").update(host="www.example.org")
    moved = client.get("/news/feed/json/", HTTP_HOST="www.example.org").json()
    assert [entry["id"] for entry in moved["items"]] == before
    entry = next(entry for entry in moved["items"] if entry["title"] == one.headline)
    assert entry["url"] == "http://www.example.org/news/a-release/"
    assert 'href="http://www.example.org/contact/"' in entry["content_html"]
    assert entry["attachments"][0]["url"].startswith("http://www.example.org/pictures/for-press/")
    # The region tells of it by the same name and address.
    assert entry["url"] in client.get("/news/feed/").content.decode()


def test_text_that_names_pictures_and_records_costs_no_query_for_each_release(client, visited):
    making.picture(of="lincolnshire-opcc")
    for number in range(3):
        release(f"r{number}", body="<p>[[fact population-served]]</p><p>[[picture a-picture]]</p>")
    with CaptureQueriesContext(connection) as few:
        atom(client)
    for number in range(3, 12):
        release(f"r{number}", body="<p>[[fact population-served]]</p><p>[[picture a-picture]]</p>")
    with CaptureQueriesContext(connection) as many:
        atom(client)
    assert len(many) == len(few)


def test_a_text_cannot_break_out_of_the_one_beside_it(client):
    release("one", headline="One", body="<p>first \x1e half</p>")
    release("two", headline="Two", body="<p>second</p>")
    assert "first" in item(client, "One")["content_html"]
    assert item(client, "Two")["content_html"] == "<p>second</p>"


# Narrowed


def test_a_feed_narrows_like_the_list(client):
    topic, force, unit = Topic.objects.first(), Force.objects.get(slug="derbyshire"), Unit.objects.live().first()
    release("plain", headline="Plain")
    release("topical", headline="Topical").topics.add(topic)
    release("regional", headline="Regional").forces.add(force)
    release("about", headline="About").units.add(unit)
    assert titles(client, f"?topic={topic.slug}") == ["Topical"]
    assert titles(client, "?force=derbyshire") == ["Regional"]
    assert titles(client, f"?unit={unit.slug}") == ["About"]
    assert "Plain" in titles(client, "?publisher=lincolnshire-opcc", "/")
    assert titles(client, f"?topic={topic.slug}&force=derbyshire") == []


def test_what_cannot_be_read_is_no_feed_rather_than_a_feed_of_everything(client):
    release()
    unit = Unit.objects.live().first()
    assert client.get(f"{SITE}news/feed/?unit={unit.slug}").status_code == 200
    Unit.objects.filter(pk=unit.pk).update(withdrawn_at=timezone.now() - hours(0.1), withdrawal_reason="Closed.")
    for query in (f"?unit={unit.slug}", "?topic=never", "?force=%00", "?topic=%ff"):
        for address in FORMS:
            assert client.get(f"{SITE}news/{address}{query}").status_code == 404, query


def test_every_page_tells_of_the_feeds_and_a_narrowed_list_of_its_own(client):
    topic = Topic.objects.first()
    release().topics.add(topic)
    page = client.get(f"{SITE}contact/").content.decode()
    narrowed = client.get(f"{SITE}news/?topic={topic.slug}").content.decode()
    for kind, address in (("atom+xml", "feed/"), ("rss+xml", "feed/rss/"), ("feed+json", "feed/json/")):
        assert f'<link rel="alternate" type="application/{kind}"' in page
        assert f'href="{SITE}news/{address}"' in page
        assert f'href="{SITE}news/{address}?topic={topic.slug}"' in narrowed


# A browser that is given the address


def test_a_browser_is_given_a_page_to_read(client):
    release(headline="A headline")
    for address in FORMS[:2]:
        answer = client.get(f"{SITE}news/{address}")
        body = answer.content.decode()
        assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert body.count("<?xml-stylesheet ") == 3
        assert "This is a feed." in body
        assert body.count("<h:title>Office of the Police and Crime Commissioner for Lincolnshire: news and press releases</h:title>") == 1
        assert f'<h:h2><h:a href="http://testserver{SITE}news/a-release/">A headline</h:a></h:h2>' in body


# Who asks again


@pytest.mark.parametrize("address", FORMS)
def test_whoever_has_it_already_is_told_so(client, address):
    PressRelease.objects.update(changed_at=timezone.now() - hours(1))
    release(publish_at=timezone.now() - hours(2))
    PressRelease.objects.update(changed_at=timezone.now() - hours(1))
    first = client.get(f"{SITE}news/{address}")
    for headers in ({"HTTP_IF_NONE_MATCH": first.headers["ETag"]}, {"HTTP_IF_MODIFIED_SINCE": first.headers["Last-Modified"]}):
        for ask in (client.get, client.head):
            again = ask(f"{SITE}news/{address}", **headers)
            assert again.status_code == 304, headers
            assert again.headers["ETag"] == first.headers["ETag"]
            assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(f"{SITE}news/{address}").headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", FORMS)
def test_an_embargo_and_a_withdrawal_change_the_feed_at_their_moment_without_a_write(client, address, monkeypatch):
    now = timezone.now()
    old = release("old", headline="Old words", publish_at=now - hours(30))
    comes = release("comes", headline="Canary", publish_at=now + hours(1))
    PressRelease.objects.filter(pk=old.pk).update(withdrawn_at=now + hours(2), withdrawal_reason="Why.")
    PressRelease.objects.update(changed_at=now - hours(20))
    tags, dates = [], []
    for moment in (now, comes.publish_at - timedelta(microseconds=1), comes.publish_at, now + hours(2)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        answer = client.get(f"{SITE}news/{address}")
        body = answer.content.decode()
        assert ("Canary" in body) == (moment >= comes.publish_at)
        assert ("Old words" in body) == (moment < now + hours(2))
        tags.append(answer.headers["ETag"])
        dates.append(answer.headers.get("Last-Modified"))
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3
    # Within the second of a change no date is given, as there may be another.
    assert dates[0] == dates[1] != dates[2]


def test_a_withdrawal_is_not_hidden_behind_the_date(client):
    now = timezone.now()
    release("older", publish_at=now - hours(30))
    newest = release("newest", headline="Newest", publish_at=now - hours(20))
    PressRelease.objects.update(changed_at=now - hours(20))
    had = client.get(f"{SITE}news/feed/").headers["Last-Modified"]
    PressRelease.objects.filter(pk=newest.pk).update(withdrawn_at=now - hours(1), withdrawal_reason="Why.")
    again = client.get(f"{SITE}news/feed/", HTTP_IF_MODIFIED_SINCE=had)
    assert again.status_code == 200
    assert b"Newest" not in again.content


def test_no_date_is_given_where_none_is_known(client):
    release(body="<p>[[fact population-served]]</p>", publish_at=timezone.now() - hours(2))
    assert "Last-Modified" not in client.get(f"{SITE}news/feed/").headers
    assert "Last-Modified" not in client.get(f"{SITE}news/feed/?force=lincolnshire").headers


def test_pictures_and_documents_go_out_only_while_they_are_live(client):
    one = rich()
    later, gone = making.picture("later", of="lincolnshire-opcc", publish_at=timezone.now() + hours(1)), making.picture("gone", of="lincolnshire-opcc")
    foreign = making.picture("foreign", of="derbyshire-opcc")
    one.pictures.add(later, gone, foreign)
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now(), withdrawal_reason="Why.")
    assert [two["url"] for two in item(client, one.headline)["attachments"]] == [f"http://testserver{SITE}pictures/for-press/1000.jpg"]
    enclosed = item(client, one.headline)["attachments"][0]
    file = b"".join(client.get(enclosed["url"].removeprefix("http://testserver")).streaming_content)
    assert enclosed["size_in_bytes"] == len(file)
    for address in FORMS:
        body = client.get(f"{SITE}news/{address}").content.decode()
        assert not any(f"pictures/{slug}/" in body for slug in ("later", "gone", "foreign"))


def test_a_change_of_a_picture_is_a_change_of_the_feed(client):
    one = release(publish_at=timezone.now() - hours(30))
    picture = making.picture(of="lincolnshire-opcc", publish_at=timezone.now() - hours(29))
    one.pictures.add(picture)
    for model in (PressRelease, type(picture)):
        model.objects.update(changed_at=timezone.now() - hours(20))
    had = client.get(f"{SITE}news/feed/")
    type(picture).objects.filter(pk=picture.pk).update(withdrawn_at=timezone.now() - hours(1), withdrawal_reason="Why.")
    assert client.get(f"{SITE}news/feed/", HTTP_IF_MODIFIED_SINCE=had.headers["Last-Modified"]).status_code == 200


def test_an_empty_feed_stays_the_same(client):
    PressRelease.objects.update(publish_at=None)
    for address in FORMS:
        first, second = (client.get(f"{SITE}news/{address}") for _time in range(2))
        assert first.headers["ETag"] == second.headers["ETag"]
    assert json.loads(client.get(f"{SITE}news/feed/json/").content)["items"] == []


@pytest.mark.parametrize("address", FORMS)
def test_a_feed_is_only_read(client, address):
    assert client.post(f"{SITE}news/{address}").status_code == 405
    assert not client.get(f"{SITE}news/{address}").cookies
