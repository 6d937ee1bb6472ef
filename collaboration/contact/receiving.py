"""Taking in an enquiry: stored once, at most five an hour from one sender, then announced."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from collaboration.turns import in_turn

from .announcing import announce
from .models import Enquiry

MOST_IN_AN_HOUR = 5
HOUR = timedelta(hours=1)


class TooMany(Exception):
    """The sender has written as often as one may in an hour; `wait` is how long until the next may come."""

    def __init__(self, wait: timedelta):
        super().__init__(wait)
        self.wait = wait


def receive(enquiry: Enquiry) -> Enquiry:
    """The enquiry as stored: this one, or the one that the same form brought before.

    Counting and storing are one transaction, and what one sender sends waits its turn in it, so that six
    sent at once are counted one after the other. Where two come with one key at the same time, the
    unique constraint decides. The office is told after the commit. Raises TooMany.
    """
    try:
        with transaction.atomic():
            in_turn(f"enquiries of {enquiry.sender_key}")
            earlier = Enquiry.objects.filter(form_key=enquiry.form_key).first()
            if earlier:
                return earlier
            refuse_too_many(enquiry)
            enquiry.save(force_insert=True)
            announce(enquiry)
    except IntegrityError:
        return Enquiry.objects.get(form_key=enquiry.form_key)
    return enquiry


def refuse_too_many(enquiry: Enquiry) -> None:
    """Raises TooMany if the sender has had the five of the last hour."""
    recent = Enquiry.objects.from_sender(enquiry.sender_key).since(enquiry.sent_at - HOUR).order_by("-sent_at")
    moments = list(recent.values_list("sent_at", flat=True)[:MOST_IN_AN_HOUR])
    if len(moments) == MOST_IN_AN_HOUR:
        raise TooMany(moments[-1] + HOUR - enquiry.sent_at)
