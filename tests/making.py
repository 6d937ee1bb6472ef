"""Small makers of records for tests that need one more than the site ships with."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.news.models import PressRelease
from collaboration.pages.models import Page
from collaboration.pictures.models import Picture
from collaboration.publishers.models import Publisher

from .files import pictures


def publisher(slug: str = "derbyshire-opcc") -> Publisher:
    return Publisher.objects.select_related("force").get(slug=slug)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def release(slug: str = "a-release", of: str = "derbyshire-opcc", **fields) -> PressRelease:
    """A release that came out an hour ago, unless told otherwise."""
    known = {"headline": f"Headline of {slug}", "summary": "A summary.", "body": "<p>A text.</p>", "publish_at": timezone.now() - hours(1)}
    return PressRelease.objects.create(publisher=publisher(of), slug=slug, **{**known, **fields})


def page(path: str = "a-page/", of: str = "derbyshire-opcc", **fields) -> Page:
    """A page that came out an hour ago, unless told otherwise."""
    known = {"title": f"Title of {path}", "summary": "A summary.", "body": "<p>A text.</p>", "publish_at": timezone.now() - hours(1)}
    return Page.objects.create(publisher=publisher(of), path=path, **{**known, **fields})


def agreement(slug: str = "an-agreement", **fields) -> Agreement:
    """A regional agreement without dates or parties, published an hour ago, unless told otherwise."""
    known = {"title": f"Title of {slug}", "scope": "regional", "function": "Testing", "summary": "A summary.", "publish_at": timezone.now() - hours(1)}
    return Agreement.objects.create(publisher=publisher("programme"), slug=slug, **{**known, **fields})


def picture(slug: str = "a-picture", of: str = "derbyshire-opcc", content: bytes | None = None, **fields) -> Picture:
    """A photograph a thousand points wide, published an hour ago, unless told otherwise. Set MEDIA_ROOT first."""
    known = {"title": f"Title of {slug}", "alt_text": "A walnut tree by the river Trent", "publish_at": timezone.now() - hours(1)}
    one = Picture(publisher=publisher(of), slug=slug, **{**known, **fields})
    one.file.save("walnut.jpg", ContentFile(content or pictures.photograph()), save=True)
    return one
