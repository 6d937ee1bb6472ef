"""A bundle under real requests: nothing of it in any answer that came before its moment, all of it in every one asked for after."""

import time
import urllib.error
import urllib.request
from datetime import timedelta

from tests.desk import on_site

SECONDS = 4


def make_bundle() -> dict:
    """Run on the site: a bundle with a release, a change to a public page and a notice; where they stand, and their moment."""
    from django.utils import timezone

    from collaboration.editorial import bundling
    from collaboration.editorial.bundles import Bundle
    from collaboration.editorial.drafting import save_draft
    from collaboration.news.models import MediaContact
    from tests.desk import member
    from tests.making import page, publisher, release

    writer, boss = member("writer"), member("publisher")
    contact = MediaContact.objects.create(publisher=publisher(), name="Press team", email="press@example.org")
    things = [release("at-its-second", publish_at=None), page("at-its-second/")]
    save_draft(things[0], {"headline": "Numbat in the headline", "media_contacts": [contact.pk]}, writer)
    save_draft(things[1], {"body": "<p>Numbat in the page.</p>"}, writer)
    moment = timezone.now() + timedelta(seconds=SECONDS)
    bundle = Bundle.objects.create(publisher=publisher(), name="Numbat", moment=moment, notice="<p>Numbat in the notice.</p>", notice_by=writer, made_by=writer)
    bundling.add(bundle, things, writer)
    said = {"kind": "update", "note": "Numbat in the note.", "accepted_because": "It is right."}
    numbers = {one.pk: one.thing.revisions.latest("number").number for one in bundle.members.all()}
    bundling.schedule(bundle, boss, {pk: {"number": number, **said} for pk, number in numbers.items()})
    return {"moment": moment.timestamp()}


def asked(address: str) -> tuple[float, str, float]:
    """When an address was asked for, what came, and when."""
    began = time.time()
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            body = answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            body = error.read().decode()
    return began, body, time.time()


def test_all_of_a_bundle_is_there_at_its_second_and_nothing_before(running_site):
    moment = on_site(running_site, "make_bundle", module="tests.editorial.test_bundle_at_its_second")["moment"]
    words = {
        "/derbyshire-opcc/news/at-its-second/": ("in the headline", "in the notice"),
        "/derbyshire-opcc/at-its-second/": ("in the page", "in the notice", "in the note"),
        "/derbyshire-opcc/news/": ("in the headline", "in the notice"),
    }
    early = late = 0
    while late < 2 * len(words):
        for path, expected in words.items():
            began, body, ended = asked(f"{running_site}{path}")
            if ended < moment:
                early += 1
                assert "umbat" not in body, path
            elif began >= moment:
                late += 1
                assert [one for one in expected if f"Numbat {one}" not in body] == [], path
    assert early
