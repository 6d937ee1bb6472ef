"""Questions put into SQL once answer as the queryset would, with whatever values they are asked."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from collaboration.news.models import PressRelease
from collaboration.prepared import prepared
from collaboration.publishers.models import Publisher

pytestmark = pytest.mark.django_db


@prepared
def by_day(newest_first: bool, *, publisher, at):
    """Releases of one publisher that are out by a moment."""
    found = PressRelease.objects.filter(publisher=publisher).live(at).select_related("publisher__force").defer("body")
    return found.newest_first() if newest_first else found.order_by("publish_at", "pk")


@prepared
def slugs(*, publisher, slug):
    return PressRelease.objects.filter(Q(publisher=publisher) & ~Q(slug=slug)).order_by("slug").values_list("slug", flat=True)


@prepared
def none_at_all(*, publisher):
    return PressRelease.objects.filter(pk__in=[], publisher=publisher)


@prepared
def of_today():
    return PressRelease.objects.live()


def test_each_publisher_moment_and_order_has_its_own_answer():
    now = timezone.now()
    middle = PressRelease.objects.live().order_by("publish_at")[3].publish_at
    for one in Publisher.objects.all():
        for at in (now, middle, middle - timedelta(seconds=1)):
            for newest_first in (True, False):
                asked = by_day(newest_first, publisher=one.pk, at=at)
                assert [vars(row).keys() for row in asked] == [vars(row).keys() for row in by_day.build(newest_first, publisher=one.pk, at=at)]
                assert asked == list(by_day.build(newest_first, publisher=one.pk, at=at))
    assert by_day(True, publisher=Publisher.objects.get(kind="programme").pk, at=now)


def test_rows_come_with_what_was_read_along(django_assert_num_queries):
    programme = Publisher.objects.get(kind="programme")
    with django_assert_num_queries(1):
        rows = by_day(True, publisher=programme.pk, at=timezone.now())
        assert {row.publisher.name for row in rows} == {"East Midlands Police Collaboration Programme"}


def test_what_is_written_in_between_is_in_the_next_answer():
    release = PressRelease.objects.live().first()
    before = slugs(publisher=release.publisher_id, slug="")
    PressRelease.objects.filter(pk=release.pk).update(slug="quite-another")
    assert sorted([*before, "quite-another"]) == sorted([*slugs(publisher=release.publisher_id, slug=""), release.slug])


def test_a_value_is_a_value_and_never_sql():
    assert slugs(publisher=1, slug="' OR 1=1 --") == list(slugs.build(publisher=1, slug=""))


def test_a_question_that_nothing_can_answer_is_answered_with_nothing():
    assert none_at_all(publisher=1) == []


def test_a_moment_that_is_not_given_by_name_is_refused():
    with pytest.raises(ValueError, match="as of today for ever"):
        of_today()
