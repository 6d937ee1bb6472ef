"""What is done inside a site under drill, each in a process of its own: see `tests.errands`."""

from datetime import timedelta


def keys(purpose: str, many: int) -> list[str]:
    """Keys of forms that were shown a minute ago."""
    from tests.contact.conftest import seasoned

    return [seasoned(purpose) for _number in range(many)]


def page_to_write(path: str = "under-drill/") -> int:
    from tests.making import page

    return page(path, body="<p>The beginning.</p>").pk


def number_of_office() -> int:
    from tests.making import publisher

    return publisher().pk


def publish(slug: str) -> None:
    """A release and its row in the search, in one transaction, as publishing has it."""
    from django.db import transaction

    from tests.making import release

    with transaction.atomic():
        release(slug, headline=f"Headline {slug}")


def release_between(slug: str, begins: float, ends: float | None) -> None:
    """A release that comes out and is taken back so many minutes from now."""
    from django.utils import timezone

    from tests.making import release

    now = timezone.now()
    more = {"withdrawn_at": now + timedelta(minutes=ends), "withdrawal_reason": "A mistake."} if ends is not None else {}
    release(slug, headline=f"Headline {slug}", publish_at=now + timedelta(minutes=begins), **more)
