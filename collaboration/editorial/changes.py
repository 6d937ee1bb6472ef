"""The published changes of a thing: which a reader is told of on its page, and what to call them.

Only what is public is counted: versions whose moment has come, and none from before the thing was last
taken back, whose words are not ours to show any more.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONArray
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from .revisions import Revision, RevisionQuerySet

Kind = Revision.Change
# What a reader is told of on the page itself; a slip of the keyboard stands in the history alone.
TOLD = (Kind.UPDATE, Kind.CLARIFICATION, Kind.CORRECTION)
NAMES = {Kind.TYPO: _("Typing or layout"), Kind.UPDATE: _("Update"), Kind.CLARIFICATION: _("Clarification"), Kind.CORRECTION: _("Correction")}
ON_THE_PAGE = 5


@dataclass(frozen=True)
class Change:
    """One published change: its number in the history, when it was made, of what kind, and what the public is told of it."""

    number: int
    kind: str
    note: str
    at: datetime

    @property
    def anchor(self) -> str:
        """The id of the place on a page that tells of it."""
        return f"version-{self.number}"

    @property
    def name(self) -> str:
        return NAMES.get(self.kind, "")


class Collected(models.Aggregate):
    """The values of a group as one JSON array."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def changes_column(model: type[models.Model], at: datetime) -> Subquery:
    """The changes of each row by a moment, as one more column of the query that reads it: a page needs no second one."""
    of_row = Revision.objects.filter(
        # By name, since asking for the number of a kind may cost a query of its own.
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, object_id=OuterRef("pk"),
        published_at__lte=at, published_at__gte=OuterRef("publish_at"),
    )  # fmt: skip
    changes = of_row.exclude(change_kind="").order_by().values("object_id")
    return Subquery(changes.annotate(every=Collected(JSONArray("number", "change_kind", "change_note", "published_at"))).values("every"))


def published_versions(thing: models.Model, at: datetime | None = None) -> RevisionQuerySet:
    """The versions that the public has seen since the thing last became public, newest first."""
    return Revision.objects.published_of(thing, at).filter(published_at__gte=thing.publish_at)


def changes_of(thing: models.Model, at: datetime | None = None) -> list[Change]:
    """Every published change of a thing, newest first; without a query if it was read by `get_live`."""
    if not thing.publish_at:
        return []
    if "changes_read" in vars(thing):
        return sorted((Change(number, kind, note, moment(when)) for number, kind, note, when in thing.changes_read or []), key=lambda one: one.at, reverse=True)
    found = published_versions(thing, at or timezone.now()).exclude(change_kind="")
    return [Change(*row) for row in found.values_list("number", "change_kind", "change_note", "published_at")]


def corrections_of(thing: models.Model, at: datetime | None = None) -> list[Change]:
    """The changes that readers are told of on the page: updates, clarifications and corrections, newest first."""
    return [change for change in changes_of(thing, at) if change.kind in TOLD]


def moment(written: str) -> datetime:
    """A moment as a database writes it into JSON; SQLite keeps no time zone, and means UTC."""
    read = parse_datetime(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def history_address(thing: models.Model) -> str:
    """Where the public history of a thing is on the site of this request."""
    return get_script_prefix() + thing.get_absolute_url().removeprefix(thing.publisher.root) + "history/"


def band(thing: models.Model) -> dict:
    """What the band of changes on the page of a thing shows. A home page has no history of its own to lead to."""
    changes = changes_of(thing)
    told = [change for change in changes if change.kind in TOLD]
    is_home = thing.get_absolute_url() == thing.publisher.root
    return {"changes": told[:ON_THE_PAGE], "more": len(told) - ON_THE_PAGE, "history": history_address(thing) if changes and not is_home else ""}


def told_changes(things: models.QuerySet, at: datetime, versions: list[int] | None = None) -> models.QuerySet:
    """One row for each change that readers are told of, as the thing it changed with `told_kind`, `told_note` and `told_at`, newest first; of all versions, or of these."""
    of_row = models.Q(revisions__change_kind__in=TOLD, revisions__published_at__lte=at, revisions__published_at__gte=F("publish_at"))
    if versions is not None:
        of_row &= models.Q(revisions__in=versions)
    told = things.filter(of_row).annotate(
        told_kind=F("revisions__change_kind"), told_note=F("revisions__change_note"), told_at=F("revisions__published_at"), told_number=F("revisions__number")
    )  # fmt: skip
    return told.order_by("-told_at", "-told_number")


def newest_told(things: models.QuerySet, at: datetime) -> RevisionQuerySet:
    """The versions with such changes, newest first; found along the order of changes, not by a look at every thing."""
    changed = things.order_by().filter(pk=OuterRef("object_id"), publish_at__lte=OuterRef("published_at"))
    told = Revision.objects.filter(content_type=ContentType.objects.get_for_model(things.model), change_kind__in=TOLD, published_at__lte=at)
    # Not only one of those kinds, but also not none: so the database knows its index of changes again.
    return told.exclude(change_kind="").filter(models.Exists(changed)).order_by("-published_at", "-number")
