"""Bundles: what has to come out together – releases, page changes, documents, pictures, a notice – shares one moment.

Here is what a bundle is and which things are in one; what is done with it stands in `bundling`.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Publisher

from .drafting import Refused
from .revisions import Revision

LONGEST_NOTICE = 400


class BundleQuerySet(models.QuerySet):
    """Finds bundles by what has become of them."""

    def standing(self, at: datetime | None = None) -> BundleQuerySet:
        """Those whose things belong together still: not scheduled yet, or not out yet."""
        return self.filter(Q(scheduled_at__isnull=True) | Q(moment__gt=at or timezone.now()))

    def collecting(self) -> BundleQuerySet:
        """Those that things can be put into."""
        return self.filter(scheduled_at__isnull=True)

    def notice_due(self, at: datetime) -> BundleQuerySet:
        """Those whose moment has come and whose notice is not on its site yet."""
        return self.filter(scheduled_at__isnull=False, moment__lte=at, notice_put_in_at__isnull=True).exclude(notice="")


class Bundle(models.Model):
    """Things of one office that come out at one moment, all of them or none, and the notice that goes with them.

    The notice waits here, so that the one that stands on the site meanwhile is left alone.
    """

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="bundles", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=120, help_text=_("For colleagues, such as “Custody agreement, launch”. The public never sees it."))
    moment = models.DateTimeField(_("comes out at"), blank=True, null=True, help_text=_("One moment for everything in it. It can be given later."))
    notice = ProseField(_("notice above every page"), blank=True, help_text=_("A sentence or two, if the site’s notice is to change at that moment. It then takes the place of whatever notice stands there."))
    notice_until = models.DateTimeField(_("notice until"), blank=True, null=True, help_text=_("Empty: until somebody takes it down."))
    notice_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    notice_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    notice_put_in_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    scheduled_at = models.DateTimeField(_("scheduled"), null=True, editable=False)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-moment", "-pk"]
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        constraints = [
            models.CheckConstraint(name="bundle_scheduled_for_a_moment", condition=Q(scheduled_at__isnull=True) | Q(moment__isnull=False)),
            models.CheckConstraint(
                name="bundle_notice_ends_after_it_starts",
                condition=Q(notice_until__isnull=True) | Q(moment__isnull=True) | Q(notice_until__gt=F("moment")),
                violation_error_message=_("The notice ends before it starts."),
            ),
            models.CheckConstraint(
                name="bundle_notice_approved_by_another",
                condition=Q(notice_approved_by__isnull=True) | Q(notice_by__isnull=True) | ~Q(notice_approved_by=F("notice_by")),
            ),
        ]
        indexes = [
            # The question that every request asks, of the few that wait.
            models.Index(fields=["moment"], condition=Q(notice_put_in_at__isnull=True, scheduled_at__isnull=False), name="bundle_notice_waiting"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.notice_until and not self.notice:
            raise ValidationError({"notice_until": gettext("There is no notice that could end. Write one, or empty this.")})
        if len(plain(self.notice)) > LONGEST_NOTICE:
            raise ValidationError({"notice": gettext("A notice has at most %(most)s letters: it stands above every page. Put the rest on a page and link to it.") % {"most": LONGEST_NOTICE}})

    @property
    def is_scheduled(self) -> bool:
        return self.scheduled_at is not None

    @property
    def is_out(self) -> bool:
        """Whether its moment has come."""
        return self.is_scheduled and self.moment <= timezone.now()


class BundleMember(models.Model):
    """A thing in a bundle, and the version of it that is scheduled, once it is."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="members")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    revision = models.ForeignKey(Revision, models.SET_NULL, related_name="+", null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bundle", "content_type", "object_id"], name="bundle_has_a_thing_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="bundle_of_a_thing")]

    def __str__(self):
        return f"{self.bundle}: {self.content_type} {self.object_id}"


def membership(thing: models.Model) -> BundleMember | None:
    """The place of a thing in the bundle it has to come out with, if it is in one."""
    kind = ContentType.objects.get_for_model(type(thing))
    found = BundleMember.objects.filter(content_type=kind, object_id=thing.pk, bundle__in=Bundle.objects.standing())
    return found.select_related("bundle").first()


def stand_alone(thing: models.Model) -> None:
    """Raises Refused for a thing that must come out together with others."""
    place = membership(thing)
    if place:
        raise Refused(gettext("It is in the bundle “%(bundle)s” and comes out with it. Decide on the bundle’s page, or take it out of the bundle there first.") % {"bundle": place.bundle})
