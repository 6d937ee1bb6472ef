"""How long enquiries are kept: as `settings.KEEP_ENQUIRIES_DAYS` and `KEEP_COMPLAINTS_DAYS` say, and no longer."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from collaboration.post.models import Letter

from .models import Enquiry

logger = logging.getLogger(__name__)


def kept_for() -> dict[str, str]:
    """How long enquiries and complaints are kept, in words for the privacy notice."""
    return {"enquiries": in_words(settings.KEEP_ENQUIRIES_DAYS), "complaints": in_words(settings.KEEP_COMPLAINTS_DAYS)}


def in_words(days: int) -> str:
    """“90 days”, and whole years as “12 months”."""
    if days and days % 365 == 0:
        months = days // 365 * 12
        return ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def erase_old(at: datetime | None = None) -> int:
    """Erase every enquiry whose time is over, with its readings and its notice; how many.

    The log has references alone.
    """
    erased = 0
    for enquiry in Enquiry.objects.kept_long_enough(at or timezone.now()).only("reference").order_by("pk").iterator(200):
        erase(enquiry)
        erased += 1
    return erased


def erase(enquiry: Enquiry) -> None:
    """Erase one enquiry and all that hangs on it."""
    kind = ContentType.objects.get_for_model(Enquiry)
    with transaction.atomic():
        Letter.objects.filter(key=enquiry.letter_key).delete()
        LogEntry.objects.filter(content_type=kind, object_id=str(enquiry.pk)).delete()
        Enquiry.objects.filter(pk=enquiry.pk).delete()
    logger.info("Enquiry %s was erased, for its time was over.", enquiry.reference)
