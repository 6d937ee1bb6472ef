"""How long enquiries are kept: as `settings.KEEP_ENQUIRIES_DAYS` and `KEEP_COMPLAINTS_DAYS` say, and no longer."""

import logging
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from collaboration.post.models import Letter

from .models import Enquiry

logger = logging.getLogger(__name__)


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
