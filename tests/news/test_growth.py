"""What is counted once and kept: right to the second at an embargo's end, after every write, and page by page the same as all in a row."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.editorial.meanwhile import end_of_spell, meanwhile
from collaboration.news import beside
from collaboration.news.archive import Span
from collaboration.news.listing import Listing
from collaboration.news.models import PressRelease, Topic
from collaboration.news.narrowing import ReleaseFilter
from tests.making import agreement, hours, publisher, release

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def committed() -> None:
    """As at the end of a transaction: what has changed raises its editions, and is no reason to keep nothing any more."""
    connection.raise_editions()


def listing(at: datetime = NOW, of: str = "lincolnshire-opcc", **asked) -> Listing:
    office = publisher(of)
    return Listing(office, at, ReleaseFilter(asked, publisher=office, at=at))


@pytest.fixture
def many():
    """Sixty releases in three months, two at each moment, and one taken back; every third on forensics."""
    first = datetime(2019, 4, 20, tzinfo=UTC)
    made = [PressRelease(publisher=publisher("lincolnshire-opcc"), slug=f"r{number}", headline=f"Release {number}", summary="S.", body="<p>B.</p>", publish_at=first + timedelta(days=number // 2)) for number in range(60)]
    made = PressRelease.objects.bulk_create(made)
    Topic.objects.get(slug="forensics").releases.set(made[::3])
    release("back", of="lincolnshire-opcc", publish_at=first + timedelta(days=3, hours=1), withdrawn_at=first + timedelta(days=9), withdrawal_reason="Wrong.")
    return made


@pytest.mark.parametrize("asked", [{}, {"topic": "forensics"}])
def test_the_parts_of_a_list_are_the_whole_in_its_order(many, asked):
    found = listing(**asked)
    whole = list(found.found.values_list("pk", flat=True))
    assert len(whole) == (20 if asked else 60)
    assert [number for start in range(0, len(whole), 7) for number in found.numbers(None, start, start + 7)] == whole
    for span in (Span(2019), Span(2019, 4), Span(2019, 5), Span(2019, 6)):
        inside = list(span.of(found.found).values_list("pk", flat=True))
        assert found.numbers(span, 0, 100) == inside
        assert found.numbers(span, 3, 9) == inside[3:9]
        assert found.number_in(span) == len(inside)
    assert found.numbers(Span(2018), 0, 20) == []


@pytest.mark.parametrize("asked", [{}, {"topic": "forensics"}])
def test_a_list_counts_what_has_come_out_by_its_very_moment(many, asked):
    moment = NOW.replace(microsecond=500)
    one = release("soon", of="lincolnshire-opcc", publish_at=moment, withdrawn_at=moment + hours(1), withdrawal_reason="Wrong.")
    one.topics.add(Topic.objects.get(slug="forensics"))
    tick = timedelta(microseconds=1)
    numbers = [listing(at, **asked).number_in(None) for at in (moment - tick, moment, moment + hours(1) - tick, moment + hours(1))]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 1, numbers[0]]
    assert [one.pk in listing(at, **asked).numbers(None, 0, 5) for at in (moment - tick, moment, moment + hours(1))] == [False, True, False]


def test_what_is_kept_holds_until_a_boundary_or_a_write_and_no_longer():
    office = publisher("lincolnshire-opcc")
    made = []

    def count(at: datetime) -> int:
        return meanwhile((PressRelease,), ("count in a test", office.pk), at, lambda: made.append(at) or PressRelease.objects.of(office).live(at).count())

    release("soon", of="lincolnshire-opcc", publish_at=NOW + hours(1), withdrawn_at=NOW + hours(2), withdrawal_reason="Wrong.")
    committed()
    before = count(NOW)
    assert [count(NOW), count(NOW + hours(0.9))] == [before, before]
    assert len(made) == 1
    assert [count(NOW + hours(1)), count(NOW + hours(1.5)), count(NOW + hours(2))] == [before + 1, before + 1, before]
    assert len(made) == 3
    # The clock goes back.
    assert count(NOW + hours(1)) == before + 1
    PressRelease.objects.filter(slug="soon").update(publish_at=NOW - hours(1))
    assert count(NOW) == before + 1
    committed()
    assert count(NOW) == before + 1


def test_a_list_that_was_counted_asks_for_its_page_and_nothing_more(client):
    for number in range(25):
        release(f"r{number}", of="lincolnshire-opcc", publish_at=NOW - hours(number + 1))
    committed()
    for address in ("/lincolnshire-opcc/news/?page=2", "/news/?topic=forensics", "/agreements/", "/agreements/timeline/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert not [one["sql"] for one in queries if "COUNT(" in one["sql"]], address
        assert len(queries) <= 5, address


def test_a_spell_ends_with_what_comes_next_or_with_the_day():
    PressRelease.objects.filter(publish_at__gt=NOW).update(publish_at=None)
    noon = datetime(2031, 6, 10, 11, tzinfo=UTC)
    assert end_of_spell((PressRelease,), noon, is_by_day=False) is None
    assert end_of_spell((PressRelease,), noon, is_by_day=True) == datetime(2031, 6, 10, 23, tzinfo=UTC)
    release("soon", publish_at=noon - hours(1), withdrawn_at=noon + hours(5), withdrawal_reason="Wrong.")
    release("later", publish_at=noon + hours(7))
    assert end_of_spell((PressRelease,), noon, is_by_day=True) == noon + hours(5)
    assert end_of_spell((PressRelease,), noon + hours(5), is_by_day=False) == noon + hours(7)


def test_releases_to_come_do_not_keep_others_from_being_akin(monkeypatch):
    """Only so many of those about a subject are weighed: the ones nobody may see must not use up the places."""
    monkeypatch.setattr(beside, "MOST_WEIGHED", 3)
    beside.around.questions.clear()
    PressRelease.objects.update(publish_at=None)
    topic = Topic.objects.get(slug="forensics")
    one, other = release("one"), release("other")
    topic.releases.set([one, other])
    topic.releases.add(*(release(f"hidden{number}", publish_at=NOW + hours(9)) for number in range(5)))
    assert one.context()["akin"] == [other]
    beside.around.questions.clear()


def test_an_agreement_is_counted_and_placed_as_soon_as_it_changes(client):
    one = agreement("counted", starts_on=timezone.localdate() - timedelta(days=9))
    committed()
    first = client.get("/agreements/?state=in-force").content.decode()
    assert "Title of counted" in first
    type(one).objects.filter(pk=one.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    committed()
    assert "Title of counted" not in client.get("/agreements/?state=in-force").content.decode()
    assert "Title of counted" in client.get("/agreements/?state=ended").content.decode()
