"""What awaits somebody at the desk: drafts, reviews, what goes out soon, what has to be looked after.

Each kind is a condition on one model, so all the counts are one query, and the list behind a number is
the same condition: they cannot differ. A condition names the offices it looks in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import allowed, everywhere
from collaboration.agreements.ending import ends_soon
from collaboration.agreements.models import Agreement
from collaboration.care.models import NIGHTS_UNTIL_BROKEN, OutsideLink
from collaboration.contact.models import Enquiry
from collaboration.duties.models import Standing
from collaboration.editorial.revisions import Revision
from collaboration.pages.models import Page
from collaboration.pages.review import past_review
from collaboration.publishers.models import Publisher
from collaboration.redirects.models import MissingAddress, Redirect
from collaboration.search.models import EmptySearch

SOON = timedelta(hours=48)
# So many lines of what goes out soon stand on the home; the rest are in the list.
AGENDA = 12


@dataclass(frozen=True)
class Kind:
    """One kind of thing that may await somebody: of which model, which of them, and whom it concerns."""

    name: str
    label: Promise
    model: type[Model]
    # What a person must be allowed to do for an office, so that its things of this kind await them.
    action: str
    condition: Callable[[User, datetime], Q]
    order: tuple[str, ...]
    tone: str = ""

    def found(self, user: User, at: datetime) -> QuerySet:
        """Everything of this kind that awaits this person."""
        return self.model._default_manager.filter(self.of(user, at)).order_by(*self.order)

    def of(self, user: User, at: datetime) -> Q:
        """The condition, kept to the offices of this person."""
        offices = Q() if everywhere(user) else Q(publisher__in=allowed(user, self.action))
        return offices & self.condition(user, at)

    def concerns(self, user: User) -> bool:
        """Whether anything of this kind can await this person."""
        return everywhere(user) or bool(allowed(user, self.action))


@dataclass(frozen=True)
class Awaiting:
    """A number on the home of the desk: so many of a kind at one office, and the address of the list of them."""

    label: Promise
    count: int
    address: str
    kind: str
    tone: str


def by_me(user: User) -> Q:
    return Q(is_open=True, submitted_at__isnull=True, approved_at__isnull=True, author=user)


def had_a_hand(user: User) -> Exists:
    """Whether the person wrote any version since the last one that became public: they cannot approve this one."""
    same = Revision.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    since = Revision.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), published_at__isnull=False,
        number__gte=OuterRef("number"), number__lt=OuterRef(OuterRef("number")),
    )  # fmt: skip
    return Exists(same.filter(author=user, number__lte=OuterRef("number")).exclude(Exists(since)))


def goes_out(at: datetime, until: datetime | None = None) -> Q:
    """Versions whose moment is still to come: things not yet public, and changes to public ones."""
    first = Q(published_at__gt=at) & (Q(published_at__lte=until) if until else Q())
    change = Q(published_at__isnull=True, due_at__gt=at) & (Q(due_at__lte=until) if until else Q())
    return first | change


def unapproved() -> Q:
    return Q(published_at__isnull=False, approved_at__isnull=True) & ~Q(unapproved_because="")


def not_led_on() -> Q:
    """Missing addresses that no redirect takes care of."""
    return ~Exists(Redirect.objects.filter(publisher=OuterRef("publisher"), path=OuterRef("path")))


KINDS = [
    Kind("drafts", _("My drafts"), Revision, "write", lambda user, at: by_me(user) & Q(returned_at__isnull=True), ("-made_at",)),
    Kind("returned", _("Sent back to me"), Revision, "write", lambda user, at: by_me(user) & Q(returned_at__isnull=False), ("returned_at",), "soon"),
    Kind("reviews", _("To review"), Revision, "publish", lambda user, at: Q(is_open=True, submitted_at__isnull=False, approved_at__isnull=True) & ~had_a_hand(user), ("submitted_at",), "soon"),
    Kind("approved", _("Approved, to publish"), Revision, "publish", lambda user, at: Q(is_open=True, approved_at__isnull=False), ("approved_at",)),
    Kind("soon", _("Going out within 48 hours"), Revision, "view", lambda user, at: goes_out(at, at + SOON), ("published_at", "due_at"), "soon"),
    Kind("later", _("Scheduled for later"), Revision, "view", lambda user, at: goes_out(at) & ~goes_out(at, at + SOON), ("published_at", "due_at")),
    Kind("red", _("Published without approval"), Revision, "publish", lambda user, at: unapproved(), ("published_at",), "red"),
    Kind("enquiries", _("Enquiries to answer"), Enquiry, "read enquiries", lambda user, at: Q(answered_at__isnull=True), ("sent_at",), "soon"),
    Kind("overdue", _("Pages past their review"), Page, "write", lambda user, at: past_review(at), ("last_checked_on", "pk")),
    Kind("ending", _("Agreements ending within 90 days"), Agreement, "write", lambda user, at: ends_soon(at), ("extended_until", "ends_on")),
    Kind("duties", _("Items to publish whose check is late"), Standing, "publish", lambda user, at: Q(due_on__lt=timezone.localdate(at)), ("due_on", "pk"), "red"),
    Kind("links", _("Broken outside links"), OutsideLink, "write", lambda user, at: Q(failures__gte=NIGHTS_UNTIL_BROKEN, is_fine=False), ("-failures", "address")),
    Kind("missing", _("Missing addresses"), MissingAddress, "tend", lambda user, at: not_led_on(), ("-count", "path")),
    Kind("searches", _("Searches in vain"), EmptySearch, "tend", lambda user, at: Q(count__gt=1), ("-count", "words")),
]  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


def counts(user: User, at: datetime) -> dict[tuple[int, str], int]:
    """How many of each kind await this person, by office and kind; what does not await is left out. One query in all."""
    kinds = [kind for kind in KINDS if kind.concerns(user)]
    by_model = [numbers_of(model, kinds, user, at) for model in dict.fromkeys(kind.model for kind in kinds)]
    rows = by_model[0].union(*by_model[1:], all=True) if by_model else []
    return {(row["publisher"], kind.name): row[kind.name] for row in rows for kind in kinds if row[kind.name]}


def numbers_of(model: type[Model], kinds: list[Kind], user: User, at: datetime) -> QuerySet:
    """A row for each office with a number for each kind: 0 for those of other models, so that the rows of all can be put together."""
    conditions = {kind.name: kind.of(user, at) for kind in kinds if kind.model is model}
    numbers = {kind.name: Count("pk", filter=conditions[kind.name]) if kind.name in conditions else Value(0) for kind in kinds}
    some = model._default_manager.filter(reduce(or_, conditions.values()))
    return some.order_by().values("publisher").annotate(**numbers)


def awaiting(user: User, offices: list[Publisher], at: datetime | None = None) -> list[tuple[Publisher, list[Awaiting]]]:
    """What awaits this person at each office where anything does, in the order of the offices."""
    found = counts(user, at or timezone.now())
    groups = []
    for office in offices:
        numbers = [(kind, found[office.pk, kind.name]) for kind in KINDS if (office.pk, kind.name) in found]
        if numbers:
            groups.append((office, [Awaiting(kind.label, number, address_of(kind, office), kind.name, kind.tone) for kind, number in numbers]))
    return groups


def address_of(kind: Kind, office: Publisher) -> str:
    """The address of the list behind a number."""
    return f"{reverse('awaiting', args=[kind.name])}?office={office.slug}"


def going_out(user: User, at: datetime | None = None) -> list[Revision]:
    """What goes out within 48 hours, the next first."""
    at = at or timezone.now()
    moment = Coalesce("published_at", "due_at")
    return list(BY_NAME["soon"].found(user, at).alias(moment=moment).order_by("moment").select_related("publisher", "author", "content_type")[:AGENDA])
