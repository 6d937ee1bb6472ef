"""Links that lead out of our sites, as last checked, and the steps of the nightly care, as last done."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

# A server may be down for a night, or for two. What fails on three in a row is broken.
NIGHTS_UNTIL_BROKEN = 3


class OutsideLinkQuerySet(models.QuerySet):
    """Outside links by how they fared."""

    def of(self, publisher: Publisher) -> OutsideLinkQuerySet:
        return self.filter(publisher=publisher)

    def of_offices(self, offices) -> OutsideLinkQuerySet:
        return self.filter(publisher__in=offices)

    def broken(self) -> OutsideLinkQuerySet:
        """Those that failed night after night and that nobody has called fine."""
        return self.filter(failures__gte=NIGHTS_UNTIL_BROKEN, is_fine=False)

    def to_check(self, on: date, again_after: timedelta) -> OutsideLinkQuerySet:
        """Those whose turn it is: never checked, failing since another night, or well for so long that it is time again."""
        failing = Q(failures__gt=0, checked_on__lt=on)
        return self.filter(Q(checked_on__isnull=True) | failing | Q(checked_on__lte=on - again_after)).filter(is_fine=False)


class OutsideLink(models.Model):
    """An address outside our sites that one office's public pages lead to, and how it answered."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="outside_links", verbose_name=_("site"))
    address = models.URLField(_("address"), max_length=1000)
    host = models.CharField(_("host"), max_length=255, editable=False)
    found_on = models.DateField(_("found"), default=timezone.localdate)
    checked_on = models.DateField(_("last checked"), blank=True, null=True, db_index=True)
    last_status = models.PositiveSmallIntegerField(_("last answer"), blank=True, null=True)
    last_failure = models.CharField(_("what was wrong"), max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(_("nights it failed in a row"), default=0)
    is_fine = models.BooleanField(_("this is fine"), default=False, help_text=_("It works for people, whatever it answers us. It is not checked any more."))
    fine_why = models.CharField(_("why it is fine"), max_length=200, blank=True)
    fine_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", blank=True, null=True, editable=False, verbose_name=_("said by"))

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-failures", "host", "address"]
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        constraints = [
            models.UniqueConstraint(fields=["publisher", "address"], name="outside_link_once_per_site"),
            models.CheckConstraint(
                name="outside_link_fine_with_a_reason",
                condition=Q(is_fine=False) | ~Q(fine_why=""),
                violation_error_message=_("Say why it is fine: whoever looks next wants to know."),
            ),
        ]
        indexes = [models.Index(fields=["publisher", "-failures"], name="outside_link_failing")]

    def __str__(self):
        return self.address

    def clean(self):
        self.fine_why = self.fine_why.strip()
        if self.is_fine and not self.fine_why:
            raise ValidationError({"fine_why": _("Say why it is fine: whoever looks next wants to know.")})

    @property
    def is_broken(self) -> bool:
        return self.failures >= NIGHTS_UNTIL_BROKEN and not self.is_fine


class Turn(models.Model):
    """One step of the nightly care: when it was last done and what it said."""

    step = models.CharField(max_length=40, unique=True)
    done_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of the nightly care")
        verbose_name_plural = _("steps of the nightly care")

    def __str__(self):
        return self.step
