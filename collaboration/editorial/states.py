"""What a thing is to the desk: draft, live, scheduled, withdrawn; and whether a draft, a review or a red flag goes with it."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Publishable
from .revisions import Revision


class State(models.TextChoices):
    """The states, as the desk's lists and filters name them."""

    DRAFT = "draft", _("Draft, never public")
    LIVE = "live", _("Public")
    SCHEDULED = "scheduled", _("Scheduled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CHANGED = "changed", _("Has a draft")
    SUBMITTED = "submitted", _("Waits for review")
    DUE = "due", _("Change scheduled")
    RED = "red", _("Published without approval")


def revisions_of(model: type[Publishable]):
    """The revisions of whichever row of the model the query stands at."""
    return Revision.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk"))


def with_drafts(found: models.QuerySet) -> models.QuerySet:
    """Adds what goes with each row: `has_draft`, `is_submitted`, `has_due`, `is_red`."""
    revisions = revisions_of(found.model)
    return found.annotate(
        has_draft=Exists(revisions.open()),
        is_submitted=Exists(revisions.submitted()),
        has_due=Exists(revisions.waiting()),
        is_red=Exists(revisions.red()),
    )


def condition(model: type[Publishable], state: str) -> Q:
    """What holds of the rows of a model that are in a state at this moment. What is true of few is asked for by their numbers."""
    now = timezone.now()
    revisions = Revision.objects.filter(content_type=ContentType.objects.get_for_model(model)).order_by()

    def numbered(found: models.QuerySet) -> Q:
        return Q(pk__in=found.values("object_id"))

    return {
        State.DRAFT: Q(publish_at__isnull=True),
        State.LIVE: Q(publish_at__lte=now) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=now)),
        State.SCHEDULED: Q(publish_at__gt=now),
        State.WITHDRAWN: Q(withdrawn_at__lte=now),
        State.CHANGED: numbered(revisions.open()) & Q(publish_at__isnull=False),
        State.SUBMITTED: numbered(revisions.submitted()),
        State.DUE: numbered(revisions.waiting(now)),
        State.RED: numbered(revisions.red()),
    }[State(state)]


def in_state(found: models.QuerySet, state: str) -> models.QuerySet:
    """Those in a state at this moment."""
    return found.filter(condition(found.model, state)) if state in State.values else found


def state_of(thing: Publishable) -> list[State]:
    """Every state of a row that `with_drafts` has annotated, the main one first."""
    now = timezone.now()
    if thing.publish_at is None:
        main = State.DRAFT
    elif thing.publish_at > now:
        main = State.SCHEDULED
    else:
        main = State.LIVE if thing.is_live(now) else State.WITHDRAWN
    beside = [
        (State.CHANGED, thing.has_draft and main != State.DRAFT), (State.SUBMITTED, thing.is_submitted),
        (State.DUE, thing.has_due), (State.RED, thing.is_red),
    ]  # fmt: skip
    return [main, *[state for state, holds in beside if holds]]


class StateFilter(admin.SimpleListFilter):
    """The list by state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return in_state(queryset, self.value())

    def get_facet_counts(self, pk_attname, filtered_qs):
        """How many are in each state, without a query for each."""
        return {f"{number}__c": Count(pk_attname, filter=condition(filtered_qs.model, state)) for number, state in enumerate(State.values)}
