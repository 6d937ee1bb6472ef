"""Forces, publishers and their menus."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.partial_dates import PartialDateField
from collaboration.prose import ProseField
from collaboration.sources.models import Source

HOST = RegexValidator(r"^[a-z0-9.-]+(:\d+)?$", _("Give the host name alone, for instance www.example.org."))
PATH = RegexValidator(r"^/([\w/-]*/)?(\?[\w=&%+-]+)?(#[\w-]+)?$", _("Start and end the path with a stroke, for instance /news/."))


class ForceManager(models.Manager):
    """Finds a force by its slug."""

    def get_by_natural_key(self, slug: str) -> Force:
        return self.get(slug=slug)


class Force(models.Model):
    """A territorial police force and the area it polices (Police Act 1996, schedule 1)."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("As the force writes it, such as “Derbyshire Constabulary”."))
    short_name = models.CharField(_("short name"), max_length=60, help_text=_("The area alone, such as “Derbyshire”."))
    code = models.CharField(_("letters"), max_length=2, unique=True, help_text=_("Up to two letters for narrow table columns."))
    area_by_law = models.CharField(_("area by law"), max_length=200, blank=True, help_text=_("As the Police Act 1996, schedule 1, describes it."))
    area_by_law_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the area by law"))
    area_square_miles = models.PositiveIntegerField(_("area in square miles"), blank=True, null=True)
    area_as_at = PartialDateField(_("area as at"), blank=True)
    area_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the area"))
    population = models.PositiveIntegerField(_("population"), blank=True, null=True, help_text=_("A number for comparing; how it is written on pages stands beside it."))
    population_words = models.CharField(_("population in words"), max_length=60, blank=True, help_text=_("As the source puts it, such as “over 1 million”."))
    population_as_at = PartialDateField(_("population as at"), blank=True)
    population_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the population"))
    headquarters = models.CharField(_("headquarters"), max_length=200, blank=True)
    headquarters_as_at = PartialDateField(_("headquarters as at"), blank=True)
    headquarters_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the headquarters"))
    districts = models.CharField(_("districts and councils"), max_length=500, blank=True)
    districts_as_at = PartialDateField(_("districts as at"), blank=True)
    districts_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the districts"))
    website = models.URLField(_("the force’s own website"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ForceManager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("force")
        verbose_name_plural = _("forces")
        constraints = [
            models.CheckConstraint(
                name="force_population_is_sourced",
                condition=Q(population_words="") | (Q(population_source__isnull=False) & ~Q(population_as_at="")),
                violation_error_message=_("Give the source of the population and the date it is true for."),
            ),
            models.CheckConstraint(
                name="force_area_is_sourced",
                condition=Q(area_square_miles__isnull=True) | (Q(area_source__isnull=False) & ~Q(area_as_at="")),
                violation_error_message=_("Give the source of the area and the date it is true for."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class PublisherManager(models.Manager):
    """Finds a publisher by its slug."""

    def get_by_natural_key(self, slug: str) -> Publisher:
        return self.get(slug=slug)


class Publisher(models.Model):
    """An organisation with a site of its own: the programme, a force or a commissioner's office."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("Programme")
        FORCE = "force", _("Police force")
        OFFICE = "opcc", _("Commissioner’s office")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    force = models.ForeignKey(Force, models.PROTECT, related_name="publishers", blank=True, null=True, verbose_name=_("force area"))
    name = models.CharField(_("formal name"), max_length=150, unique=True, help_text=_("In full, as it appears in the header and on documents."))
    short_name = models.CharField(_("short name"), max_length=60, help_text=_("For lists and the browser’s title, such as “Derbyshire OPCC”."))
    wordmark = models.TextField(_("name in lines"), max_length=150, help_text=_("The formal name as the header stacks it, one line to a row."))
    slug = models.SlugField(_("slug"), unique=True, help_text=_("The first part of the site’s path, where it has no host name of its own."))
    host = models.CharField(_("host name"), max_length=150, blank=True, validators=[HOST], help_text=_("Where the site has its own, such as www.example.org. Leave empty to serve it under its slug."))
    theme = models.SlugField(_("theme"), help_text=_("The name of a file in static/css/themes."))
    strapline = models.CharField(_("strapline"), max_length=150, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=300, blank=True, help_text=_("One line to a row. Leave empty if it is not sourced."))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("the body’s own website"), blank=True, help_text=_("This is an independent site; the real body’s address stands beside its contacts."))
    contact_as_at = PartialDateField(_("contact details as at"), blank=True)
    contact_source = models.ForeignKey(Source, models.PROTECT, related_name="+", blank=True, null=True, verbose_name=_("source of the contact details"))
    enquiries_email = models.EmailField(_("enquiries are announced to"), blank=True, help_text=_("Not shown. Empty: the address in the site’s settings."))
    notice = ProseField(_("notice banner"), blank=True, help_text=_("A sentence or two shown above every page of the site."))
    notice_from = models.DateTimeField(_("notice from"), blank=True, null=True)
    notice_until = models.DateTimeField(_("notice until"), blank=True, null=True)
    copyright_line = models.CharField(_("line at the foot"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PublisherManager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        constraints = [
            models.UniqueConstraint(name="publisher_host_is_its_own", fields=["host"], condition=~Q(host="")),
            models.UniqueConstraint(name="publisher_one_programme", fields=["kind"], condition=Q(kind="programme")),
            models.UniqueConstraint(name="publisher_one_of_each_kind_per_force", fields=["kind", "force"]),
            models.CheckConstraint(
                name="publisher_force_unless_programme",
                condition=Q(kind="programme", force__isnull=True) | (~Q(kind="programme") & Q(force__isnull=False)),
                violation_error_message=_("A force or an office belongs to a force area; the programme to none."),
            ),
            models.CheckConstraint(
                name="publisher_notice_ends_after_it_starts",
                condition=Q(notice_from__isnull=True) | Q(notice_until__isnull=True) | Q(notice_until__gt=F("notice_from")),
                violation_error_message=_("The notice ends before it starts."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    @property
    def is_programme(self) -> bool:
        return self.kind == self.Kind.PROGRAMME

    @property
    def is_office(self) -> bool:
        return self.kind == self.Kind.OFFICE

    @property
    def layout(self) -> str:
        """The template that the pages of this site extend."""
        return f"layouts/{self.kind}.html"

    @property
    def mark(self) -> str:
        """The name of the drawing that the site is known by: its area's, shared by force and office."""
        return self.force.slug if self.force_id else "programme"

    @property
    def wordmark_lines(self) -> list[str]:
        return self.wordmark.splitlines()

    @property
    def postal_lines(self) -> list[str]:
        return self.postal_address.splitlines()

    def notice_at(self, at: datetime | None = None) -> str:
        """The notice shown at a moment, as stored; empty if there is none then."""
        at = at or timezone.now()
        begun = self.notice_from is None or self.notice_from <= at
        over = self.notice_until is not None and self.notice_until <= at
        return self.notice if begun and not over else ""

    @property
    def mount(self) -> str:
        """The path that the site stands under where it has no host of its own, `/` for the programme."""
        return "/" if self.is_programme else f"/{self.slug}/"

    @property
    def root(self) -> str:
        """The address of the site's home page, seen from anywhere."""
        if self.host:
            scheme = "https" if settings.HTTPS else "http"
            return f"{scheme}://{self.host}/"
        return f"{settings.ADDRESS}{self.mount}"

    def reverse(self, name: str, **kwargs) -> str:
        """The address of a named page on this publisher's site, seen from any other site."""
        return self.root + self.path(name, **kwargs)

    def path(self, name: str, **kwargs) -> str:
        """The path of a named page below the site's root, without the leading stroke."""
        return below_root(name, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def below_root(name: str, kwargs: tuple[tuple[str, object], ...]) -> str:
    """The path of a named page below the root of whichever site. The table of addresses is one for all and never changes."""
    outside = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, kwargs=dict(kwargs)).removeprefix("/")
    finally:
        set_script_prefix(outside)


class MenuItemManager(models.Manager):
    """Finds an entry by its place in the menu."""

    def get_by_natural_key(self, publisher: str, place: str, parent: str, label: str) -> MenuItem:
        return self.get(publisher__slug=publisher, place=place, parent_label=parent, label=label)


class MenuItem(models.Model):
    """An entry of a menu: a label and where it leads, on two levels at most."""

    class Place(models.TextChoices):
        OPTIONS = "options", _("Options bar, above the header")
        HEADER = "header", _("Main menu")
        FOOTER = "footer", _("Foot of the page")
        POPULAR = "popular", _("Popular links")
        FOLLOW = "follow", _("Follow us")

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="menu_items", verbose_name=_("publisher"))
    place = models.CharField(_("place"), max_length=10, choices=Place)
    parent_label = models.CharField(_("under"), max_length=80, blank=True, help_text=_("The label of the entry it stands under. Empty for the first level."))
    label = models.CharField(_("label"), max_length=80)
    path = models.CharField(_("path"), max_length=200, blank=True, validators=[PATH], help_text=_("A path on this site, such as /news/."))
    address = models.URLField(_("outside address"), max_length=300, blank=True, help_text=_("Instead of a path: a whole address on another site."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MenuItemManager()

    class Meta:
        ordering = ["place", "order", "pk"]
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        constraints = [
            models.UniqueConstraint(
                name="menu_label_once_in_a_place",
                fields=["publisher", "place", "parent_label", "label"],
                violation_error_message=_("This menu has an entry with that label already."),
            ),
            models.CheckConstraint(
                name="menu_leads_somewhere",
                condition=(Q(path="") & ~Q(address="")) | (~Q(path="") & Q(address="")) | Q(place="follow", path=""),
                violation_error_message=_("Give a path on this site or an outside address, not both."),
            ),
        ]

    def __str__(self):
        return f"{self.parent_label} › {self.label}" if self.parent_label else self.label

    def natural_key(self):
        return (self.publisher.slug, self.place, self.parent_label, self.label)

    natural_key.dependencies = ["collaboration.publisher"]

    def clean(self):
        if not self.parent_label or not self.publisher_id:
            return
        above = MenuItem.objects.filter(publisher=self.publisher, place=self.place, parent_label="", label=self.parent_label)
        if not above.exclude(pk=self.pk).exists():
            raise ValidationError({"parent_label": _("There is no entry of the first level with that label in this menu.")})
