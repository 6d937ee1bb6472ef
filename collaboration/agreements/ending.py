"""Which agreements come to their end soon."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

ENDING = timedelta(days=90)


def ends_soon(at: datetime) -> Q:
    """Public agreements whose last published day is one of the next ninety, and that have no successor."""
    today = timezone.localdate(at)
    window = (today, today + ENDING)
    last_day = Q(extended_until__range=window) | Q(extended_until__isnull=True, ends_on__range=window)
    live = Q(publish_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
    return live & Q(successor__isnull=True, ended_on__isnull=True) & last_day
