"""When time alone changes a page: at the next moment that a row of a table it read holds, and at the end of the day.

Every column that holds a moment counts, so that a new one cannot be forgotten, but for those that note when something
was done. What goes by whole days (an agreement in force, a duty that is late) changes at midnight by our clocks.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone

from collaboration.prepared import prepared

from .editions import table_of
from .holding import held

FOR_EVER = float("inf")
# Noted when it is done, so it never lies ahead.
DONE = frozenset(["submitted_at", "returned_at", "approved_at", "scheduled_at", "notice_put_in_at", "changed_at", "made_at"])


class Ahead:
    """The next moment in one table, known for a spell of time: until that moment comes, or the clock goes back."""

    def __init__(self, model: type[models.Model], fields: list[str]):
        self.model, self.fields = model, fields
        self.spell = (FOR_EVER, FOR_EVER)

    def after(self, at: float) -> float:
        """The next moment after this one, both in seconds since 1970."""
        begins, ends = self.spell
        if not begins <= at < ends:
            self.spell = begins, ends = at, self.look(datetime.fromtimestamp(at, UTC))
        return ends

    def look(self, at: datetime) -> float:
        nexts = (one for field in self.fields for one in following(self.model, field, at=at))
        return min((one.timestamp() for one in nexts), default=FOR_EVER)


@prepared
def following(model: type[models.Model], field: str, *, at: datetime) -> models.QuerySet:
    """The next moment that a column of a table holds."""
    return model._base_manager.filter(**{f"{field}__gt": at}).order_by(field).values_list(field, flat=True)[:1]


def next_change(tables: Collection[str], at: float) -> float:
    """The moment, in seconds since 1970, from which a page made at a moment from these tables may look otherwise."""
    return min(midnight_after(at), next_moment(tables, at))


def next_moment(tables: Collection[str], at: float) -> float:
    """The next moment that a row of these tables holds, whatever the day; `FOR_EVER` for none."""
    found = [(table, *known) for table, known in with_moments().items() if table in tables]
    return min((held(("ahead", table), [model], lambda model=model, fields=fields: Ahead(model, fields)).after(at) for table, model, fields in found), default=FOR_EVER)


known: dict[str, tuple[type[models.Model], list[str]]] = {}


def with_moments() -> dict[str, tuple[type[models.Model], list[str]]]:
    """The tables whose rows hold moments that can lie ahead."""
    if not known:
        found = {table_of(model): (model, moments_of(model)) for model in apps.get_models() if model._meta.managed}
        known.update({table: (model, fields) for table, (model, fields) in found.items() if fields})
    return known


def moments_of(model: type[models.Model]) -> list[str]:
    return [
        field.name for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name not in DONE and field.default is not timezone.now
    ]  # fmt: skip


def midnight_after(at: float) -> float:
    """When the day of a moment ends by our clocks."""
    day = timezone.localdate(datetime.fromtimestamp(at, UTC))
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)).timestamp()
