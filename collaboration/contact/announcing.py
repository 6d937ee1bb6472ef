"""Telling an office that something has come for it: a reference and a link, nothing of what was written."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from collaboration.publishers.models import Publisher

from .models import Enquiry

logger = logging.getLogger(__name__)

# Longer than a mail server may take to answer (settings.EMAIL_TIMEOUT), so that no notice goes twice.
CLAIM = timedelta(minutes=5)


def announce(enquiry: Enquiry) -> bool:
    """Tell the office, unless it has been told or another process is telling it; whether this call told it.

    No transaction is open while the mail server talks. What fails is owed, and `manage.py
    announce_enquiries` sends it. The log has the kind of failure only: a mail server's own words
    may repeat what it was given.
    """
    this = Enquiry.objects.filter(pk=enquiry.pk)
    if not this.claim(CLAIM):
        return False
    try:
        notice(enquiry).send()
    except Exception as error:  # the enquiry is safe and its sender is waiting, whatever the post does
        this.update(claimed_until=None)
        logger.error("The notice of enquiry %s was not sent: %s", enquiry.reference, type(error).__name__)
        return False
    this.update(announced_at=timezone.now(), claimed_until=None)
    return True


def notice(enquiry: Enquiry) -> EmailMessage:
    """The e-mail that tells the office."""
    programme = Publisher.objects.get(kind=Publisher.Kind.PROGRAMME)
    told = {
        "enquiry": enquiry,
        "publisher": enquiry.publisher,
        "address": programme.reverse("admin:collaboration_enquiry_change", object_id=enquiry.pk),
    }
    return EmailMessage(
        subject=f"{enquiry.get_kind_display()} {enquiry.reference}",
        body=render_to_string("emails/enquiry.txt", told),
        to=[enquiry.publisher.enquiries_email or settings.ENQUIRIES_TO],
        headers={"Auto-Submitted": "auto-generated"},
    )


def announce_owed() -> tuple[int, int]:
    """Send every notice that is owed; how many went and how many are owed still. May run twice at once."""
    sent = sum(announce(enquiry) for enquiry in Enquiry.objects.owed().select_related("publisher").order_by("sent_at"))
    return sent, Enquiry.objects.owed().count()
