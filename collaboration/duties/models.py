"""Duties to publish, and how each office stands with them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher
from collaboration.redirects.models import TARGET

OFFICES = Publisher.Kind.OFFICE


class State(models.TextChoices):
    """How an office stands with one duty on a day."""

    LATE = "late", _("Check is late")
    CHECKED = "checked", _("Found when checked")
    UNCHECKED = "unchecked", _("Link not checked yet")
    UNKNOWN = "unknown", _("No link known")


class DutyManager(models.Manager):
    """Finds a duty by its slug."""

    def get_by_natural_key(self, slug: str) -> "Duty":
        return self.get(slug=slug)


class Duty(models.Model):
    """One item that an office must publish."""

    class Group(models.TextChoices):
        PEOPLE = "people", _("Office-holders")
        STAFF = "staff", _("Staff")
        MONEY = "money", _("Money")
        CONTRACTS = "contracts", _("Property and contracts")
        DECISIONS = "decisions", _("Decisions and policies")
        FORCE = "force", _("How the force is doing")
        MANNER = "manner", _("Custody visits, and how to publish")

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("each month")
        YEARLY = "yearly", _("before each financial year")
        UNSTATED = "unstated", _("no date that we have read")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, help_text=_("Of the schedule to the Order, such as 3(a)."))
    group = models.CharField(_("group"), max_length=12, choices=Group)
    title = models.CharField(_("what must be published"), max_length=200)
    rhythm = models.CharField(_("when, by the Order"), max_length=10, choices=Rhythm, default=Rhythm.UNSTATED)
    since = models.DateField(_("in force since"), blank=True, null=True, help_text=_("Only where a source says it of this item."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DutyManager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("duty to publish")
        verbose_name_plural = _("duties to publish")

    def __str__(self):
        return f"{self.paragraph} {self.title}"

    def natural_key(self):
        return (self.slug,)

    def next_check(self, checked_on: date) -> date:
        """The day by which to look again: a month later, at the start of the next financial year, or half a year later.

        Where the Order states no date, half a year is our own rule.
        """
        if self.rhythm == self.Rhythm.YEARLY:
            return date(checked_on.year + (checked_on.month >= 4), 4, 1)
        return months_later(checked_on, 1 if self.rhythm == self.Rhythm.MONTHLY else 6)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1)
    return last.replace(day=min(day.day, last.day))


class StandingManager(models.Manager):
    """Finds a standing by office and duty."""

    def get_by_natural_key(self, publisher: str, duty: str) -> "Standing":
        return self.get(publisher__slug=publisher, duty__slug=duty)


class Standing(models.Model):
    """Where one office publishes one item, when somebody last looked, and by when to look again."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="standings", limit_choices_to={"kind": OFFICES}, verbose_name=_("office"))
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="standings", verbose_name=_("duty"))
    address = models.CharField(_("where it is published"), max_length=500, blank=True, validators=[TARGET], help_text=_("A whole address that begins with https://, or site:/transparency/ for a page of this site. Empty: no link is known."))
    checked_on = models.DateField(_("last checked"), blank=True, null=True, help_text=_("The day on which somebody opened the link and found the item there, up to date."))
    due_on = models.DateField(_("check again by"), blank=True, null=True, db_index=True, help_text=_("Empty: worked out from the last check. Red from the day after."))
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For readers, such as what the page covers. A sentence."))

    objects = StandingManager()

    class Meta:
        ordering = ["publisher", "duty"]
        verbose_name = _("item to publish")
        verbose_name_plural = _("items to publish")
        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["publisher", "duty"], violation_error_message=_("This office has that item already.")),
            models.CheckConstraint(name="standing_checked_has_address", condition=Q(checked_on__isnull=True) | ~Q(address=""), violation_error_message=_("Say where it was found, or leave the day of the check empty.")),
        ]

    def __str__(self):
        return f"{self.publisher.short_name}: {self.duty}"

    def natural_key(self):
        return (self.publisher.slug, self.duty.slug)

    natural_key.dependencies = ["collaboration.publisher", "collaboration.duty"]

    def clean(self):
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("That day has not come yet.")})
        if self.checked_on and self.due_on and self.due_on < self.checked_on:
            raise ValidationError({"due_on": _("The next check comes after the last one.")})

    def save(self, *args, **kwargs):
        if self.checked_on and not self.due_on:
            self.due_on = self.duty.next_check(self.checked_on)
        super().save(*args, **kwargs)

    def state_on(self, on: date) -> State:
        """How it stands on a day."""
        if self.due_on and self.due_on < on:
            return State.LATE
        if not self.address:
            return State.UNKNOWN
        return State.CHECKED if self.checked_on else State.UNCHECKED

    @property
    def state(self) -> State:
        """How it stands today."""
        return self.state_on(timezone.localdate())
