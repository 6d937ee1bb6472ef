"""A letter in the outbox, and which of them are owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An address that has refused for a week will not take it tomorrow.
GIVEN_UP_AFTER = timedelta(days=7)
# No claim lasts that long: one that seems to was made before the clock was put back.
NO_CLAIM = timedelta(hours=1)


class LetterQuerySet(models.QuerySet):
    """Letters as the post asks for them."""

    def owed(self, at: datetime | None = None) -> LetterQuerySet:
        """Those that are due, not sent, not given up, and that nobody is sending at this moment."""
        at = at or timezone.now()
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + NO_CLAIM)
        return self.filter(unclaimed, sent_at__isnull=True, handed_over_at__isnull=True, refused_at__isnull=True, due_at__lte=at, due_at__gt=at - GIVEN_UP_AFTER)

    def in_doubt(self, at: datetime | None = None) -> LetterQuerySet:
        """Those whose sender ended in the middle of handing them over, and that may not go twice: nobody knows whether they went."""
        in_hand = Q(claimed_until__gt=at or timezone.now())
        return self.filter(sent_at__isnull=True, handed_over_at__isnull=False).exclude(in_hand)

    def given_up(self, at: datetime | None = None) -> LetterQuerySet:
        """Those that could not be sent within a week of the day they were due."""
        return self.filter(sent_at__isnull=True, refused_at__isnull=True, due_at__lte=(at or timezone.now()) - GIVEN_UP_AFTER)

    def claim(self, lasting: timedelta, at: datetime | None = None) -> bool:
        """Take the one letter of this queryset for sending; False if another process was quicker.

        One conditional update, so that the database decides. A claim runs out: a process that dies
        with a letter in hand does not keep it for ever.
        """
        at = at or timezone.now()
        return self.owed(at).update(claimed_until=at + lasting) == 1


class Letter(models.Model):
    """An e-mail to one address: owed until it is sent.

    The words are erased as it is sent, for they may carry a link that opens something; whom it went
    to, after `settings.KEEP_LETTERS_DAYS`. The key stays, so that it is never sent again.

    With a `writer` it holds no words and no address at all: they are written as it is sent, from what
    the writer's room keeps under the number `about` (see `writers`).
    """

    key = models.CharField(_("key"), max_length=200, unique=True, help_text=_("What it is about, such as “overdue-page-12-2026-01”. Holds nothing personal."))
    to = models.EmailField(_("to"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    writer = models.CharField(_("written by"), max_length=40, blank=True)
    about = models.PositiveBigIntegerField(blank=True, null=True)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("to be sent at"), default=timezone.now, db_index=True)
    claimed_until = models.DateTimeField(blank=True, null=True)
    # Rather not at all than twice: it is written down before the mail server gets it that it may have it.
    only_once = models.BooleanField(default=False)
    handed_over_at = models.DateTimeField(blank=True, null=True)
    sent_at = models.DateTimeField(_("sent"), blank=True, null=True, db_index=True)
    # The address takes nothing, and the letter’s writer has been told.
    refused_at = models.DateTimeField(_("refused"), blank=True, null=True)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    failed_at = models.DateTimeField(_("last failed"), blank=True, null=True, db_index=True)
    # The kind of the failure alone: a mail server's own words may repeat what it was given.
    last_failure = models.CharField(_("last failure"), max_length=80, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(fields=["writer", "about"], name="letter_of_writer")]

    def __str__(self):
        return self.key
