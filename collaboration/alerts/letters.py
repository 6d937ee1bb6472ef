"""What the letters say, written as each of them is sent.

So the two dates of a release are asked once more at that very moment, and whoever has left or paused
gets nothing. Text alone, whole addresses, and the headers by which a mail program offers to leave
(RFC 2369, RFC 8058) and others know it for what it is (RFC 2919, RFC 3834).
"""

from datetime import datetime

from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.news.models import PressRelease
from collaboration.post.models import Letter
from collaboration.post.sending import our_host
from collaboration.post.writers import Words

from . import links
from .items import Item, news
from .keeping import erase
from .models import CONFIRMATION, NEWS, TO_CONFIRM, Alert, Delivery, Subscriber

LONGEST_SUBJECT = 130
# An address that takes nothing on so many days has nobody behind it.
ENOUGH_REFUSALS = 3


class NewsLetter:
    """What is new for one subscriber. `about` is the number of the subscriber."""

    def write(self, letter: Letter) -> Words | None:
        at = timezone.now()
        subscriber = Subscriber.objects.select_related("site").filter(pk=letter.about, paused_at=None).first()
        items = self.items(letter, at) if subscriber else []
        if not items:
            return None
        leave = links.address(links.LEAVE, subscriber)
        told = {"items": [entry(item) for item in items], "site": subscriber.site, "mine": links.address(links.MINE, subscriber), "leave": leave}
        return Words(subscriber.email, subject(items), render_to_string("emails/alert.txt", told).strip() + "\n", headers(subscriber, leave))

    def items(self, letter: Letter, at: datetime) -> list[Item]:
        """What was planned and is public still. What is not has not been told, should it come back."""
        planned = Delivery.objects.filter(letter=letter.pk)
        keys = set(planned.values_list("release", "change"))
        found = [item for item in news(at, PressRelease.objects.filter(pk__in={release for release, _change in keys})) if item.key in keys]
        for release, change in keys - {item.key for item in found}:
            planned.filter(release=release, change=change).delete()
        return found

    def sent(self, letter: Letter) -> None:
        Subscriber.objects.filter(pk=letter.about, refused_days__gt=0).update(refused_days=0, refused_on=None)

    def refused(self, letter: Letter) -> None:
        """Count the days on which an address takes nothing; after a few of them it is erased."""
        today = timezone.localdate()
        Subscriber.objects.filter(pk=letter.about).exclude(refused_on=today).update(refused_days=F("refused_days") + 1, refused_on=today)
        for subscriber in Subscriber.objects.filter(pk=letter.about, refused_days__gte=ENOUGH_REFUSALS):
            erase(subscriber)


class ConfirmationLetter:
    """Asks whoever reads an address whether they want an alert. `about` is the number of the alert."""

    def write(self, letter: Letter) -> Words | None:
        alert = Alert.objects.select_related("subscriber__site", "publisher", "force", "topic").filter(pk=letter.about).first()
        if alert is None or letter.made_at <= timezone.now() - TO_CONFIRM:
            return None
        subscriber, known = alert.subscriber, alert.since is not None
        told = {"alert": alert, "site": subscriber.site, "days": TO_CONFIRM.days}
        if known:
            told["mine"] = links.address(links.MINE, subscriber)
            title = _("You get these e-mails already: %(site)s")
        else:
            told["confirm"] = links.address(links.CONFIRM, alert)
            title = _("Please confirm: e-mails from %(site)s")
        words = render_to_string("emails/alert_confirmation.txt", told).strip() + "\n"
        return Words(subscriber.email, title % {"site": subscriber.site.short_name}, words)

    def sent(self, letter: Letter) -> None:
        """Nothing follows before somebody says yes."""

    def refused(self, letter: Letter) -> None:
        """Nobody will say yes: it goes with all that are not confirmed."""


WRITERS = {NEWS: NewsLetter(), CONFIRMATION: ConfirmationLetter()}


def entry(item: Item) -> dict:
    """An item as the letter shows it."""
    release, change = item.release, item.change
    address = release.get_absolute_url()
    shown = {"release": release, "at": timezone.localtime(item.at), "words": release.summary, "address": address}
    if change:
        shown |= {"kind": change.name, "words": change.note, "address": f"{address}#{change.anchor}"}
    return shown


def subject(items: list[Item]) -> str:
    """Publisher and headline of the first, and how many there are besides."""
    first, others = items[0], len(items) - 1
    said = f"{first.release.publisher.short_name}: {first.release.headline}"
    if first.change:
        said = f"{first.change.name}: {said}"
    said = Truncator(said).chars(LONGEST_SUBJECT)
    more = ngettext("(and %(number)s more)", "(and %(number)s more)", others) % {"number": others}
    return f"{said} {more}" if others else said


def headers(subscriber: Subscriber, leave: str) -> dict[str, str]:
    """What tells mail programs that this is a list, and how to leave it with one press."""
    shown = {"Precedence": "bulk", "List-Id": f"<alerts.{subscriber.site.slug}.{our_host()}>"}
    if leave.startswith(("https://", "http://")):
        shown |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return shown
