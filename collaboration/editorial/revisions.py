"""Revisions: what editors wrote. The row of a thing is what the public sees.

Every save at the desk makes one. At most one revision of a thing is open, the draft people work on; an
approved change may wait for its moment beside it. The two-person rule is held here too, by constraints.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, Q, When
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from . import snapshots


class RevisionQuerySet(models.QuerySet):
    """Finds revisions by what they are to the desk and to the public."""

    def of_thing(self, thing: models.Model) -> RevisionQuerySet:
        kind = ContentType.objects.get_for_model(type(thing))
        return self.filter(content_type=kind, object_id=thing.pk)

    def of_same_thing(self, revision: Revision) -> RevisionQuerySet:
        """Every version of what this is a version of, itself among them."""
        return self.filter(content_type=revision.content_type_id, object_id=revision.object_id)

    def of_offices(self, offices) -> RevisionQuerySet:
        return self.filter(publisher__in=offices)

    def open(self) -> RevisionQuerySet:
        """The drafts that are worked on."""
        return self.filter(is_open=True)

    def submitted(self) -> RevisionQuerySet:
        """Those that wait for a second pair of eyes."""
        return self.open().filter(submitted_at__isnull=False, approved_at__isnull=True)

    def due(self, at: datetime) -> RevisionQuerySet:
        """Changes to live text whose moment has come and which have not been put in yet."""
        return self.filter(published_at__isnull=True, due_at__lte=at)

    def waiting(self, at: datetime | None = None) -> RevisionQuerySet:
        """Changes to live text that wait for a moment to come."""
        return self.filter(published_at__isnull=True, due_at__gt=at or timezone.now())

    def red(self) -> RevisionQuerySet:
        """What somebody published alone and nobody has approved since."""
        return self.filter(published_at__isnull=False, approved_at__isnull=True).exclude(unapproved_because="")

    def public(self, at: datetime | None = None) -> RevisionQuerySet:
        """Those that the public has seen by a moment (now, if none is given)."""
        return self.filter(published_at__lte=at or timezone.now())

    def published_of(self, thing: models.Model, at: datetime | None = None) -> RevisionQuerySet:
        """The versions of a thing that the public has seen by a moment, newest first."""
        return self.of_thing(thing).public(at).order_by("-published_at", "-number")

    def to_go_on_from(self) -> RevisionQuerySet:
        """Of each thing the one that an editor goes on from first: the open draft, else the change that waits, else what was published last."""
        place = Case(When(is_open=True, then=0), When(published_at=None, due_at__isnull=False, then=1), When(published_at__isnull=False, then=2), default=3)
        return self.order_by(place, "-number")

    def last_number(self) -> int:
        """The highest number among them; 0 if there are none."""
        return self.aggregate(last=models.Max("number"))["last"] or 0

    def get_numbered(self, typed: str) -> Revision:
        """The one of a thing’s versions whose number somebody typed; raises Http404 where there is none."""
        return get_object_or_404(self, number=int(typed) if typed.isdecimal() and len(typed) < 10 else 0)


class Revision(models.Model):
    """A snapshot of a thing's own fields, many-to-many choices included: who wrote it, when, why, and what became of it."""

    class Change(models.TextChoices):
        TYPO = "typo", _("Typing or layout: nothing a reader would notice")
        UPDATE = "update", _("Update: something new has been added")
        CLARIFICATION = "clarification", _("Clarification: the same facts, said more clearly")
        CORRECTION = "correction", _("Correction: something was wrong")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="revisions", verbose_name=_("office"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    fields = models.JSONField(_("fields"))
    is_open = models.BooleanField(_("being worked on"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="revisions", null=True, verbose_name=_("author"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    why = models.CharField(_("what changed"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("sent for review"), null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    returned_at = models.DateTimeField(_("sent back"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    returned_because = models.CharField(_("sent back because"), max_length=500, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    unapproved_because = models.CharField(_("published without approval because"), max_length=500, blank=True)
    accepted_because = models.CharField(_("warnings accepted because"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("goes out at"), null=True, db_index=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    change_kind = models.CharField(_("kind of change"), max_length=15, choices=Change, blank=True)
    change_note = models.CharField(_("note for the public"), max_length=500, blank=True)
    differences_hidden_because = models.CharField(_("differences hidden because"), max_length=300, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["content_type", "object_id"], condition=Q(is_open=True), name="revision_one_open"),
            models.CheckConstraint(
                name="revision_approved_by_another",
                condition=Q(approved_by__isnull=True) | Q(author__isnull=True) | ~Q(approved_by=F("author")),
                violation_error_message=_("Nobody approves what they wrote themselves."),
            ),
            models.CheckConstraint(
                name="revision_published_with_approval_or_reason",
                condition=Q(published_at__isnull=True) | Q(author__isnull=True) | Q(approved_by__isnull=False) | ~Q(unapproved_because=""),
                violation_error_message=_("Nothing is published without approval or a reason for doing without."),
            ),
            models.CheckConstraint(
                name="revision_due_with_approval_or_reason",
                condition=Q(due_at__isnull=True) | Q(approved_by__isnull=False) | ~Q(unapproved_because=""),
            ),
            models.CheckConstraint(name="revision_open_is_unpublished", condition=Q(is_open=False) | Q(published_at__isnull=True, due_at__isnull=True)),
        ]
        indexes = [
            models.Index(fields=["publisher", "-made_at"], name="revision_of_office"),
            models.Index(fields=["publisher", "is_open"], name="revision_open_of_office"),
            models.Index(fields=["content_type", "object_id", "published_at"], name="revision_published"),
            # The next that becomes public: until then a page stays as it is.
            models.Index(fields=["published_at", "due_at"], name="revision_comes_out"),
            # The newest changes that readers are told of, among all versions of all things.
            models.Index(fields=["content_type", "-published_at", "-number", "object_id"], condition=~Q(change_kind=""), name="revision_told"),
            # The few that lists and their filters count among a hundred thousand.
            models.Index(fields=["content_type", "object_id", "submitted_at", "approved_at"], condition=Q(is_open=True), name="revision_open_by_thing"),
            models.Index(fields=["content_type", "due_at", "object_id"], condition=Q(published_at__isnull=True, due_at__isnull=False), name="revision_waiting"),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    @property
    def state(self) -> str:
        """What the desk calls it: published, due, approved, submitted, returned, draft or past."""
        if self.published_at:
            return "published"
        if self.due_at:
            return "due"
        if not self.is_open:
            return "past"
        if self.approved_at:
            return "approved"
        if self.submitted_at:
            return "submitted"
        return "returned" if self.returned_at else "draft"

    @property
    def writer(self) -> str:
        """The name of whoever wrote it; what came otherwise than by the desk, as from a fixture, names nobody."""
        return self.author.name if self.author else gettext("Somebody")

    @property
    def model(self) -> type[models.Model]:
        return self.content_type.model_class()

    def as_object(self) -> models.Model:
        """The thing as this revision has it, not saved. Its many-to-many choices come from `choices()`."""
        thing = self.model._base_manager.select_related("publisher").get(pk=self.object_id)
        snapshots.put(thing, self.fields)
        return thing

    def choices(self) -> dict[str, list]:
        """The many-to-many choices of this revision, by field."""
        return snapshots.choices(self.model, self.fields)


class Kept(models.Model):
    """What somebody typed and has not saved: kept for them when a session, a browser or a network gives way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_texts")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField(default=0)  # 0: something new
    typed = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kept text")
        constraints = [models.UniqueConstraint(fields=["user", "content_type", "object_id"], name="kept_once")]

    def __str__(self):
        return f"{self.content_type} {self.object_id}"


class PreviewLink(models.Model):
    """A shareable preview: one revision, one person, at most seven days."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="preview_links")
    reader = models.CharField(_("for whom"), max_length=150, help_text=_("The person’s name and where they work. The link is theirs alone."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("preview link")
        constraints = [
            # Its seven days are held by `sharing`: a sum of dates here would want a function of Django's, and
            # no other program could copy the database.
            models.CheckConstraint(name="preview_link_expires", condition=Q(expires_at__gt=F("made_at"))),
        ]

    def __str__(self):
        return f"{self.revision} → {self.reader}"


class PreviewOpening(models.Model):
    """One opening of a shareable preview. Who it was is told by the link; no address is stored."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self):
        return f"{self.link}: {self.opened_at}"
