"""Releases and topics at the desk: an office chooses from its own pictures and documents, and sees no other's."""

import pytest
from django.utils import timezone

from collaboration.editorial.drafting import working
from collaboration.news.models import Topic
from tests.desk import member, signed_in
from tests.making import hours, picture, release
from tests.posting import fields_of

pytestmark = pytest.mark.django_db
CHOOSER = {"app_label": "collaboration", "model_name": "pressrelease"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def writer(client):
    return signed_in(client, member("writer", "derbyshire-opcc"))


def change(client, one, **fields):
    path = f"/admin/collaboration/pressrelease/{one.pk}/change/"
    known = dict(fields_of(client.get(path).content.decode()))
    return client.post(path, {**known, **fields})


def test_the_chooser_offers_ones_own_pictures_and_no_others(client, writer):
    picture("ours", title="Walnut of ours", publish_at=None)
    picture("theirs", of="leicestershire-opcc", title="Walnut of theirs", publish_at=None)
    picture("public", of="leicestershire-opcc", title="Walnut in public", publish_at=timezone.now() - hours(1))
    answer = client.get("/admin/autocomplete/", {**CHOOSER, "field_name": "pictures", "term": "walnut"})
    assert [one["text"] for one in answer.json()["results"]] == ["Walnut of ours"]


def test_another_offices_picture_is_not_accepted_and_not_named(client, writer):
    theirs = picture("theirs", of="leicestershire-opcc", title="Walnut of theirs", publish_at=timezone.now() + hours(1))
    ours = picture("ours")
    one = release("draft", publish_at=None)
    refused = change(client, one, pictures=[theirs.pk])
    assert refused.status_code == 200
    assert "Walnut of theirs" not in refused.content.decode()
    assert working(one) is None or theirs.pk not in working(one).fields.get("pictures", [])
    assert change(client, one, pictures=[ours.pk]).status_code == 302
    assert working(one).fields["pictures"] == [ours.pk]


def test_a_release_cannot_take_the_address_of_a_part_of_the_newsroom(client, writer):
    one = release("draft", publish_at=None)
    for slug in ("archive", "feed"):
        answer = change(client, one, slug=slug)
        assert answer.status_code == 200
        assert "stands for a page of the newsroom itself" in answer.content.decode()


def test_topics_are_kept_by_the_programme(client, writer):
    topic = Topic.objects.get(slug="forensics")
    assert client.get("/admin/collaboration/topic/add/").status_code in (302, 403, 404)
    client.post(f"/admin/collaboration/topic/{topic.pk}/change/", {"name": "Taken over", "slug": "forensics", "order": "0"})
    topic.refresh_from_db()
    assert topic.name == "Forensics"
