"""The base of everything the public reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from .changes import changes_column
from .withdrawn import Withdrawn

ADDRESS = RegexValidator(r"^(site:[a-z0-9-]*/(?![/\\])|https://)[^\s\\]*$", _("Write site:/news/ for a page of this site, site:derbyshire-opcc/news/ for another’s, or a whole address that begins with https://."))


class PublishableQuerySet(models.QuerySet):
    """Asks for published things. Time and publisher are arguments, never guessed from the surroundings."""

    def of(self, publisher: Publisher):
        """Those of one publisher."""
        return self.filter(publisher=publisher)

    def live(self, at: datetime | None = None):
        """Those that the public may see at a moment (now, if none is given)."""
        at = at or timezone.now()
        return self.filter(publish_at__lte=at).not_taken_back(at)

    def not_taken_back(self, at: datetime):
        """Those that are not withdrawn by a moment, whether they have come out or not."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))

    def newest_first(self):
        """By date of publication, the latest on top."""
        return self.order_by("-publish_at", "-pk")

    def get_live(self, at: datetime | None = None, **lookup):
        """The one live thing that matches.

        Raises Withdrawn if it was public once and has been taken back, Http404 if the public never
        saw it: an embargoed thing answers as one that never existed.
        """
        at = at or timezone.now()
        return public(self.that_came_out(at, **lookup), at)

    def that_came_out(self, at: datetime, **lookup):
        """Those that had come out by a moment, withdrawn since or not, each with its published changes."""
        return self.annotate(changes_read=changes_column(self.model, at)).filter(publish_at__lte=at, **lookup)


def public(found: Iterable[Publishable], at: datetime) -> Publishable:
    """The one of what came out, as `that_came_out` finds it; raises what `get_live` raises."""
    one = next(iter(found), None)
    if one is None:
        raise Http404("nothing public is here")
    if one.is_withdrawn(at):
        raise Withdrawn(one.withdrawal_reason, one.replaced_by)
    return one


class Publishable(models.Model):
    """Something the public reads: from `publish_at`, until `withdrawn_at`.

    No date: a draft. A date to come: scheduled, or under embargo. The rule stands in the query, to the
    second, and needs no job to run. A subclass answers the questions below and changes no step.
    """

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="%(class)ss", verbose_name=_("publisher"))
    publish_at = models.DateTimeField(_("publish at"), blank=True, null=True, db_index=True, help_text=_("Empty: a draft. In the future: scheduled. Nobody outside sees it before."))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), blank=True, null=True, help_text=_("From then on its address says that it was withdrawn."))
    withdrawal_reason = models.CharField(_("reason for withdrawal"), max_length=300, blank=True, help_text=_("Shown to the public at its old address."))
    replaced_by = models.CharField(_("replaced by"), max_length=300, blank=True, validators=[ADDRESS], help_text=_("Where its old address leads once it is withdrawn: site:/news/ for a page of this site, or a whole address. Empty: the old address says that it was withdrawn, and why."))
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    # What has never been public takes its revisions with it when it is deleted, and its place in a bundle.
    revisions = GenericRelation("collaboration.Revision")
    bundle_places = GenericRelation("collaboration.BundleMember")

    objects = PublishableQuerySet.as_manager()

    template_name: str
    drafted_fields: tuple[str, ...] = ()
    # Those of them whose changes the public history tells; what nobody outside sees is left out.
    told_fields: tuple[str, ...] = ()
    search_kind: str
    # Choices among other records whose names it is found by too.
    found_by: tuple[str, ...] = ()
    # How much it counts among what is found, against others of its kind.
    search_weight = 1.0
    # Shared records (units, agreements, facts) are the programme's and found on every site.
    is_shared = False

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_withdrawn_after_published",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=F("publish_at")),
                violation_error_message=_("It is withdrawn before it is published."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_once_published",
                condition=Q(withdrawn_at__isnull=True) | Q(publish_at__isnull=False),
                violation_error_message=_("Only what has a date of publication can be withdrawn."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                violation_error_message=_("Give the reason for withdrawing it: the public sees it."),
            ),
        ]

    def save(self, *args, **kwargs):
        self.changed_at = timezone.now()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Deletes what has never been published; raises ProtectedError for anything else, which is withdrawn instead."""
        if self.publish_at:
            raise models.ProtectedError(gettext("What has been published is withdrawn, never deleted."), {self})
        return super().delete(*args, **kwargs)

    def is_live(self, at: datetime | None = None) -> bool:
        """Whether the public may see it at a moment (now, if none is given)."""
        at = at or timezone.now()
        return bool(self.publish_at and self.publish_at <= at and not (self.withdrawn_at and self.withdrawn_at <= at))

    def is_withdrawn(self, at: datetime | None = None) -> bool:
        """Whether it has been public and has been taken back by a moment (now, if none is given)."""
        return bool(self.withdrawn_at and self.withdrawn_at <= (at or timezone.now()))

    def get_absolute_url(self) -> str:
        """Its address on its publisher's site, seen from anywhere."""
        raise NotImplementedError

    def context(self) -> dict:
        """What its template needs, live or previewed."""
        raise NotImplementedError

    def search_text(self) -> tuple[str, str, str]:
        """How it is found: title, summary and further words, as plain text."""
        raise NotImplementedError
