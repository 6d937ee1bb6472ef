"""Who is to be told of what: for each subscriber one letter with everything that is new to them.

Nothing is planned that is not public at that moment. What is to be told, and the letter that tells it,
are written down in one transaction, and one thing goes to one subscriber once: the database holds that.
"""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from collaboration.editorial.publishing import put_in_what_is_due
from collaboration.post.sending import owe

from .items import Item, news
from .models import NEWS, Alert, Delivery, Subscriber


def plan(at: datetime | None = None) -> int:
    """Write down every letter there is a reason for; how many. Safe to run at any time, and twice at once."""
    at = at or timezone.now()
    put_in_what_is_due(at)
    wanted = defaultdict(list)
    for item in news(at):
        for number in whom(item).values_list("pk", flat=True):
            wanted[number].append(item)
    return sum(write_down(number, items, at) for number, items in wanted.items())


def whom(item: Item) -> QuerySet[Subscriber]:
    """The subscribers who asked for it before it came out and have not been told."""
    alerts = Alert.objects.fitting(item.release).filter(subscriber=OuterRef("pk"), since__lt=item.at)
    if item.change:
        alerts = alerts.filter(with_changes=True)
    release, change = item.key
    told = Delivery.objects.filter(subscriber=OuterRef("pk"), release=release, change=change)
    return Subscriber.objects.filter(Exists(alerts), ~Exists(told), paused_at=None)


@transaction.atomic
def write_down(number: int, items: list[Item], at: datetime) -> bool:
    """One letter to one subscriber with what nobody else has planned for them by now; whether there is one."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=number, paused_at=None).first()
    if subscriber is None:
        return False
    told = set(subscriber.deliveries.values_list("release", "change"))
    keys = [item.key for item in items if item.key not in told]
    if not keys:
        return False
    letter = owe(f"{NEWS}-{number}-{get_random_string(12)}", NEWS, number, only_once=True, at_once=False)
    Delivery.objects.bulk_create(Delivery(subscriber=subscriber, release_id=release, change=change, letter=letter, made_at=at) for release, change in keys)
    return True
