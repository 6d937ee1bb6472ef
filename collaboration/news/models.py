"""Press releases and media contacts."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collaboration.agreements.models import Agreement, Document
from collaboration.editorial.alongside import read_along
from collaboration.editorial.changes import corrections_of
from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.pictures.models import Picture
from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Force, Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit

from .beside import SHARED, attached, named, others, with_particulars

# What the newsroom has at these addresses itself.
RESERVED = {"feed", "archive", "alerts"}


NUMBER = re.compile(r"(\+?[\d(][\d ()-]{7,}\d)")


def called(words: str, is_record: int | None) -> list[tuple[str, str]]:
    """Words in pieces, each with what a telephone dials for it; nothing is dialled from a record."""
    pieces = NUMBER.split(words)
    return [(piece, "" if is_record or place % 2 == 0 else re.sub(r"\(0\)|[^\d+]", "", piece)) for place, piece in enumerate(pieces) if piece]


class MediaContactManager(models.Manager):
    """Finds a contact by its key."""

    def get_by_natural_key(self, key: str) -> "MediaContact":
        return self.get(key=key)


class MediaContact(models.Model):
    """Whom journalists ask about a release."""

    # How fixtures name it; made from office and name where an editor adds one.
    key = models.SlugField(_("key"), max_length=80, unique=True, editable=False)
    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="media_contacts", verbose_name=_("publisher"))
    name = models.CharField(_("name or team"), max_length=120)
    phones = models.CharField(_("telephone numbers"), max_length=120, blank=True, help_text=_("In office hours. Several are parted by a stroke: 01234 567890 / 01234 567891."))
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("office hours"), max_length=120, blank=True, help_text=_("When somebody answers, such as “Monday to Friday, 9am to 5pm”."))
    out_of_hours = models.CharField(_("out of hours"), max_length=200, blank=True, help_text=_("The number to call at night and at weekends, and for what. Leave it empty if nobody answers then."))
    as_issued_in = models.PositiveSmallIntegerField(_("as issued in"), blank=True, null=True, help_text=_("The year, for a contact kept as a record: readers are told not to use it."))

    objects = MediaContactManager()

    class Meta:
        ordering = ["publisher", "name"]
        verbose_name = _("media contact")
        verbose_name_plural = _("media contacts")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.key,)

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """The telephone numbers in pieces: the words, and what to call where a piece is a number that is in use."""
        return called(self.phones, self.as_issued_in)

    @property
    def numbers_out_of_hours(self) -> list[tuple[str, str]]:
        return called(self.out_of_hours, self.as_issued_in)

    def save(self, *args, **kwargs):
        self.key = self.key or f"{self.publisher.slug}-{slugify(self.name)}"[:60].rstrip("-") + f"-{get_random_string(8, 'bcdfghjkmnpqrstvwxz23456789')}"
        super().save(*args, **kwargs)


class TopicManager(models.Manager):
    """Finds a topic by its slug."""

    def get_by_natural_key(self, slug: str) -> "Topic":
        return self.get(slug=slug)


class Topic(models.Model):
    """What a release is about, in a word or two, so that readers can narrow the newsroom and follow one subject."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = TopicManager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class PressReleaseQuerySet(PublishableQuerySet):
    """Releases by publisher and region."""

    def get_by_natural_key(self, publisher: str, slug: str) -> "PressRelease":
        return self.get(publisher__slug=publisher, slug=slug)

    def in_newsroom(self, publisher: Publisher, at: datetime | None = None):
        """The live ones that a site's newsroom lists: on the programme's everybody's, elsewhere its own."""
        return self.all_of_newsroom(publisher).live(at)

    def all_of_newsroom(self, publisher: Publisher):
        """Public or not."""
        return self.all() if publisher.is_programme else self.of(publisher)

    def live_between(self, begins: datetime, ends: datetime, at: datetime):
        """Those that came out from one moment to before another, neither of which is yet to come, and are public.

        No other bound than these: a database looks along its index from one on either side, and not always the nearer.
        """
        return self.filter(publish_at__gte=begins, publish_at__lt=ends).not_taken_back(at)

    def with_particulars(self):
        """With what the page of a release shows of contacts and sources read along."""
        return with_particulars(self)

    def concerning(self, publisher: Publisher):
        """Those of others in the region that are about this publisher's force area."""
        # One by one along the order asked for: to list every release about an area takes longer than to find the newest.
        about = PressRelease.forces.through.objects.filter(force=publisher.force_id, pressrelease=OuterRef("pk"))
        return self.filter(Exists(about)).exclude(publisher=publisher)


class PressRelease(Publishable):
    """A statement to the press, dated the day it was posted; the events in it may be earlier."""

    slug = models.SlugField(_("slug"), max_length=120)
    reference = models.CharField(_("reference number"), max_length=40, blank=True, help_text=_("Your own, such as PR-31-13. Journalists quote it when they call."))
    headline = models.CharField(_("headline"), max_length=200, help_text=_("What has happened, in up to 120 characters."))
    summary = models.TextField(_("summary"), max_length=400, help_text=_("One or two sentences. Lists, searches, feeds and e-mails show them."))
    body = ProseField(_("text"), help_text=_("Begin with what matters most. The mark ENDS is set below it for you. For what somebody said, use the button for quotations: it asks for name and role."))
    events_on = models.DateField(_("date of the events"), blank=True, null=True, help_text=_("Where it is not the day of posting."))
    record_note = ProseField(_("note on the record"), blank=True, help_text=_("For a release kept as a record: who issued it first, and why its date differs."))
    notes_to_editors = ProseField(_("notes to editors"), blank=True, help_text=_("Background that need not be printed. It stands below ENDS."))
    topics = models.ManyToManyField(Topic, related_name="releases", blank=True, verbose_name=_("topics"), help_text=_("Those that the text is truly about, one or two as a rule. Readers follow a topic by e-mail or feed."))
    media_contacts = models.ManyToManyField(MediaContact, related_name="releases", blank=True, verbose_name=_("media contacts"), help_text=_("Whom journalists may ask. Hours and numbers come from the contact."))
    forces = models.ManyToManyField(Force, related_name="releases", blank=True, verbose_name=_("force areas it is about"), help_text=_("It is listed on the sites of these areas too."))
    units = models.ManyToManyField(Unit, related_name="releases", blank=True, verbose_name=_("related units"), help_text=_("Units that the text names."))
    agreements = models.ManyToManyField(Agreement, related_name="releases", blank=True, verbose_name=_("related agreements"), help_text=_("Agreements that the text is about."))
    pictures = models.ManyToManyField(Picture, related_name="releases", blank=True, verbose_name=_("pictures for the press"), help_text=_("Pictures of your office that newsrooms may take over, each with credit and rights. One shows here once it is published itself."))
    documents = models.ManyToManyField(Document, related_name="releases", blank=True, verbose_name=_("documents"), help_text=_("Documents of your office. One shows here once it is published itself."))
    sources = models.ManyToManyField(Source, related_name="releases", blank=True, verbose_name=_("sources"))

    objects = PressReleaseQuerySet.as_manager()

    template_name = "news/release.html"
    drafted_fields = (
        "slug", "reference", "headline", "summary", "body", "events_on", "record_note", "notes_to_editors",
        "topics", "media_contacts", "forces", "units", "agreements", "pictures", "documents", "sources",
    )  # fmt: skip
    told_fields = (
        "reference", "headline", "summary", "body", "events_on", "record_note", "notes_to_editors",
        "topics", "media_contacts", "forces", "units", "agreements", "pictures", "documents", "sources",
    )  # fmt: skip
    search_kind = "release"
    found_by = ("topics", "forces")

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "-pk"]
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                name="release_slug_once_per_publisher",
                fields=["publisher", "slug"],
                violation_error_message=_("This publisher has a release at that address already."),
            ),
            models.UniqueConstraint(
                name="release_reference_once_per_publisher",
                fields=["publisher", "reference"],
                condition=~Q(reference=""),
                violation_error_message=_("This publisher has used that reference number already."),
            ),
        ]
        indexes = [
            # All that decides what is public, so that a long list is counted and cut without a look at its rows.
            models.Index(fields=["publisher", "-publish_at", "-id", "withdrawn_at"], name="release_newest_of_publisher"),
            models.Index(fields=["-publish_at", "-id", "withdrawn_at"], name="release_newest"),
            models.Index(fields=["id", "publish_at", "withdrawn_at", "publisher"], name="release_by_number"),
            models.Index(fields=["publisher", "-changed_at", "publish_at", "withdrawn_at"], name="release_changed_of_publisher"),
            models.Index(fields=["-withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="release_taken_back"),
        ]

    def __str__(self):
        return self.headline

    def natural_key(self):
        return (self.publisher.slug, self.slug)

    natural_key.dependencies = ["collaboration.publisher"]

    def get_absolute_url(self):
        return self.publisher.reverse("news:release", slug=self.slug)

    def clean(self):
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This word stands for a page of the newsroom itself.")})

    def context(self):
        at = timezone.now()
        told = corrections_of(self, at)
        found = sorted(named(type(self), pk=self.pk, at=at), key=lambda one: (one[0], one[3].casefold()))
        beside = others(self, at, [(field, number) for field, number, _slug, _title in found])
        return {
            "release": self,
            "told": told,
            "updated": told[0].at if told else None,
            **{name: [(slug, title) for field, _number, slug, title in found if field == name] for name in SHARED},
            # Whom one can ask stands before whom one could ask once.
            "media_contacts": sorted(read_along(self, "media_contacts"), key=lambda one: bool(one.as_issued_in)),
            "sources": read_along(self, "sources"),
            "pictures": attached(self, "pictures", lambda: self.pictures.for_site(self.publisher).live(at).order_by("title", "pk")),
            "documents": attached(self, "documents", lambda: self.documents.of(self.publisher).live(at)),
            **beside,
        }

    def search_text(self):
        names = ", ".join(str(one) for name in self.found_by for one in getattr(self, name).all())
        return self.headline, self.summary, f"{plain(f'{self.body} {self.notes_to_editors}')} {names} {self.reference}"
