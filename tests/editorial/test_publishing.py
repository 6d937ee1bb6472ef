"""Two dates decide what the public sees."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.news.models import PressRelease
from tests.making import hours, page, release

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("publish_at", "withdrawn_at", "seen"),
    [
        (None, None, False),
        (MOMENT + SECOND, None, False),
        (MOMENT, None, True),
        (MOMENT - SECOND, None, True),
        (MOMENT - hours(1), MOMENT, False),
        (MOMENT - hours(1), MOMENT + SECOND, True),
    ],
)
def test_the_query_and_the_object_agree_on_what_is_live(publish_at, withdrawn_at, seen):
    one = release(publish_at=publish_at, withdrawn_at=withdrawn_at, withdrawal_reason="A reason." if withdrawn_at else "")
    assert PressRelease.objects.live(at=MOMENT).filter(pk=one.pk).exists() is seen
    assert one.is_live(at=MOMENT) is seen


def test_a_draft_is_not_found(client):
    release("a-draft", publish_at=None)
    assert client.get("/derbyshire-opcc/news/a-draft/").status_code == 404


def test_an_embargoed_release_answers_as_one_that_never_existed(client):
    release("embargoed", headline="Zyzzyva announced", body="<p>Zyzzyva</p>", publish_at=timezone.now() + hours(1))
    hidden = client.get("/derbyshire-opcc/news/embargoed/")
    never = client.get("/derbyshire-opcc/news/embargeed/")
    assert hidden.status_code == never.status_code == 404
    assert hidden.content.replace(b"embargoed", b"X") == never.content.replace(b"embargeed", b"X")


@pytest.mark.parametrize("door", ["/", "/news/", "/derbyshire-opcc/", "/derbyshire-opcc/news/", "/search/?q=zyzzyva", "/derbyshire-opcc/search/?q=zyzzyva&site=all", "/sitemap.xml", "/derbyshire-opcc/sitemap.xml", "/derbyshire-opcc/sitemaps/news-1.xml", "/derbyshire-opcc/news-sitemap.xml", "/derbyshire-opcc/news/success-for-collaborative-assets/"])
def test_an_embargoed_release_shows_behind_no_door(client, door):
    release("embargoed", headline="Xylophone announced", summary="Xylophone", body="<p>Xylophone</p>", publish_at=timezone.now() + hours(1))
    answer = client.get(door)
    assert answer.status_code == 200
    assert b"ylophone" not in answer.content
    assert b"embargoed" not in answer.content


def test_a_withdrawn_release_is_gone_and_says_why(client):
    release("taken-back", headline="Taken back", publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="It named the wrong day.")
    answer = client.get("/derbyshire-opcc/news/taken-back/")
    assert answer.status_code == 410
    assert "It named the wrong day." in answer.content.decode()
    assert "Taken back" not in answer.content.decode()


def test_a_withdrawn_page_leaves_the_search(client):
    one = page("walrus/", title="Walrus", publish_at=timezone.now() - hours(2))
    assert b"walrus/" in client.get("/derbyshire-opcc/search/?q=walrus").content
    one.withdrawn_at, one.withdrawal_reason = timezone.now(), "No longer true."
    one.save()
    assert b"walrus/" not in client.get("/derbyshire-opcc/search/?q=walrus").content


@pytest.mark.parametrize(
    "fields",
    [
        {"publish_at": None, "withdrawn_at": MOMENT, "withdrawal_reason": "Why."},
        {"publish_at": MOMENT, "withdrawn_at": MOMENT - SECOND, "withdrawal_reason": "Why."},
        {"publish_at": MOMENT, "withdrawn_at": MOMENT + SECOND, "withdrawal_reason": ""},
    ],
)
def test_the_database_refuses_dates_that_make_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        release(**fields)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_is_read_and_nothing_else(client, method):
    assert getattr(client, method)("/derbyshire-opcc/news/").status_code == 405


def test_a_head_request_has_the_headers_of_the_page_and_no_body(client):
    answer = client.head("/derbyshire-opcc/news/")
    assert (answer.status_code, answer.content) == (200, b"")
