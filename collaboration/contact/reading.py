"""What the desk does with an enquiry: opens it, which is written down, and marks it as answered."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collaboration.accounts.models import User
from collaboration.post.models import Letter

from .models import Enquiry, EnquiryReading


def opened(enquiry: Enquiry, by: User, at: datetime | None = None) -> EnquiryReading:
    """Write down that somebody opens an enquiry, before they see it."""
    at = at or timezone.now()
    with transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).unread().update(read_at=at)
        return EnquiryReading.objects.create(enquiry=enquiry, reader=by, at=at)


def mark_answered(enquiry: Enquiry, by: User, at: datetime | None = None) -> bool:
    """Mark it as answered; False if somebody has done so before: who was first stays."""
    return Enquiry.objects.filter(pk=enquiry.pk).to_answer().update(answered_at=at or timezone.now(), answered_by=by) == 1


def mark_not_answered(enquiry: Enquiry) -> bool:
    """Take the mark back; whether there was one."""
    return Enquiry.objects.filter(pk=enquiry.pk).answered().update(answered_at=None, answered_by=None) == 1


def announced(enquiry: Enquiry) -> Letter | None:
    """The letter that tells, or told, the office of it."""
    return Letter.objects.filter(key=enquiry.letter_key).first()
