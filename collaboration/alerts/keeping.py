"""Erasing: whoever leaves, whoever never said yes, and what was sent once it is no news any more."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from collaboration.post.models import Letter

from .models import CONFIRMATION, NEWS, TO_CONFIRM, Alert, Delivery, Subscriber

logger = logging.getLogger(__name__)

# Longer than anything is news (`items.NEWS_FOR`), so that nothing can be told a second time.
KEPT_FOR = timedelta(days=7)


def erase(subscriber: Subscriber) -> None:
    """Erase a subscriber with everything about them: alerts, what they were told, letters. What is in a sender's hand still goes."""
    with transaction.atomic():
        Letter.objects.filter(writer=NEWS, about=subscriber.pk).delete()
        Letter.objects.filter(writer=CONFIRMATION, about__in=subscriber.alerts.values("pk")).delete()
        Subscriber.objects.filter(pk=subscriber.pk).delete()
    logger.info("A subscriber was erased.")


def remove(alert: Alert) -> bool:
    """Take one alert away; with the last of them the subscriber goes too. Whether the subscriber is there still."""
    with transaction.atomic():
        subscriber = alert.subscriber
        Letter.objects.filter(writer=CONFIRMATION, about=alert.pk).delete()
        Alert.objects.filter(pk=alert.pk).delete()
        is_left = subscriber.alerts.exists()
        if not is_left:
            erase(subscriber)
    return is_left


def forget(at: datetime | None = None) -> tuple[int, int]:
    """Erase what nobody said yes to within its days, and what was told long ago; how many subscribers and how many deliveries."""
    at = at or timezone.now()
    unanswered = Alert.objects.unconfirmed_since(at - TO_CONFIRM)
    with transaction.atomic():
        Letter.objects.filter(writer=CONFIRMATION, made_at__lte=at - TO_CONFIRM).delete()
        unanswered.delete()
        Alert.objects.filter(asked_at__lte=at - timedelta(days=1)).exclude(sender_key="").update(sender_key="")
    gone = list(Subscriber.objects.filter(~Exists(Alert.objects.filter(subscriber=OuterRef("pk"))), made_at__lte=at - TO_CONFIRM))
    for subscriber in gone:
        erase(subscriber)
    told = Delivery.objects.filter(made_at__lte=at - KEPT_FOR).delete()[0]
    Letter.objects.filter(writer=NEWS, made_at__lte=at - KEPT_FOR).delete()
    return len(gone), told
