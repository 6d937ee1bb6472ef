"""Takes in a great many new records at once: read line by line, checked one by one, written in batches.

Checked here is what `full_clean` checks: each field's type, choices, length and validators, what a record refers to, and
the model's own `clean`. That a record is not there already and keeps the table's constraints is left to the database,
for a whole batch; where it refuses one, the batch is gone through again record by record to find which.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from collaboration.editorial.models import Publishable
from collaboration.search import index

from .entries import label, reason, refuse_unless_entry

BATCH = 500
# What records refer to is remembered up to so many, the earliest forgotten first, so that memory stays flat.
MOST_KNOWN = 10_000
# Fewer are entered in the search by themselves; for more it is quicker made anew, and right in the order of dates.
FEW = 500


class Unfit(Exception):
    """A line that cannot be taken in, with its number and why."""


@dataclass
class Line:
    """A line of the file: its number, the entry as it stands there, and the record made of it with its choices."""

    number: int
    entry: Any
    thing: models.Model | None = None
    chosen: dict[str, list[int]] = field(default_factory=dict)

    def unfit(self, error: Exception) -> Unfit:
        return Unfit(f"line {self.number} ({label(self.entry)}): {reason(error).rstrip('.')}.")


@cache
def fields_of(model: type[models.Model]) -> dict[str, models.Field]:
    """The fields that a file may fill, by name."""
    return {one.name: one for one in [*model._meta.concrete_fields, *model._meta.many_to_many]}


@cache
def model_named(name: str) -> type[models.Model]:
    """The model of an entry; raises ValueError for one that holds no content of the sites."""
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError, AttributeError):
        raise ValueError(f"there is no model “{name}”") from None
    if model._meta.app_label != "collaboration" or not hasattr(model, "natural_key") or issubclass(model, AbstractBaseUser):
        raise ValueError(f"“{name}” is no content of the sites and cannot be imported")
    return model


class Known:
    """What records refer to, found by natural key or number and remembered."""

    def __init__(self):
        self.found: dict[tuple, models.Model] = {}

    def find(self, asking: models.Field, value) -> models.Model:
        """The one meant by a value; raises ValidationError if there is none, or none that this field may name."""
        model = asking.remote_field.model
        key = (asking, *value) if isinstance(value, list) else (asking, value)
        try:
            if key not in self.found:
                if len(self.found) >= MOST_KNOWN:
                    del self.found[next(iter(self.found))]
                self.found[key] = self.look_up(asking, model, value)
            return self.found[key]
        except ObjectDoesNotExist:
            raise ValidationError({asking.name: f"there is no {model._meta.verbose_name} “{' '.join(map(str, key[1:]))}”"}) from None
        except (TypeError, ValueError):
            raise ValidationError({asking.name: f"{value!r} names no {model._meta.verbose_name}"}) from None

    def look_up(self, asking: models.Field, model: type[models.Model], value) -> models.Model:
        found = model._default_manager.get_by_natural_key(*value) if isinstance(value, list) else model._base_manager.get(pk=value)
        if allowed := asking.get_limit_choices_to():
            model._base_manager.complex_filter(allowed).only("pk").get(pk=found.pk)
        return found


class Importer:
    """One import. Call it within a transaction: whatever it raises, nothing may stay."""

    def __init__(self):
        self.known, self.lines = Known(), []
        self.number, self.models, self.dated = 0, set(), []
        self.now = timezone.now()

    def take(self, lines: Iterable[bytes], tell: Callable[[int, int], None]) -> int:
        """Take in every line and return the number of records; `tell` hears of bytes and records. Raises Unfit."""
        for number, line in enumerate(lines, start=1):
            if not line.isspace():
                self.add(number, line)
            tell(len(line), self.number + len(self.lines))
        self.write()
        self.finish()
        return self.number

    def add(self, number: int, words: bytes) -> None:
        line = Line(number, None)
        try:
            line.entry = json.loads(words)
            refuse_unless_entry(line.entry)
            model = model_named(line.entry["model"])
            if len(self.lines) >= BATCH or (self.lines and type(self.lines[0].thing) is not model):
                self.write()
            self.make(line, model)
        except json.JSONDecodeError as error:
            raise line.unfit(ValueError(f"this is no JSON: {error}")) from error
        except (ValidationError, FieldDoesNotExist, ValueError, TypeError) as error:
            raise line.unfit(error) from error
        self.lines.append(line)

    def make(self, line: Line, model: type[models.Model]) -> None:
        """Make the record that a line describes, and check it."""
        given, fields, values, refers = line.entry["fields"], fields_of(model), {}, []
        for name, value in given.items():
            one = fields.get(name)
            if one is None:
                raise ValidationError({name: "there is no such field"})
            if one.many_to_many:
                line.chosen[name] = sorted({self.referred(one, each).pk for each in self.listed(one, value)})
            elif one.many_to_one and value is not None:
                values[name] = self.referred(one, value)
                refers.append(name)
            else:
                values[name] = self.moment(one, value) if isinstance(one, models.DateTimeField) else value
        if line.entry.get("pk") is not None:
            values[model._meta.pk.name] = line.entry["pk"]
        line.thing = thing = model(**values)
        thing.clean_fields(exclude=refers)
        thing.clean()
        self.refuse_lost_files(thing)

    def listed(self, one: models.Field, value) -> list:
        if not isinstance(value, list):
            raise ValidationError({one.name: "give a list"})
        return value

    def referred(self, one: models.Field, value) -> models.Model:
        """What a record refers to, were it further up in the same file."""
        try:
            return self.known.find(one, value)
        except ValidationError:
            if not self.lines:
                raise
            self.write()
            return self.known.find(one, value)

    def moment(self, one: models.Field, value) -> datetime | None:
        """A moment with its time zone; one without might be an hour off, and an embargo with it."""
        if value is None:
            return None
        try:
            at = parse_datetime(value)
        except (TypeError, ValueError):
            at = None
        if at is None or timezone.is_naive(at):
            raise ValidationError({one.name: f"“{value}” is no moment with its time zone, such as 2026-01-05T09:00:00Z"})
        if one.name == "changed_at" and at > self.now:
            raise ValidationError({one.name: f"“{value}” has not come yet"})
        return at.astimezone(UTC)

    def refuse_lost_files(self, thing: models.Model) -> None:
        for one in (one for one in thing._meta.concrete_fields if isinstance(one, models.FileField)):
            stored = getattr(thing, one.attname)
            if stored and not stored.storage.exists(stored.name):
                raise ValidationError({one.name: f"“{stored.name}” is not in the storage: files come by the desk or a restored backup"})

    def write(self) -> None:
        """Write the lines in hand; raises Unfit for the first that the database refuses."""
        if not self.lines:
            return
        things = [line.thing for line in self.lines]
        model = type(things[0])
        try:
            with transaction.atomic():
                model._base_manager.bulk_create(things)
                for one in model._meta.many_to_many:
                    self.choose(one)
        except (IntegrityError, DataError) as error:
            raise self.refused(error) from error
        self.note(model, things)
        self.lines = []

    def choose(self, one: models.ManyToManyField) -> None:
        """Write what the lines in hand have chosen in a field."""
        through, ours, theirs = one.remote_field.through, one.m2m_column_name(), one.m2m_reverse_name()
        through._base_manager.bulk_create([through(**{ours: line.thing.pk, theirs: number}) for line in self.lines for number in line.chosen.get(one.name, ())], batch_size=BATCH)

    def refused(self, error: Exception) -> Unfit:
        """Which line the database refused, and why."""
        for line in self.lines:
            thing = line.thing
            thing.pk, thing._state.adding = line.entry.get("pk"), True
            try:
                with transaction.atomic():
                    thing.validate_unique()
                    thing.validate_constraints()
                    thing.save_base(raw=True, force_insert=True)
            except (ValidationError, IntegrityError, DataError) as own:
                return line.unfit(own)
        return self.lines[-1].unfit(error)

    def note(self, model: type[models.Model], things: list[models.Model]) -> None:
        """Remember what the end of the import has to see to."""
        self.number += len(things)
        self.models.add(model)
        if issubclass(model, Publishable) and len(self.dated) <= FEW:
            self.dated += things

    def finish(self) -> None:
        """Have the search know what came, and the next numbers given after those that came with one."""
        if len(self.dated) <= FEW:
            for thing in self.dated:
                index.put(thing)
        else:
            index.rebuild()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.models)):
                cursor.execute(statement)
