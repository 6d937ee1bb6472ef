"""When time alone changes a page."""

from datetime import UTC, datetime

import pytest
from django.db import models
from django.utils import timezone

from collaboration.caching.moments import midnight_after, moments_of, next_change, with_moments
from collaboration.editorial.models import Publishable
from collaboration.editorial.revisions import Revision
from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher
from tests.making import hours, release

RELEASES, OFFICES = {"collaboration_pressrelease"}, {"collaboration_publisher"}
# Noon, so that midnight is far enough.
NOON = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def next_of(tables: set[str], at: datetime) -> datetime:
    return datetime.fromtimestamp(next_change(tables, at.timestamp()), UTC)


@pytest.mark.django_db
def test_a_page_is_good_until_the_next_thing_it_read_of_comes_out_or_is_taken_back():
    release("second", publish_at=NOON + hours(2))
    release("first", publish_at=NOON - hours(1), withdrawn_at=NOON + hours(1), withdrawal_reason="A mistake.")
    assert next_of(RELEASES, NOON) == NOON + hours(1)
    assert next_of(RELEASES, NOON + hours(1)) == NOON + hours(2)
    assert next_of({"collaboration_unit"}, NOON) > NOON + hours(11)


@pytest.mark.django_db
def test_a_notice_begins_and_ends_at_its_moment():
    Publisher.objects.filter(slug="derbyshire-opcc").update(notice="<p>Soon</p>", notice_from=NOON + hours(1), notice_until=NOON + hours(3))
    assert next_of(OFFICES, NOON) == NOON + hours(1)
    assert next_of(OFFICES, NOON + hours(2)) == NOON + hours(3)


@pytest.mark.django_db
def test_a_clock_that_goes_back_is_asked_again():
    release("second", publish_at=NOON + hours(2))
    assert next_of(RELEASES, NOON + hours(3)) > NOON + hours(4)
    assert next_of(RELEASES, NOON) == NOON + hours(2)


@pytest.mark.django_db
def test_a_moment_that_is_put_off_is_seen_at_once():
    one = release("second", publish_at=NOON + hours(2))
    assert next_of(RELEASES, NOON) == NOON + hours(2)
    PressRelease.objects.filter(pk=one.pk).update(publish_at=NOON + hours(5))
    assert next_of(RELEASES, NOON) == NOON + hours(5)


@pytest.mark.parametrize(("at", "midnight"), [("2026-06-30 22:30", "2026-06-30 23:00"), ("2026-06-30 23:00", "2026-07-01 23:00"), ("2026-12-31 23:59", "2027-01-01 00:00"), ("2026-10-24 23:30", "2026-10-26 00:00")])
def test_the_day_ends_at_midnight_by_our_clocks(at, midnight):
    found = midnight_after(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp())
    assert datetime.fromtimestamp(found, UTC) == datetime.fromisoformat(midnight).replace(tzinfo=UTC)


def test_every_thing_that_is_published_is_looked_through_by_its_dates():
    kinds = [model for model in Publishable.__subclasses__() if not model._meta.abstract]
    assert kinds
    for model in kinds:
        assert {"publish_at", "withdrawn_at"} <= set(with_moments()[model._meta.db_table][1])
    assert {"due_at", "published_at"} <= set(with_moments()[Revision._meta.db_table][1])


def test_a_moment_of_a_new_kind_counts_unless_it_notes_when_something_was_done():
    class Tide(models.Model):
        turns_at = models.DateTimeField()
        seen_at = models.DateTimeField(default=timezone.now)
        approved_at = models.DateTimeField(null=True)

        class Meta:
            app_label = "nobodys"
            managed = False

        def __str__(self):
            return "a tide"

    assert moments_of(Tide) == ["turns_at"]
