"""The checks as the people at the desk meet them: what they are told, and what they cannot do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from collaboration.editorial.drafting import save_draft, working
from collaboration.pages.models import Page
from tests.desk import member, signed_in
from tests.making import page, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client):
    """Somebody who may publish and had no hand in the draft, signed in."""
    somebody = member("publisher", name="Pat Publisher")
    signed_in(client, somebody)
    return somebody


def drafted(body: str) -> Page:
    """A page that has never been public, with a draft of that text."""
    thing = page("about-checks/", title="About checks", publish_at=None)
    save_draft(thing, {"body": body}, member("writer", name="Wendy Writer"))
    return thing


def door(thing) -> str:
    return f"/admin/collaboration/page/{thing.pk}/publishing/"


def decide(client, thing, act: str, **typed):
    return client.post(door(thing), {"act": act, "number": working(thing).number, **typed})


def is_public(thing) -> bool:
    return Page.objects.live().filter(pk=thing.pk).exists()


def test_what_stops_is_shown_and_cannot_be_published(client, publisher):
    thing = drafted('<p>See <a href="site:/news/">here</a>.</p>')
    shown = client.get(door(thing)).content.decode()
    assert "The link “here” does not say where it leads." in shown
    assert 'value="publish"' not in shown
    decide(client, thing, "publish", accepted_because="I insist.")
    assert not is_public(thing)


def test_what_needs_a_reason_goes_out_with_one_and_not_without(client, publisher):
    thing = drafted("<p>It is the the end.</p>")
    assert "the same word stands twice" in client.get(door(thing)).content.decode()
    decide(client, thing, "publish")
    assert not is_public(thing)
    decide(client, thing, "publish", accepted_because="It is a line of verse.")
    assert is_public(thing)
    assert thing.revisions.get(published_at__isnull=False).accepted_because == "It is a line of verse."


def test_nothing_found_asks_for_no_reason(client, publisher):
    thing = drafted("<p>All is well.</p>")
    assert "accepted_because" not in client.get(door(thing)).content.decode()
    decide(client, thing, "publish")
    assert is_public(thing)


def test_what_links_to_something_embargoed_can_be_scheduled_with_it_but_not_before(client, publisher):
    tomorrow = (timezone.now() + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    release("tomorrow", publish_at=tomorrow)
    thing = drafted('<p>See <a href="site:/news/tomorrow/">the release of tomorrow</a>.</p>')
    shown = client.get(door(thing)).content.decode()
    assert f"What it needs is public from {localtime(tomorrow):%-d %B %Y, %H:%M}." in shown
    decide(client, thing, "publish")
    earlier, later = (localtime(tomorrow + timedelta(minutes=minutes)) for minutes in (-1, 0))
    decide(client, thing, "schedule", at_0=f"{earlier:%Y-%m-%d}", at_1=f"{earlier:%H:%M}")
    thing.refresh_from_db()
    assert thing.publish_at is None
    decide(client, thing, "schedule", at_0=f"{later:%Y-%m-%d}", at_1=f"{later:%H:%M}")
    thing.refresh_from_db()
    assert thing.publish_at == tomorrow


def test_a_draft_of_public_text_is_checked_and_not_the_public_text(client, publisher):
    thing = page("about-checks/", body="<p>Nothing wrong.</p>")
    save_draft(thing, {"body": "<h2></h2><p>Text.</p>"}, member("writer", name="Wendy Writer"))
    assert "There is a heading without words." in client.get(door(thing)).content.decode()
    assert "heading without words" not in client.get(thing.get_absolute_url()).content.decode()
