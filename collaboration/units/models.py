"""A unit, service or body."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.alongside import read_along
from collaboration.editorial.meanwhile import meanwhile
from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.partial_dates import PartialDateField
from collaboration.prepared import prepared
from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Force, Publisher
from collaboration.publishers.participation import WithForces
from collaboration.sources.models import Source

MOST_NEWS = 5


class UnitQuerySet(WithForces, PublishableQuerySet):
    """Units by participant and kind."""

    forces_field = "forces"

    def get_by_natural_key(self, slug: str) -> "Unit":
        return self.get(slug=slug)

    def of(self, publisher: Publisher):
        """Those concerning a publisher: all for the programme; else those its force takes part in, and the national ones."""
        return self if publisher.is_programme else self.concerning(publisher.force_id)

    def concerning(self, force: int):
        """Those that the force of this number takes part in, and the national ones."""
        theirs = Unit.forces.through.objects.filter(force=force).values("unit")
        return self.filter(Q(pk__in=theirs) | Q(kind=Unit.Kind.NATIONAL))

    def regional(self):
        return self.exclude(kind=Unit.Kind.NATIONAL)

    def national(self):
        return self.filter(kind=Unit.Kind.NATIONAL)


class Unit(Publishable):
    """Something the forces run together: a unit, a branch of one, a shared service, a board; or a national body."""

    class Kind(models.TextChoices):
        GOVERNANCE = "governance", _("Programme and governance")
        UNIT = "unit", _("Regional unit")
        BRANCH = "branch", _("Branch of a unit")
        SERVICE = "service", _("Shared service")
        NATIONAL = "national", _("National body")

    class Status(models.TextChoices):
        WORKING = "working", _("Working when last sourced")
        ENDED = "ended", _("Ended or replaced")
        UNKNOWN = "unknown", _("Whether it still works is not sourced")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=150, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    function = models.CharField(_("function"), max_length=80, blank=True, help_text=_("In a word or two: Forensics, Legal advice."))
    parent = models.ForeignKey("self", models.PROTECT, related_name="branches", blank=True, null=True, verbose_name=_("part of"))
    summary = models.TextField(_("what it does"), max_length=500, help_text=_("One or two plain sentences, used wherever the unit is listed."))
    body = ProseField(_("more about it"), blank=True)
    forces = models.ManyToManyField(Force, related_name="units", blank=True, verbose_name=_("participating forces"))
    participation_note = models.CharField(_("note on who takes part"), max_length=300, blank=True, help_text=_("For instance where sources disagree."))
    lead_force = models.ForeignKey(Force, models.PROTECT, related_name="led_units", blank=True, null=True, verbose_name=_("lead or owning force"))
    since = PartialDateField(_("since"), blank=True, help_text=_("2010, 2011-09, or “2001 or 2002” where sources disagree."))
    until = PartialDateField(_("until"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNKNOWN)
    status_as_at = PartialDateField(_("status as at"), blank=True)
    successor = models.ForeignKey("self", models.PROTECT, related_name="predecessors", blank=True, null=True, verbose_name=_("replaced by"))
    website = models.URLField(_("website"), blank=True)
    sources = models.ManyToManyField(Source, related_name="units", blank=True, verbose_name=_("sources"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UnitQuerySet.as_manager()

    template_name = "units/unit.html"
    drafted_fields = (
        "slug", "name", "abbreviation", "kind", "function", "parent", "summary", "body", "forces", "participation_note", "lead_force",
        "since", "until", "status", "status_as_at", "successor", "website", "sources", "order",
    )  # fmt: skip
    told_fields = (
        "name", "abbreviation", "kind", "function", "parent", "summary", "body", "forces", "participation_note", "lead_force",
        "since", "until", "status", "status_as_at", "successor", "website", "sources",
    )  # fmt: skip
    search_kind = "unit"
    found_by = ("forces",)
    is_shared = True

    class Meta(Publishable.Meta):
        ordering = ["order", "name"]
        verbose_name = _("unit or body")
        verbose_name_plural = _("units and bodies")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return self.publisher.reverse("units:unit", slug=self.slug)

    @property
    def full_name(self) -> str:
        """The name, with the abbreviation behind it if there is one."""
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    def context(self):
        at = timezone.now()
        kinds = {name: self._meta.get_field(name).related_model for name in ("agreements", "releases")}
        return {
            "unit": self,
            "sources": read_along(self, "sources"),
            "branches": self.branches_read if "branches_read" in vars(self) else self.branches.live(at).with_forces(),
            "agreements": agreements_about(kinds["agreements"], unit=self.pk, at=at),
            "releases": releases_about(kinds["releases"], unit=self.pk, at=at),
        }

    def search_text(self):
        forces = ", ".join(str(force) for force in self.forces.all())
        return self.full_name, self.summary, f"{self.function} {plain(self.body)} {forces}"

    def clean(self):
        above = self.parent
        while above is not None:
            if self.pk and above.pk == self.pk:
                raise ValidationError({"parent": _("A unit cannot be part of itself.")})
            above = above.parent


# The records that name a unit stand on floors above, and are known here by what they call it.


@prepared
def agreements_about(model: type[Publishable], *, unit: int, at: datetime) -> models.QuerySet:
    """The live agreements that name a unit, with their parties."""
    return model.objects.filter(units=unit).live(at).with_forces().defer("body")


def releases_about(model: type[Publishable], *, unit: int, at: datetime) -> models.QuerySet:
    """The newest releases that name a unit; their numbers are kept, for there may be thousands to put in order."""
    found = model.objects.filter(units=unit).live(at).newest_first().values_list("pk", flat=True)
    numbers = meanwhile((model, model._meta.get_field("units").remote_field.through), ("releases of a unit", unit), at, lambda: list(found[:MOST_NEWS]))
    return model.objects.live(at).filter(pk__in=numbers).newest_first().select_related("publisher").defer("body", "notes_to_editors", "record_note")
