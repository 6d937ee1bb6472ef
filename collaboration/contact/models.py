"""An enquiry or complaint, and which of them are owed a notice to their office."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

# No vowels, and nothing that is mistaken for something else when read out over the telephone.
REFERENCE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_reference() -> str:
    """A reference that can be read out and not be guessed, such as “K7DM-X2RP-4TGB”."""
    return "-".join(get_random_string(4, REFERENCE_LETTERS) for _ in range(3))


class EnquiryQuerySet(models.QuerySet):
    """Enquiries as the room asks for them."""

    def from_sender(self, sender_key: str) -> EnquiryQuerySet:
        return self.filter(sender_key=sender_key)

    def since(self, moment: datetime) -> EnquiryQuerySet:
        return self.filter(sent_at__gt=moment)

    def owed(self, at: datetime | None = None) -> EnquiryQuerySet:
        """Those whose office has not been told yet, and which nobody is telling it of at this moment."""
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at or timezone.now())
        return self.filter(unclaimed, announced_at__isnull=True)

    def claim(self, lasting: timedelta, at: datetime | None = None) -> bool:
        """Take the one enquiry of this queryset for announcing; False if another process was quicker.

        One conditional update, so that the database decides. A claim runs out: a process that dies
        with one in hand does not keep the office from ever hearing of it.
        """
        at = at or timezone.now()
        return self.owed(at).update(claimed_until=at + lasting) == 1


class Enquiry(models.Model):
    """What somebody wrote to an office through its site."""

    class Kind(models.TextChoices):
        ENQUIRY = "enquiry", _("Enquiry")
        COMPLAINT = "complaint", _("Complaint")

    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="enquiries", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    about = models.CharField(_("about"), max_length=40, blank=True, help_text=_("Whom a complaint is about, as its writer chose."))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    message = models.TextField(_("message"), validators=[MaxLengthValidator(5000)])
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False, db_index=True)
    announced_at = models.DateTimeField(_("announced to the office"), blank=True, null=True, editable=False)
    claimed_until = models.DateTimeField(blank=True, null=True, editable=False)
    # Made from the visitor's address and our secret: counts how often one address writes, tells nobody which.
    sender_key = models.CharField(max_length=64, editable=False, db_index=True)
    # One form, shown once, is received once, however often its button is pressed.
    form_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.CheckConstraint(
                name="enquiry_can_be_answered",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.subject}"
