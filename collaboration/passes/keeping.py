"""How long passes are kept: as `settings.KEEP_PASSES_DAYS` says, counted from the day the release came out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from collaboration.post.models import Letter

from .models import EmbargoPass


def erase_old(at: datetime | None = None) -> int:
    """Erase every pass whose time is over, with its openings and its letter; how many.

    Of a release that came out it is counted from then; of one that never did, from the day the pass was made.
    """
    until = (at or timezone.now()) - timedelta(days=settings.KEEP_PASSES_DAYS)
    old = EmbargoPass.objects.filter(made_at__lte=until).exclude(release__publish_at__gt=until)
    numbers = list(old.values_list("pk", flat=True))
    Letter.objects.filter(key__in=[f"embargo-pass-{one}" for one in numbers]).delete()
    EmbargoPass.objects.filter(pk__in=numbers).delete()
    return len(numbers)
