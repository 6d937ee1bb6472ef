"""The list of releases: by date, narrowed, cut into pages, and never with a word of what is not public."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.news.models import PressRelease, Topic
from collaboration.publishers.models import Force
from collaboration.units.models import Unit
from tests.html import read
from tests.making import hours, publisher, release

pytestmark = pytest.mark.django_db
OFFICE = "/lincolnshire-opcc/news/"


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def headlines(html: str) -> list[str]:
    return [card.partition("</a>")[0].rpartition(">")[2] for card in html.split('release-card__headline">')[1:]]


def on(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


# By date


@pytest.mark.parametrize(("moment", "month", "other"), [
    (on(2019, 5, 31, 22, 59), "05", "06"),  # 23:59 here
    (on(2019, 5, 31, 23, 0), "06", "05"),  # midnight here, in summer
    (on(2019, 12, 31, 23, 59), "12", None),
    (on(2019, 10, 31, 23, 30), "10", "11"),  # the clocks have gone back
])  # fmt: skip
def test_a_month_begins_and_ends_by_the_clock_of_britain(client, moment, month, other):
    release("turn", of="lincolnshire-opcc", headline="At the turn", publish_at=moment)
    assert headlines(shown(client, f"{OFFICE}archive/2019/{month}/")) == ["At the turn"]
    if other:
        assert client.get(f"{OFFICE}archive/2019/{other}/").status_code == 404


def test_the_archive_counts_by_year_and_month_what_is_public(client):
    for number, day in enumerate([on(2018, 3, 1), on(2018, 3, 2), on(2018, 7, 1), on(2017, 1, 1)]):
        release(f"r{number}", of="lincolnshire-opcc", publish_at=day)
    release("withdrawn", of="lincolnshire-opcc", publish_at=on(2018, 3, 3), withdrawn_at=on(2018, 4, 1), withdrawal_reason="Wrong.")
    release("embargoed", of="lincolnshire-opcc", publish_at=timezone.now() + hours(1))
    html = shown(client, f"{OFFICE}archive/2018/")
    words = read(html).text
    assert "3 releases" in words
    assert "2018 (3)" in words
    assert "2017 (1)" in words
    assert "March (2)" in words
    assert "July (1)" in words
    assert str(timezone.localdate().year) not in words.partition("By date")[2].partition("Follow")[0]
    assert f'href="{OFFICE}archive/2017/"' in html
    assert f'href="{OFFICE}archive/2018/07/"' in html


def test_from_month_to_month_one_goes_past_those_in_which_nothing_came_out(client):
    for number, day in enumerate([on(2018, 3, 1), on(2018, 7, 1), on(2020, 1, 1)]):
        release(f"r{number}", of="lincolnshire-opcc", publish_at=day)
    html = shown(client, f"{OFFICE}archive/2018/07/")
    assert f'rel="prev" href="{OFFICE}archive/2018/03/"' in html
    assert f'rel="next" href="{OFFICE}archive/2020/01/"' in html


@pytest.mark.parametrize("path", ["archive/2016/13/", "archive/2016/00/", "archive/2016/5/", "archive/2016/06/", "archive/0000/", "archive/9999/12/", "archive/20160/", "archive/", "?page=0", "?page=2", "?page=-1", "?page=x", "archive/2012/?page=9"])
def test_a_date_or_a_page_that_is_not_there_is_not_found(client, path):
    assert client.get(f"/leicestershire-opcc/news/{path}").status_code == 404


def test_five_hundred_releases_in_a_month_are_pages_of_twenty(client, visited):
    many = [PressRelease(publisher=publisher("lincolnshire-opcc"), slug=f"r{number}", headline=f"Release {number}", summary="S.", body="<p>B.</p>", publish_at=on(2019, 5, 2) + hours(number / 100)) for number in range(500)]
    PressRelease.objects.bulk_create(many)
    with CaptureQueriesContext(connection) as queries:
        html = shown(client, f"{OFFICE}archive/2019/05/?page=25")
    assert len(queries) <= 8
    assert headlines(html)[-1] == "Release 0"
    assert "500 releases" in read(html).text
    assert client.get(f"{OFFICE}archive/2019/05/?page=26").status_code == 404


# Narrowed


@pytest.fixture
def three():
    """Releases of the programme: one on forensics, one on fraud about Derbyshire, one on both and by an office."""
    forensics, fraud = Topic.objects.get(slug="forensics"), Topic.objects.get(slug="fraud-and-cyber-crime")
    made = [release("one", of="programme", headline="Of forensics"), release("two", of="programme", headline="Of fraud"), release("three", headline="Of both")]
    made[0].topics.add(forensics)
    made[1].topics.add(fraud)
    made[1].forces.add(Force.objects.get(slug="derbyshire"))
    made[2].topics.add(forensics, fraud)
    made[2].units.add(Unit.objects.get(slug="emsou"))
    return made


def test_a_list_is_narrowed_by_each_choice_and_by_all_of_them(client, three):
    PressRelease.objects.exclude(pk__in=[one.pk for one in three]).update(publish_at=None)
    for query, left in {
        "topic=forensics": ["Of both", "Of forensics"], "force=derbyshire": ["Of fraud"], "unit=emsou": ["Of both"], "publisher=programme": ["Of fraud", "Of forensics"],
        "publisher=derbyshire-opcc&topic=forensics&unit=emsou": ["Of both"],
        "topic=fraud-and-cyber-crime&force=derbyshire": ["Of fraud"], "topic=forensics&force=derbyshire": [], "topic=fraud-and-cyber-crime&force=derbyshire&unit=emsou": [],
    }.items():  # fmt: skip
        assert headlines(shown(client, f"/news/?{query}")) == left, query


def test_what_it_is_narrowed_by_stands_in_every_way_on_and_can_be_taken_away(client, three):
    html = shown(client, "/news/?topic=forensics&force=")
    assert "Forensics: News and press releases" in html
    assert 'rel="canonical" href="http://testserver/news/?topic=forensics"' in html
    assert 'class="chip" href="/news/"' in html
    year = timezone.localdate().year
    assert f'href="/news/archive/{year}/?topic=forensics"' in html
    both = shown(client, "/news/?topic=forensics&publisher=programme")
    assert 'class="chip" href="/news/?topic=forensics"' in both
    assert 'class="chip" href="/news/?publisher=programme"' in both


def test_the_choices_survive_paging(client, three):
    topic = Topic.objects.get(slug="forensics")
    for number in range(30):
        release(f"r{number}", of="programme").topics.add(topic)
    html = shown(client, "/news/?topic=forensics&page=2")
    assert 'href="?topic=forensics&amp;page=1"' in html
    assert 'rel="canonical" href="http://testserver/news/?topic=forensics&amp;page=2"' in html


def test_choices_that_exclude_each_other_are_answered_with_what_to_try(client, three):
    html = shown(client, "/news/?topic=air-support&unit=emsou-fs")
    assert "No release fits all of that" in html
    assert 'href="/news/?topic=air-support"' in html
    assert 'href="/news/?unit=emsou-fs"' in html
    # The year had releases, only none of these: it is no address that never was.
    assert "outside 2012" in read(shown(client, "/news/archive/2012/?topic=fraud-and-cyber-crime")).text
    assert client.get("/news/archive/2001/?topic=fraud-and-cyber-crime").status_code == 404


@pytest.mark.parametrize("query", ["topic=nonsense", "unit=%00", "force=a&publisher=b", "topic=" + "x" * 3000, "topic='\"><script>"])
def test_what_cannot_be_read_narrows_nothing_and_is_said(client, query):
    html = shown(client, f"/news/?{query}")
    assert "could not read part of the question" in html
    assert len(headlines(html)) == len(headlines(shown(client, "/news/")))
    assert "<script>" not in html
    assert 'rel="canonical" href="http://testserver/news/"' in html


def test_a_unit_that_is_not_public_answers_like_one_that_never_was(client):
    unit = Unit.objects.create(publisher=publisher("programme"), slug="secret-unit", name="Secret unit", kind="unit", summary="S.", publish_at=timezone.now() + hours(1))
    release("with-it", of="programme").units.add(unit)
    embargoed, unknown = (shown(client, f"/news/?unit={slug}") for slug in ("secret-unit", "secret-knit"))
    assert embargoed.replace("secret-unit", "secret-knit") == unknown
    assert "Secret unit" not in embargoed
    Unit.objects.filter(pk=unit.pk).update(publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="Wrong.")
    assert "could not read part of the question" in shown(client, "/news/?unit=secret-unit")


def test_only_what_the_newsroom_has_something_about_is_offered(client):
    topic = Topic.objects.create(slug="brand-new", name="Brand new")
    release("soon", of="programme", publish_at=timezone.now() + hours(1)).topics.add(topic)
    assert "Brand new" not in shown(client, "/news/")
    assert "Brand new" in shown(client, "/news/?topic=brand-new")
    PressRelease.objects.filter(slug="soon").update(publish_at=timezone.now() - hours(1))
    assert "Brand new" in shown(client, "/news/")
    assert "Brand new" not in shown(client, OFFICE)


def test_search_engines_are_given_topics_and_not_every_mixture(client):
    for query, told in {"": None, "?topic=forensics": None, "?unit=emsou": "noindex", "?topic=forensics&force=derbyshire": "noindex"}.items():
        assert client.get(f"/news/{query}").headers.get("X-Robots-Tag") == told, query


def test_a_narrowed_list_needs_no_more_queries(client, visited, three):
    with CaptureQueriesContext(connection) as queries:
        shown(client, "/news/?topic=forensics&force=derbyshire&unit=emsou&publisher=programme")
    assert len(queries) <= 8


def test_an_office_is_not_asked_for_the_publisher(client):
    release("one", of="lincolnshire-opcc")
    html = shown(client, f"{OFFICE}?publisher=programme")
    assert 'name="publisher"' not in html
    assert 'name="topic"' in html
    assert headlines(html)[0] == "Headline of one"
    assert 'class="chip"' not in html
