"""Releases, and changes to them, as items of a feed: the whole text, and the files that the public may have at that moment."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import get_script_prefix, set_script_prefix
from django.utils.html import escape
from django.utils.translation import gettext as _

from collaboration.agreements.models import Document
from collaboration.editorial.changes import Change
from collaboration.feeds.absolute import with_whole_addresses
from collaboration.feeds.items import Enclosure, Item, tag
from collaboration.files.kinds import KINDS
from collaboration.pictures.models import Picture
from collaboration.prose import tokens
from collaboration.publishers.models import Publisher

from .models import PressRelease

# Between the texts of several releases, which are made ready together: what no editor can type.
BETWEEN = "\x1e"
Whole = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """A release, or a change to one."""

    release: PressRelease
    at: datetime
    updated: datetime
    change: Change | None = None


def items_of(entries: list[Entry], at: datetime, publishers: list[Publisher], whole: Whole) -> list[Item]:
    """The entries as a feed holds them."""
    texts = texts_of([entry.release for entry in entries if not entry.change], publishers, whole)
    return [change_item(entry, whole) if entry.change else release_item(entry, texts[entry.release.pk], at, whole) for entry in entries]


def release_item(entry: Entry, html: str, at: datetime, whole: Whole) -> Item:
    release = entry.release
    return Item(
        id=tag("release", release.pk),
        title=release.headline,
        address=whole(release.get_absolute_url()),
        summary=release.summary,
        at=entry.at,
        updated=entry.updated,
        author=release.publisher.name,
        html=html,
        topics=tuple(topic.name for topic in release.topics.all()),
        enclosures=tuple(enclosures(release, at, whole)),
    )


def change_item(entry: Entry, whole: Whole) -> Item:
    """A change: its note is its text, and its address the place on the release's page that tells of it."""
    release, change = entry.release, entry.change
    return Item(
        id=tag("release", release.pk, "change", change.number),
        title=f"{change.name}: {release.headline}",
        address=f"{whole(release.get_absolute_url())}#{change.anchor}",
        summary=change.note,
        at=entry.at,
        updated=entry.updated,
        author=release.publisher.name,
        html=f"<p>{escape(change.note)}</p>",
    )


# Texts


def texts_of(releases: list[PressRelease], publishers: list[Publisher], whole: Whole) -> dict[int, str]:
    """The whole text of each release by its number, as its own site shows it; all of one site are made ready together."""
    by_publisher = defaultdict(list)
    for release in releases:
        by_publisher[release.publisher].append(release)
    texts = {}
    for publisher, theirs in by_publisher.items():
        joined = BETWEEN.join(text_of(release).replace(BETWEEN, "") for release in theirs)
        with as_on_its_own_site(publisher):
            ready = render_to_string("news/feed_text.html", {"text": joined, "publisher": publisher, "publishers": publishers})
        texts |= {one.pk: with_whole_addresses(html.strip(), whole(one.get_absolute_url())) for one, html in zip(theirs, ready.split(BETWEEN), strict=True)}
    return texts


def text_of(release: PressRelease) -> str:
    """What stands on the page of a release under its summary, as it is stored."""
    notes = f"<h2>{_('Notes to editors')}</h2>{release.notes_to_editors}" if release.notes_to_editors else ""
    return f"{release.record_note}{release.body}{notes}"


@contextmanager
def as_on_its_own_site(publisher: Publisher) -> Iterator[None]:
    """Addresses without a host come out as they do on that publisher's site."""
    outside = get_script_prefix()
    set_script_prefix(urlsplit(publisher.root).path)
    try:
        yield
    finally:
        set_script_prefix(outside)


# Files


def enclosures(release: PressRelease, at: datetime, whole: Whole) -> Iterator[Enclosure]:
    """The pictures and documents that may be had at that moment, pictures first."""
    ours = [one for one in release.pictures_out if one.publisher_id == release.publisher_id or one.publisher.is_programme]
    for picture in ours:
        if picture.is_live(at) and (found := enclosed_picture(picture, release, whole)):
            yield found
    for document in release.documents_out:
        if document.is_live(at):
            yield enclosed_document(document, whole)


def enclosed_picture(picture: Picture, release: PressRelease, whole: Whole) -> Enclosure | None:
    """The largest form that every program shows; none if the file is lost."""
    width = max(picture.offered_widths, default=0)
    try:
        size = default_storage.size(picture.stored(width, picture.form)) if width else 0
    except OSError:
        return None
    with as_on_its_own_site(release.publisher):
        address = picture.address(width, picture.form)
    kind = KINDS[{"jpg": "jpeg"}.get(picture.form, picture.form)].content_type
    return Enclosure(urljoin(whole(release.publisher.root), address), kind, size, picture.alt_text) if size else None


def enclosed_document(document: Document, whole: Whole) -> Enclosure:
    kind = KINDS[document.file_type.lower()].content_type.partition(";")[0]
    return Enclosure(whole(document.get_absolute_url()), kind, document.size, document.title)


# When


def last_changed(entries: list[Entry], at: datetime) -> datetime | None:
    """The last moment at which anything that these entries show changed; none where a text names records, whose dates nobody asks."""
    releases = [entry.release for entry in entries if not entry.change]
    if not releases or any(tokens(text_of(release)) for release in releases):
        return None
    shown = [*releases, *(one for release in releases for one in [*release.pictures_out, *release.documents_out])]
    known = [moment for one in shown for moment in (one.publish_at, one.changed_at, one.withdrawn_at) if moment]
    known += [moment for moment in (releases[0].last_taken_back, *(entry.updated for entry in entries)) if moment]
    return max((moment for moment in known if moment <= at), default=None)
