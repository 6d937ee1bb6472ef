"""When a page has to be looked through again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone


def past_review(at: datetime, by: timedelta = timedelta(0)) -> Q:
    """Public pages that nobody has checked for as long as `settings.REVIEW_PAGES_DAYS`, and for that much longer.

    A page that was never checked counts from the day it came out.
    """
    last = timezone.localdate(at) - timedelta(days=settings.REVIEW_PAGES_DAYS) - by
    unchecked = Q(last_checked_on__isnull=True, publish_at__date__lte=last)
    live = Q(publish_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
    return live & (Q(last_checked_on__lte=last) | unchecked)
