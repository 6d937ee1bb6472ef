"""Secret links of subscribers: signed, so that the database alone opens none, and each good for one thing."""

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from .models import Alert, Subscriber

CONFIRM, MINE, LEAVE = "confirm", "mine", "leave"


def signer(purpose: str) -> Signer:
    return Signer(salt=f"collaboration.alerts.{purpose}", sep=".")


def address(purpose: str, one: Alert | Subscriber) -> str:
    """The whole address that does this for an alert or a subscriber."""
    subscriber = one.subscriber if isinstance(one, Alert) else one
    return subscriber.site.reverse(f"alerts:{purpose}", token=signer(purpose).sign(str(one.pk)))


def number_of(purpose: str, token: str) -> int | None:
    """The number that was signed for this purpose; None for anything we did not write."""
    try:
        return int(signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def alert_of(token: str) -> Alert | None:
    """The alert that a link of a confirmation is for, if it is there still and its days are not over."""
    number = number_of(CONFIRM, token)
    return Alert.objects.answerable(timezone.now()).select_related("subscriber__site", "publisher", "force", "topic").filter(pk=number).first() if number else None


def subscriber_of(purpose: str, token: str) -> Subscriber | None:
    """The subscriber that a link is for, if they are there still."""
    number = number_of(purpose, token)
    return Subscriber.objects.select_related("site").filter(pk=number).first() if number else None
