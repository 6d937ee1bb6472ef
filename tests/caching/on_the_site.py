"""What is done on a running site to hold its page store to account, each in a process of its own that is not the server."""

import json
from datetime import timedelta

from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from collaboration.news.models import PressRelease
from collaboration.publishers.models import MenuItem, Publisher
from collaboration.units.models import Unit
from tests.making import publisher, release


def make(slug: str, mark: str) -> str:
    """A release; its address."""
    return release(slug, headline=mark).get_absolute_url()


def update(slug: str, mark: str) -> None:
    PressRelease.objects.filter(slug=slug).update(headline=mark)


def save(slug: str, mark: str) -> None:
    one = PressRelease.objects.get(slug=slug)
    one.headline = mark
    one.save()


def bulk_create(slug: str, mark: str) -> None:
    fields = {"publisher": publisher(), "summary": "A summary.", "publish_at": timezone.now() - timedelta(minutes=1)}
    PressRelease.objects.bulk_create([PressRelease(slug=f"{slug}-{number}", headline=mark, **fields) for number in range(2)])


def bulk_update(slug: str, mark: str) -> None:
    found = list(PressRelease.objects.filter(slug=slug))
    for one in found:
        one.headline = mark
    PressRelease.objects.bulk_update(found, ["headline"])


def raw(slug: str, mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE collaboration_pressrelease SET headline = %s WHERE slug = %s", [mark, slug])


def raw_many(slug: str, mark: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE collaboration_pressrelease SET headline = %s WHERE slug = %s", [("Never final", slug), (mark, slug)])


def raw_with(slug: str, mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("WITH wanted AS (SELECT id FROM collaboration_pressrelease WHERE slug = %s) UPDATE collaboration_pressrelease SET headline = %s WHERE id IN (SELECT id FROM wanted)", [slug, mark])


def loaddata(slug: str, mark: str, folder: str) -> None:
    written = json.loads(serializers.serialize("json", PressRelease.objects.filter(slug=slug)))
    written[0]["fields"]["headline"] = mark
    path = f"{folder}/{slug}.json"
    with open(path, "w") as file:
        json.dump(written, file)
    call_command("loaddata", path, verbosity=0)


def undone(slug: str) -> None:
    """A change that is taken back before it is final."""
    with transaction.atomic():
        PressRelease.objects.filter(slug=slug).update(headline="Never final")
        transaction.set_rollback(True)


def touch_units(mark: str) -> None:
    Unit.objects.filter(pk=Unit.objects.order_by("pk").first().pk).update(summary=mark)


def a_menu_item() -> int:
    return MenuItem.objects.filter(publisher__slug="derbyshire-opcc", place="header", parent_label="").order_by("pk").last().pk


def prepare_plan() -> None:
    """A release that has not come out, one that has, and no notice."""
    release("planned", headline="Planned for the second", publish_at=timezone.now() + timedelta(hours=1))
    release("doomed", headline="Doomed at the second")


def plan(seconds: float) -> float:
    """Let the one come out, the other be taken back and a notice begin at one moment, so many seconds away: that moment."""
    with transaction.atomic():
        at = timezone.now() + timedelta(seconds=seconds)
        PressRelease.objects.filter(slug="planned").update(publish_at=at)
        PressRelease.objects.filter(slug="doomed").update(withdrawn_at=at, withdrawal_reason="A mistake.")
        Publisher.objects.filter(slug="derbyshire-opcc").update(notice="<p>Noticed at the second</p>", notice_from=at)
    return at.timestamp()


def edition(table: str) -> int:
    return connection.read_editions()[table]


def sign_in_and_look_for_something() -> None:
    """What the desk writes all day: sessions, counts of attempts, what is looked for in vain, letters."""
    from django.core.cache import cache

    from collaboration.post.models import Letter
    from collaboration.search.models import EmptySearch
    from tests.desk import member, new_session

    new_session(member().pk)
    cache.set("attempts", 3)
    EmptySearch.objects.create(publisher=publisher(), words="zebra crossing")
    Letter.objects.create(key="a-letter", to="somebody@example.org", subject="A letter")


def draft(slug: str) -> None:
    from collaboration.editorial.drafting import save_draft
    from tests.desk import member

    save_draft(PressRelease.objects.get(slug=slug), {"headline": "Not for the public yet"}, member())
