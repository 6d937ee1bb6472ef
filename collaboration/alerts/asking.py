"""Asking for alerts, and saying yes to what was asked for.

Anybody can type anybody's address. So nothing but a letter follows from it, there are few of those, and
what is answered does not tell whether the address is known here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.news.models import Topic
from collaboration.post.models import Letter
from collaboration.post.sending import owe
from collaboration.publishers.models import Force, Publisher
from collaboration.turns import in_turn

from .models import CONFIRMATION, Alert, Subscriber

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_OF_A_SENDER_IN_AN_HOUR = 10
MOST_OF_A_SITE_IN_AN_HOUR = 60
MOST_TO_AN_ADDRESS_IN_A_DAY = 3


class TooMany(Exception):
    """More has been asked for from one connection, or on one site, than we write letters for in an hour."""


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, as the form has it."""

    publisher: Publisher | None
    force: Force | None
    topic: Topic | None
    with_changes: bool

    @property
    def narrowing(self) -> dict:
        return {"publisher": self.publisher, "force": self.force, "topic": self.topic}


def ask_for(wish: Wish, email: str, site: Publisher, sender_key: str, secret: str, at: datetime | None = None) -> None:
    """Write to an address for its yes. Once for one showing of the form, whose secret that is; raises TooMany.

    Where an address has had its letters of the day nothing happens, and whoever asked is told the same.
    """
    at = at or timezone.now()
    with transaction.atomic():
        in_turn("asking for alerts")
        refuse_too_many(site, sender_key, at)
        letters = confirmations(at - DAY, Alert.objects.filter(subscriber__email__iexact=email))
        if letters >= MOST_TO_AN_ADDRESS_IN_A_DAY:
            return
        subscriber, _is_new = Subscriber.objects.get_or_create(email__iexact=email, defaults={"email": email, "site": site, "made_at": at})
        asked = {"asked_at": at, "sender_key": sender_key}
        alert, is_new = Alert.objects.get_or_create(subscriber=subscriber, **wish.narrowing, defaults={"with_changes": wish.with_changes, **asked})
        if not is_new:
            Alert.objects.filter(pk=alert.pk).update(**asked)
            Alert.objects.filter(pk=alert.pk, since=None).update(with_changes=wish.with_changes)
        owe(f"{CONFIRMATION}-{secret}", CONFIRMATION, alert.pk)


def refuse_too_many(site: Publisher, sender_key: str, at: datetime) -> None:
    """Raises TooMany for the connection or the site that has had its share of the hour, whatever the address."""
    of_sender = Alert.objects.filter(sender_key=sender_key, asked_at__gt=at - HOUR)
    if of_sender.count() >= MOST_OF_A_SENDER_IN_AN_HOUR or confirmations(at - HOUR, Alert.objects.filter(subscriber__site=site)) >= MOST_OF_A_SITE_IN_AN_HOUR:
        raise TooMany


def confirmations(since: datetime, alerts) -> int:
    """How many letters have asked for a yes to these alerts."""
    return Letter.objects.filter(writer=CONFIRMATION, about__in=alerts.values("pk"), made_at__gt=since).count()


def confirm(alert: Alert, at: datetime | None = None) -> None:
    """Say yes: from now on it holds."""
    Alert.objects.filter(pk=alert.pk, since=None).update(since=at or timezone.now())


def add(subscriber: Subscriber, wish: Wish, at: datetime | None = None) -> None:
    """One more alert, asked for on a subscriber's own page and so without a letter."""
    at = at or timezone.now()
    known = {"with_changes": wish.with_changes, "asked_at": at, "since": at}
    with transaction.atomic():
        alert, is_new = Alert.objects.get_or_create(subscriber=subscriber, **wish.narrowing, defaults=known)
        if not is_new:
            confirm(alert, at)
            Alert.objects.filter(pk=alert.pk).update(with_changes=wish.with_changes)
