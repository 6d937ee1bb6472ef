"""Telling an office that something has come for it: a reference and a link, nothing of what was written."""

from django.conf import settings

from collaboration.post.models import Letter
from collaboration.post.sending import post
from collaboration.publishers.models import Publisher

from .models import Enquiry


def announce(enquiry: Enquiry) -> Letter | None:
    """Put the notice for the office into the outbox; None where that has been done before.

    Called within the transaction that stores the enquiry: both are kept or neither, and the letter is
    sent after the commit.
    """
    programme = Publisher.objects.get(kind=Publisher.Kind.PROGRAMME)
    told = {
        "enquiry": enquiry,
        "publisher": enquiry.publisher,
        "address": programme.reverse("admin:collaboration_enquiry_change", object_id=enquiry.pk),
    }
    to = enquiry.publisher.enquiries_email or settings.ENQUIRIES_TO
    subject = f"{enquiry.get_kind_display()} {enquiry.reference}"
    return post(enquiry.letter_key, to, subject, "emails/enquiry.txt", told)
