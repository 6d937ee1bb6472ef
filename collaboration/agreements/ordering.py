"""In which order agreements stand, in every view and every file: what has passed its end date apart, what is over last.

The places are worked out by the database, so that a page of a long register is one query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, CharField, Count, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from .models import Agreement, AgreementQuerySet, Sort, State, in_state

OVER, OTHERS = "over", "others"
HEADINGS = {
    State.IN_FORCE.value: _("In force today"),
    State.DATE_PASSED.value: _("End date passed"),
    Agreement.Scope.REGIONAL.value: _("Regional agreements"),
    Agreement.Scope.NATIONAL.value: _("National agreements"),
    OTHERS: _("All whose end date has not passed"),
    OVER: _("Over: ended or superseded"),
}
AS_PUBLISHED = (State.IN_FORCE.value, State.DATE_PASSED.value, Agreement.Scope.REGIONAL.value, Agreement.Scope.NATIONAL.value, OVER)
SORTED = (OTHERS, State.DATE_PASSED.value, OVER)


@dataclass
class Group:
    """Agreements that stand together under one heading; `total` counts those on other pages too."""

    key: str
    label: str
    total: int
    agreements: list[Agreement]


def places(sort: str) -> tuple[str, ...]:
    """The headings in their order: as published, or sorted, where only what has passed or is over stands apart."""
    return SORTED if sort else AS_PUBLISHED


def in_order(found: AgreementQuerySet, sort: str, on: date) -> AgreementQuerySet:
    """These agreements in their places on a day, each with the number of its `place`."""
    keys = places(sort)
    conditions = {State.DATE_PASSED.value: in_state(State.DATE_PASSED, on), OVER: in_state(State.ENDED, on) | in_state(State.SUPERSEDED, on)}
    if not sort:
        conditions |= {State.IN_FORCE.value: in_state(State.IN_FORCE, on), Agreement.Scope.NATIONAL.value: Q(scope=Agreement.Scope.NATIONAL)}
    whens = [When(condition, then=Value(keys.index(key))) for key, condition in conditions.items()]
    rest = keys.index(OTHERS if sort else Agreement.Scope.REGIONAL.value)
    placed = found.with_last_day().annotate(place=Case(*whens, default=Value(rest), output_field=IntegerField()))
    return placed.order_by("place", *sort_keys(sort, on), "order", "title", "pk")


def sort_keys(sort: str, on: date) -> list:
    """What the database orders by within a place. What is not known comes last, whichever way round."""
    began = Coalesce(Cast("starts_on", CharField()), NullIf("signed_on", Value("")), output_field=CharField())
    ends = Coalesce("ended_on", "extended_until", "ends_on")
    states = Case(*[When(in_state(state, on), then=Value(number)) for number, state in enumerate(State)], output_field=IntegerField())
    return {
        Sort.TITLE: [Lower("title")],
        Sort.FUNCTION: [Lower("function"), Lower("title")],
        Sort.START: [began.asc(nulls_last=True)],
        Sort.START_LATEST: [began.desc(nulls_last=True)],
        Sort.END: [ends.asc(nulls_last=True)],
        Sort.END_LATEST: [ends.desc(nulls_last=True)],
        Sort.STATE: [states],
    }.get(sort, [])


def totals_of(ordered: AgreementQuerySet) -> dict[int, int]:
    """How many agreements stand in each place."""
    return dict(ordered.order_by().values_list("place").annotate(number=Count("pk")))


def groups_of(agreements: Iterable[Agreement], sort: str, totals: dict[int, int]) -> list[Group]:
    """The agreements of a page under their headings."""
    keys = places(sort)
    return [Group(keys[place], HEADINGS[keys[place]], totals[place], list(alike)) for place, alike in groupby(agreements, lambda one: one.place)]


def sums_of(found: AgreementQuerySet, forces: Iterable) -> list[int]:
    """To how many of these agreements each force is known to be party."""
    parties = Agreement.parties.through.objects.filter(agreement__in=found.filter(parties_not_stated=False).order_by().values("pk"))
    sums = dict(parties.values_list("force").annotate(number=Count("agreement")))
    return [sums.get(force.pk, 0) for force in forces]
