"""An enquiry or complaint, and who at the desk has read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
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

    def unread(self) -> EnquiryQuerySet:
        """Those that nobody of the office has opened."""
        return self.filter(read_at__isnull=True)

    def to_answer(self) -> EnquiryQuerySet:
        """Those that nobody has marked as answered."""
        return self.filter(answered_at__isnull=True)

    def answered(self) -> EnquiryQuerySet:
        return self.filter(answered_at__isnull=False)

    def kept_long_enough(self, at: datetime) -> EnquiryQuerySet:
        """Those whose time is over: enquiries and complaints have each their own."""
        enquiries = Q(kind=Enquiry.Kind.ENQUIRY, sent_at__lte=at - timedelta(days=settings.KEEP_ENQUIRIES_DAYS))
        complaints = Q(kind=Enquiry.Kind.COMPLAINT, sent_at__lte=at - timedelta(days=settings.KEEP_COMPLAINTS_DAYS))
        return self.filter(enquiries | complaints)


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
    read_at = models.DateTimeField(_("first read"), blank=True, null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), blank=True, null=True, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", blank=True, null=True, editable=False, verbose_name=_("answered by"))
    # Made from the visitor's address and our secret: counts how often one address writes, tells nobody which.
    sender_key = models.CharField(max_length=64, editable=False, db_index=True)
    # One form, shown once, is received once, however often its button is pressed.
    form_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = [
            models.Index(fields=["publisher", "-sent_at"], name="enquiry_of_office"),
            models.Index(fields=["publisher", "answered_at"], name="enquiry_to_answer"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_can_be_answered",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
        ]

    def __str__(self):
        # Goes into page titles and logs: nothing of what was written.
        return self.reference

    @property
    def letter_key(self) -> str:
        """The key of the letter that tells the office of it."""
        return f"enquiry-{self.reference}"


class EnquiryReading(models.Model):
    """Somebody at the desk opened an enquiry."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("reading of an enquiry")
        verbose_name_plural = _("readings of enquiries")

    def __str__(self):
        return f"{self.enquiry}: {self.reader}"
