"""Agreements and the documents that belong to them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, JSONArray
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.alongside import along, links, read_along
from collaboration.editorial.changes import Collected
from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.files.fields import JudgedFileField
from collaboration.files.reasons import sentences_for
from collaboration.partial_dates import PartialDateField
from collaboration.prepared import prepared
from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Force, Publisher
from collaboration.publishers.participation import WithForces
from collaboration.sources.models import Source
from collaboration.units.models import Unit

RESERVED = {"matrix", "timeline", "documents", "columns", "shares", "between"}


class State(models.TextChoices):
    """What an agreement is on a given day. It follows from dates and is never typed."""

    IN_FORCE = "in-force", _("In force")
    NOT_STARTED = "not-started", _("Not yet in force")
    DATE_PASSED = "date-passed", _("End date passed – ask the office")
    ENDED = "ended", _("Ended")
    SUPERSEDED = "superseded", _("Superseded")
    NO_DATES = "no-dates", _("Dates not published")


class Sort(models.TextChoices):
    """The orders a reader may ask for; none is the order of the published lists."""

    PUBLISHED = "", _("As published")
    TITLE = "title", _("Title")
    FUNCTION = "function", _("What is shared")
    START = "start", _("Start, earliest first")
    START_LATEST = "-start", _("Start, latest first")
    END = "end", _("End, earliest first")
    END_LATEST = "-end", _("End, latest first")
    STATE = "state", _("State")


def in_state(state: str, on: date) -> Q:
    """The condition under which an agreement is in that state on that day; the states exclude one another.

    `last_day` is the later of the published end and its extension. A successor counts from its own publication:
    before, the state would tell of an agreement that nobody may know of.
    """
    superseded = Q(successor__publish_at__lte=timezone.now())
    ended = Q(ended_on__isnull=False, ended_on__lt=on)
    not_started = Q(starts_on__isnull=False, starts_on__gt=on)
    passed = Q(last_day__isnull=False, last_day__lt=on)
    dated = Q(starts_on__isnull=False) | Q(last_day__isnull=False)
    if state == State.SUPERSEDED:
        return superseded
    if state == State.ENDED:
        return ended & ~superseded
    rest = ~superseded & ~ended
    if state == State.NOT_STARTED:
        return rest & not_started
    rest &= ~not_started
    if state == State.DATE_PASSED:
        return rest & passed
    return rest & ~passed & (dated if state == State.IN_FORCE else ~dated)


class AgreementQuerySet(WithForces, PublishableQuerySet):
    """Agreements by party, date and state."""

    forces_field = "parties"

    def get_by_natural_key(self, slug: str) -> "Agreement":
        return self.get(slug=slug)

    def of(self, publisher: Publisher):
        """Those concerning a publisher: all for the programme; else those its force is party to, or whose parties are not published, and the national ones."""
        return self if publisher.is_programme else self.concerning(publisher.force_id)

    def concerning(self, force: int):
        """Those to which the force of this number is party, or whose parties are not published, and the national ones."""
        party_to = Agreement.parties.through.objects.filter(force=force).values("agreement")
        unknown = Q(parties_not_stated=True)
        return self.filter(Q(pk__in=party_to) | unknown | Q(scope=Agreement.Scope.NATIONAL))

    def live(self, at: datetime | None = None):
        """Those that the public may see at a moment, each with the moment its successor came out, which its state needs."""
        return super().live(at).annotate(superseded_at=F("successor__publish_at"))

    def with_particulars(self):
        """Each with its parties, its sources and the names of the publishers on whose lists it is."""
        lists = links(Agreement, "listed_by").values("agreement").annotate(every=Collected(JSONArray("publisher__order", "publisher__name")))
        return along(self.with_forces(), "sources").annotate(lists_read=models.Subquery(lists.values("every")))

    def regional(self):
        return self.filter(scope=Agreement.Scope.REGIONAL)

    def national(self):
        return self.filter(scope=Agreement.Scope.NATIONAL)

    def with_any_of(self, *forces: Force):
        """Those to which at least one of these forces is party."""
        return self.filter(pk__in=Agreement.parties.through.objects.filter(force__in=forces).values("agreement"))

    def of_year(self, year: int):
        """Those known to have been signed or to have started in a year; of two years that sources give, in either."""
        signed = Q(signed_on__startswith=f"{year:04}") | Q(signed_on__contains=f" or {year:04}")
        return self.filter(signed | Q(starts_on__year=year))

    def with_last_day(self):
        """Adds `last_day`, on which `in_state` builds, as something to filter and order by."""
        return self.alias(last_day=Coalesce("extended_until", "ends_on"))

    def in_state(self, state: str, on: date | None = None):
        """Those in a state on a day (today, if none is given)."""
        return self.with_last_day().filter(in_state(state, on or timezone.localdate()))

    def in_force(self, on: date | None = None):
        """Those that published dates show to be in force on a day."""
        return self.in_state(State.IN_FORCE, on)


class Agreement(Publishable):
    """A collaboration agreement between policing bodies and chief officers."""

    class Scope(models.TextChoices):
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")

    class Form(models.TextChoices):
        FULL = "full", _("In full")
        SUMMARY = "summary", _("As a summary")
        TITLE = "title", _("By title only")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title as published"), max_length=250)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    function = models.CharField(_("function"), max_length=80, help_text=_("What is shared, in a word or two: Custody, Forensics."))
    summary = models.TextField(_("summary"), max_length=500, help_text=_("What the agreement is about, in one or two sentences."))
    body = ProseField(_("more about it"), blank=True)
    parties = models.ManyToManyField(Force, related_name="agreements", blank=True, verbose_name=_("parties"), help_text=_("The forces of this region that are party to it."))
    parties_words = models.CharField(_("parties as published"), max_length=200, blank=True)
    parties_not_stated = models.BooleanField(_("the list does not state the parties"), default=False)
    statutory_basis = models.CharField(_("statutory basis"), max_length=150, blank=True)
    signed_on = PartialDateField(_("signed"), blank=True)
    starts_on = models.DateField(_("starts"), blank=True, null=True)
    ends_on = models.DateField(_("ends"), blank=True, null=True, help_text=_("The end that was first agreed."))
    extended_until = models.DateField(_("extended until"), blank=True, null=True)
    ended_on = models.DateField(_("known to have ended on"), blank=True, null=True, help_text=_("Only where a source says that it has ended."))
    lead_force = models.ForeignKey(Force, models.PROTECT, related_name="led_agreements", blank=True, null=True, verbose_name=_("lead force"))
    publication_form = models.CharField(_("how it is published"), max_length=10, choices=Form, default=Form.TITLE)
    units = models.ManyToManyField(Unit, related_name="agreements", blank=True, verbose_name=_("related units"))
    successor = models.ForeignKey("self", models.PROTECT, related_name="predecessors", blank=True, null=True, verbose_name=_("superseded by"))
    listed_by = models.ManyToManyField(Publisher, related_name="listed_agreements", blank=True, verbose_name=_("on the list of"))
    listed_as_at = PartialDateField(_("list as at"), blank=True)
    sources = models.ManyToManyField(Source, related_name="agreements", blank=True, verbose_name=_("sources"))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its place in the published list."))

    objects = AgreementQuerySet.as_manager()

    template_name = "agreements/agreement.html"
    drafted_fields = (
        "slug", "title", "scope", "function", "summary", "body", "parties", "parties_words", "parties_not_stated", "statutory_basis",
        "signed_on", "starts_on", "ends_on", "extended_until", "ended_on", "lead_force", "publication_form", "units",
        "successor", "listed_by", "listed_as_at", "sources", "order",
    )  # fmt: skip
    told_fields = (
        "title", "scope", "function", "summary", "body", "parties", "parties_words", "parties_not_stated", "statutory_basis",
        "signed_on", "starts_on", "ends_on", "extended_until", "ended_on", "lead_force", "publication_form", "units",
        "successor", "listed_by", "listed_as_at", "sources",
    )  # fmt: skip
    search_kind = "agreement"
    found_by = ("parties",)
    is_shared = True

    class Meta(Publishable.Meta):
        ordering = ["order", "title"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The agreement ends before it starts."),
            ),
            models.CheckConstraint(
                name="agreement_extension_is_later",
                condition=Q(extended_until__isnull=True) | Q(ends_on__isnull=True) | Q(extended_until__gt=F("ends_on")),
                violation_error_message=_("An extension ends later than the agreement first did."),
            ),
            models.CheckConstraint(
                name="agreement_does_not_succeed_itself",
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                violation_error_message=_("An agreement cannot supersede itself."),
            ),
        ]
        indexes = [
            # All that the register is narrowed and ordered by, so that its thousands are gone through without their texts.
            models.Index(fields=["publish_at", "withdrawn_at", "successor", "scope", "function", "parties_not_stated", "signed_on", "starts_on", "ends_on", "extended_until", "ended_on", "order", "title"], name="agreement_register"),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return self.publisher.reverse("agreements:agreement", slug=self.slug)

    def clean(self):
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This word stands for a page of the register itself.")})

    @property
    def last_day(self) -> date | None:
        """The last day that was published: the extension's, or else the first end."""
        return self.extended_until or self.ends_on

    @property
    def is_superseded(self) -> bool:
        """Whether a later agreement that the public knows of, or knew, has taken its place."""
        if not self.successor_id:
            return False
        since = self.superseded_at if hasattr(self, "superseded_at") else self.successor.publish_at
        return bool(since and since <= timezone.now())

    def state_on(self, on: date) -> State:
        """Its state on a day, by the same rule as `in_state`."""
        if self.is_superseded:
            return State.SUPERSEDED
        if self.ended_on and self.ended_on < on:
            return State.ENDED
        if self.starts_on and self.starts_on > on:
            return State.NOT_STARTED
        if self.last_day and self.last_day < on:
            return State.DATE_PASSED
        return State.IN_FORCE if self.starts_on or self.last_day else State.NO_DATES

    @property
    def state(self) -> State:
        """Its state today."""
        return self.state_on(timezone.localdate())

    def context(self):
        at = timezone.now()
        return {
            "agreement": self,
            "sources": read_along(self, "sources"),
            "lists": [name for _order, name in sorted(self.lists_read or [])] if "lists_read" in vars(self) else [one.name for one in self.listed_by.all()],
            "documents": documents_of(agreement=self.pk, at=at),
            "units": units_of(agreement=self.pk, at=at),
        }

    def search_text(self):
        parties = ", ".join(str(force) for force in self.parties.all())
        return self.title, self.summary, f"{self.function} {plain(self.body)} {parties}"


class DocumentQuerySet(PublishableQuerySet):
    """Documents by publisher and slug."""

    def get_by_natural_key(self, publisher: str, slug: str) -> "Document":
        return self.get(publisher__slug=publisher, slug=slug)


class Document(Publishable):
    """A file the public can download; published on its own, so that an embargo holds for it too."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        SUMMARY = "summary", _("Summary of an agreement")
        REPORT = "report", _("Report")
        NEWSLETTER = "newsletter", _("Newsletter")
        OTHER = "other", _("Other document")

    slug = models.SlugField(_("slug"), max_length=100)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    file = JudgedFileField(_("file"), folder="documents", facts=("file_kind", "size", "page_count", "is_tagged", "has_text", "file_language", "file_title", "file_findings"), help_text=_("PDF, Word (.docx), Excel (.xlsx), OpenDocument or CSV, at most 25 MB. It is looked through before it is kept."))
    dated = models.DateField(_("date of the document"))
    language = models.CharField(_("language"), max_length=10, default="en", help_text=_("By its code: en for English, cy for Welsh, pl for Polish."))
    # What the file itself says; filled in when it is judged and never by hand.
    file_kind = models.CharField(_("kind of file"), max_length=5, editable=False, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False, default=0)
    page_count = models.PositiveIntegerField(_("pages"), blank=True, null=True, editable=False)
    is_tagged = models.BooleanField(_("tagged for screen readers"), default=False, editable=False)
    has_text = models.BooleanField(_("has text, not pictures of text"), default=True, editable=False)
    file_language = models.CharField(_("language, as the file says"), max_length=35, editable=False, blank=True)
    file_title = models.CharField(_("title, as the file says"), max_length=200, editable=False, blank=True)
    file_findings = models.CharField(_("found in the file"), max_length=250, editable=False, blank=True)
    agreements = models.ManyToManyField(Agreement, related_name="documents", blank=True, verbose_name=_("agreements"))

    objects = DocumentQuerySet.as_manager()

    template_name = "agreements/document.html"
    drafted_fields = (
        "slug", "title", "kind", "file", "dated", "language", "file_kind", "size", "page_count", "is_tagged", "has_text", "file_language",
        "file_title", "file_findings", "agreements",
    )  # fmt: skip
    search_kind = "document"

    class Meta(Publishable.Meta):
        ordering = ["-dated", "title"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *Publishable.Meta.constraints,
            # Not once for all: a message about another office's address would tell of its unpublished work.
            models.UniqueConstraint(name="document_slug_once_per_site", fields=["publisher", "slug"], violation_error_message=_("This site has a document at that address already.")),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.publisher.slug, self.slug)

    natural_key.dependencies = ["collaboration.publisher"]

    def get_absolute_url(self):
        return self.publisher.reverse("agreements:document", slug=self.slug)

    def take_file_facts(self, facts: dict) -> None:
        """Enter what is known of the file. Kinds other than PDF have their structure by nature."""
        self.file_kind, self.size = facts["kind"], facts["size"]
        self.page_count = facts.get("page_count")
        self.is_tagged = facts.get("is_tagged", True)
        self.has_text = facts.get("has_text", True)
        self.file_language, self.file_title = facts.get("language", ""), facts.get("title", "")
        self.file_findings = " ".join(facts["findings"])

    @property
    def file_type(self) -> str:
        """The kind of file in capitals, from its name: PDF, ODS."""
        return self.file.name.rpartition(".")[2].upper()

    @property
    def findings(self) -> list[str]:
        """What whoever publishes it should think about, each as a sentence."""
        return sentences_for(self.file_findings)

    def search_text(self):
        return self.title, self.get_kind_display(), ""


@prepared
def documents_of(*, agreement: int, at: datetime) -> models.QuerySet:
    """The live documents of an agreement."""
    return Document.objects.filter(agreements=agreement).live(at)


@prepared
def units_of(*, agreement: int, at: datetime) -> models.QuerySet:
    """The live units that an agreement is about, with who takes part in them."""
    return Unit.objects.filter(agreements=agreement).live(at).with_forces().defer("body")
