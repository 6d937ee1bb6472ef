"""What other processes do to the site while visitors read it through nginx; run as errands."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from collaboration.agreements.models import Document
from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher
from tests.making import hours, publisher, release


def give_host(slug: str, host: str) -> None:
    Publisher.objects.filter(slug=slug).update(host=host)


def rename(headline: str) -> None:
    PressRelease.objects.filter(slug="behind-nginx").update(headline=headline)


def put_out_a_file(size: int) -> None:
    """A document of so many bytes: more than lies about in the buffers of the system's own connections."""
    stored = default_storage.save("documents/large.csv", ContentFile(b"a,b\n" * (size // 4)))
    known = {"title": "Large", "kind": "report", "dated": timezone.localdate(), "file": stored, "file_kind": "csv", "size": size}
    Document(publisher=publisher("programme"), slug="large", publish_at=timezone.now() - hours(1), **known).save()


def put_out() -> None:
    """A release that is public now."""
    release("behind-nginx", headline="Before the change")


def come_and_go(seconds: float) -> float:
    """Two releases, one to come out and one to be withdrawn so many seconds from now; returns that moment."""
    moment: datetime = timezone.now() + timedelta(seconds=seconds)
    release("comes", headline="This one comes", publish_at=moment)
    release("goes", headline="This one goes", withdrawn_at=moment, withdrawal_reason="It was a test.")
    return moment.timestamp()
