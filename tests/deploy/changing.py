"""What other processes do to the site while visitors read it through nginx; run as errands."""

from datetime import datetime, timedelta

from django.utils import timezone

from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher
from tests.making import release


def give_host(slug: str, host: str) -> None:
    Publisher.objects.filter(slug=slug).update(host=host)


def rename(headline: str) -> None:
    PressRelease.objects.filter(slug="behind-nginx").update(headline=headline)


def put_out() -> None:
    """A release that is public now."""
    release("behind-nginx", headline="Before the change")


def come_and_go(seconds: float) -> float:
    """Two releases, one to come out and one to be withdrawn so many seconds from now; returns that moment."""
    moment: datetime = timezone.now() + timedelta(seconds=seconds)
    release("comes", headline="This one comes", publish_at=moment)
    release("goes", headline="This one goes", withdrawn_at=moment, withdrawal_reason="It was a test.")
    return moment.timestamp()
