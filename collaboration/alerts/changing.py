"""What a subscriber does on their own page: each act by its name. Each says whether there is a subscriber still."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from . import asking, keeping
from .forms import AddForm
from .models import Alert, Subscriber


def alert_named(subscriber: Subscriber, sent: Mapping) -> Alert | None:
    """The alert that was pressed, if it is theirs."""
    number = sent.get("alert", "")
    # No number in use is longer; a database would not know what to do with more figures than it can hold.
    return subscriber.alerts.filter(pk=number).first() if number.isascii() and number.isdecimal() and len(number) < 18 else None


def add(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    asking.add(subscriber, form.wish())
    return True


def remove(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    alert = alert_named(subscriber, sent)
    return keeping.remove(alert) if alert else True


def changes(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    """Corrections and updates come too from now on, or no longer."""
    if alert := alert_named(subscriber, sent):
        Alert.objects.filter(pk=alert.pk).update(with_changes=sent.get("wanted") == "yes")
    return True


def pause(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    Subscriber.objects.filter(pk=subscriber.pk, paused_at=None).update(paused_at=timezone.now())
    return True


def go_on(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    """From now on they are told again; of what came out meanwhile they are not."""
    with transaction.atomic():
        if Subscriber.objects.filter(pk=subscriber.pk, paused_at__isnull=False).update(paused_at=None):
            subscriber.alerts.confirmed().update(since=timezone.now())
    return True


def nothing(subscriber: Subscriber, sent: Mapping, form: AddForm) -> bool:
    """Something was sent that no button of ours sends."""
    return True


CHANGES: dict[str, Callable[[Subscriber, Mapping, AddForm], bool]] = {
    "add": add, "remove": remove, "changes": changes, "pause": pause, "go on": go_on, "nothing": nothing,
}  # fmt: skip
