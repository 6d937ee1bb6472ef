"""A pass and its openings."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher


def new_key() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


class EmbargoPassQuerySet(models.QuerySet):
    """Passes by what has become of them."""

    def valid(self) -> EmbargoPassQuerySet:
        """Those that nobody has closed."""
        return self.filter(closed_at__isnull=True)


class EmbargoPass(models.Model):
    """One journalist's permission to read one scheduled release.

    Its address is made from `key` with the site's secret and stands nowhere in the database: whoever has a copy
    of that has no address that opens.
    """

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="embargo_passes")
    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="embargo_passes")
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    name = models.CharField(_("journalist’s name"), max_length=80)
    outlet = models.CharField(_("outlet"), max_length=80, help_text=_("The newspaper, station or agency. Both stand across every page of the copy."))
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("If given, the address of the pass is sent there. Empty: you send it yourself."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    objects = EmbargoPassQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("embargo pass")
        verbose_name_plural = _("embargo passes")
        constraints = [
            models.UniqueConstraint(
                name="embargo_pass_once_per_journalist", fields=["release", "name", "outlet"], condition=Q(closed_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name}, {self.outlet}"

    @property
    def mark(self) -> str:
        """What stands across the copy."""
        return f"{self.name}, {self.outlet}"


class PassOpening(models.Model):
    """Something done with a pass: when, what, and with what kind of device. No address of a device is kept."""

    class Deed(models.TextChoices):
        ACCEPTED = "accepted", _("accepted the terms")
        READ = "read", _("opened the release")
        TEXT = "text", _("took the text")
        FILE = "file", _("took a file")

    embargo_pass = models.ForeignKey(EmbargoPass, models.CASCADE, related_name="openings")
    deed = models.CharField(max_length=8, choices=Deed)
    # The title of the file.
    what = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=40)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self):
        return f"{self.embargo_pass}: {self.deed} {self.opened_at}"
