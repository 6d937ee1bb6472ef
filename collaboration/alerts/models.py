"""Subscribers, what they asked for, and what they have been told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.news.models import PressRelease, Topic
from collaboration.post.models import Letter
from collaboration.publishers.models import Force, Publisher

# Who writes the letters of this room: see `letters`.
NEWS, CONFIRMATION = "alert", "alert-confirmation"
# How long somebody may take to confirm what they asked for, or what a stranger asked for in their name.
TO_CONFIRM = timedelta(days=3)


class Subscriber(models.Model):
    """An e-mail address that news goes to, once whoever reads it has said yes."""

    email = models.EmailField(max_length=254)
    # Where they signed up first: the links in their letters lead there.
    site = models.ForeignKey(Publisher, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(blank=True, null=True)
    # On how many days running the address has taken nothing, and the last of them.
    refused_days = models.PositiveSmallIntegerField(default=0)
    refused_on = models.DateField(blank=True, null=True)

    class Meta:
        verbose_name = gettext_lazy("e-mail alerts")
        verbose_name_plural = gettext_lazy("e-mail alerts")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscriber_once_whatever_its_capitals")]

    def __str__(self):
        # Goes into logs and titles: nothing personal.
        return f"{self.pk}"

    @property
    def masked(self) -> str:
        """The address as its owner knows it again, and whoever was sent on a letter does not learn it: “a…@example.org”."""
        name, _at, host = self.email.rpartition("@")
        return f"{name[:1]}…@{host}"


class AlertQuerySet(models.QuerySet):
    """Alerts as the room asks for them."""

    def confirmed(self) -> AlertQuerySet:
        return self.filter(since__isnull=False)

    def unconfirmed_since(self, moment: datetime) -> AlertQuerySet:
        """Those asked for by that moment that nobody has confirmed."""
        return self.filter(since__isnull=True, asked_at__lte=moment)

    def answerable(self, at: datetime) -> AlertQuerySet:
        """Those that are confirmed, or may be."""
        return self.filter(Q(since__isnull=False) | Q(asked_at__gt=at - TO_CONFIRM))

    def fitting(self, release: PressRelease) -> AlertQuerySet:
        """Those that a release fits."""
        about, on = release.forces.all(), release.topics.all()
        return self.filter(
            Q(publisher=None) | Q(publisher=release.publisher_id),
            Q(force=None) | Q(force__in=about.values("pk")),
            Q(topic=None) | Q(topic__in=on.values("pk")),
        )


def or_none(field: str) -> Coalesce:
    """The number a field refers to, 0 for none: for the database one empty field differs from another."""
    return Coalesce(F(field), Value(0), output_field=BigIntegerField())


class Alert(models.Model):
    """What a subscriber asked for: releases by a publisher, about an area, on a topic; what is left empty narrows nothing."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="+", blank=True, null=True)
    force = models.ForeignKey(Force, models.CASCADE, related_name="+", blank=True, null=True)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", blank=True, null=True)
    with_changes = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    # From when it holds; empty until it is confirmed.
    since = models.DateTimeField(blank=True, null=True)
    # Counts how much one connection asks for; erased within a day or two.
    sender_key = models.CharField(max_length=64, blank=True, db_index=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("subscriber", or_none("publisher"), or_none("force"), or_none("topic"), name="alert_once_for_a_subscriber")]

    def __str__(self):
        return f"{self.pk}"

    @property
    def words(self) -> str:
        """What it is for, in a phrase: “Derbyshire OPCC, about Derbyshire, on forensics”."""
        parts = [self.publisher.name if self.publisher else _("everybody")]
        parts += [_("about %(area)s") % {"area": self.force.short_name}] if self.force else []
        parts += [_("on %(topic)s") % {"topic": self.topic.name}] if self.topic else []
        return ", ".join(parts)


class Delivery(models.Model):
    """One release, or one change to it, told to one subscriber: the database holds that it is told once."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="+")
    # The number of the version that changed it; 0 is the release itself.
    change = models.PositiveIntegerField(default=0)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subscriber", "release", "change"], name="delivery_once")]

    def __str__(self):
        return f"{self.subscriber_id}: {self.release_id}, {self.change}"
