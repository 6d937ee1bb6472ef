"""What is news: releases that have come out in the last days, and changes that readers are told of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from collaboration.editorial.changes import Change, told_changes
from collaboration.news.models import PressRelease

# A sender that comes later than this tells nobody: it is no news any more.
NEWS_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Item:
    """A release, or a change to one, and the moment from which it is public."""

    release: PressRelease
    at: datetime
    change: Change | None = None

    @property
    def key(self) -> tuple[int, int]:
        return self.release.pk, self.change.number if self.change else 0


def news(at: datetime, releases: QuerySet | None = None) -> list[Item]:
    """What has become public in the last days and is so at this moment, the oldest first; of these releases, or of all.

    A release that comes back after it was withdrawn is as old as it was when it first came out.
    """
    live = (PressRelease.objects.all() if releases is None else releases).live(at)
    return sorted([*new_releases(live, at), *new_changes(live, at)], key=lambda item: item.at)


def new_releases(live: QuerySet, at: datetime) -> Iterator[Item]:
    lately = live.filter(publish_at__gt=at - NEWS_FOR).select_related("publisher").annotate(first_seen_at=Min("revisions__published_at"))
    for release in lately:
        first = min(release.publish_at, release.first_seen_at or release.publish_at)
        if first > at - NEWS_FOR:
            yield Item(release, first)


def new_changes(live: QuerySet, at: datetime) -> Iterator[Item]:
    for release in told_changes(live, at).filter(told_at__gt=at - NEWS_FOR).select_related("publisher"):
        yield Item(release, release.told_at, Change(release.told_number, release.told_kind, release.told_note, release.told_at))
