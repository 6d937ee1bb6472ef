"""Drafts by the table: each row of a CSV file as what a revision keeps, compared with what editors would go on from.

Names stand for other records, several in a cell with “; ” between. What a table does not name stays as it is.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can
from collaboration.partial_dates import PartialDateField
from collaboration.prose import ProseField, clean
from collaboration.publishers.models import Publisher
from collaboration.sheets import cells
from collaboration.sheets.plans import Difference, Fate, Fault, Line, Plan, wrong
from collaboration.sheets.reading import Row

from . import snapshots
from .drafting import Refused, save_draft, written
from .logbook import note
from .models import Publishable
from .revisions import Revision

# Each takes its turn while nobody else can write, so there are not many of them in one go.
MOST_CHANGES = 500
AT_ONCE = 2000


def some(found: Iterable) -> Iterator[list]:
    """The members of a collection, so many at a time as a query takes."""
    listed = list(found)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def working_of(model: type[Publishable], numbers: Iterable[int]) -> dict[int, Revision]:
    """For many things at once what `drafting.working` finds for one."""
    first: dict[int, int] = {}
    for part in some(numbers):
        ours = Revision.objects.filter(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, object_id__in=part)
        for thing, revision in ours.to_go_on_from().values_list("object_id", "pk"):
            first.setdefault(thing, revision)
    found = {}
    for part in some(first.values()):
        found |= {revision.object_id: revision for revision in Revision.objects.filter(pk__in=part)}
    return found


class DraftTable:
    """A table of one kind of thing, whose rows become drafts. `key` names a row; `named_by` what a chosen record goes by."""

    model: type[Publishable]
    key = "slug"
    named_by: dict[str, str] = {}

    def __init__(self, user: User, publisher: Publisher, choosable: Callable[[type[models.Model]], models.QuerySet]):
        self.user, self.publisher, self.choosable = user, publisher, choosable
        self.fields = {field.name: field for field in snapshots.drafted(self.model) if not isinstance(field, models.FileField)}
        self.columns = {name: label[:1].upper() + label[1:] for name, field in self.fields.items() for label in [str(field.verbose_name)]}
        self.needed = {self.key}
        self.names: dict[str, dict[int, str]] = {name: {} for name in self.named_by}
        self.numbers: dict[str, dict[str, int]] = {name: {} for name in self.named_by}

    # From records to cells

    def ready(self, things: list[Publishable]) -> list[Publishable]:
        """The things, each with `written`: the plain values that an editor goes on from."""
        models.prefetch_related_objects(things, *(name for name, field in self.fields.items() if field.many_to_many))
        revisions = working_of(self.model, [thing.pk for thing in things])
        for thing in things:
            thing.revision = revisions.get(thing.pk)
            thing.written = written(thing, thing.revision)
        self.learn_names(thing.written for thing in things)
        return things

    def learn_names(self, written: Iterable[dict]) -> None:
        """Find out what the chosen records are called."""
        written = list(written)
        for name, attribute in self.named_by.items():
            chosen = {number for fields in written for number in numbers_in(fields[name])} - set(self.names[name])
            for part in some(chosen):
                found = self.fields[name].remote_field.model._base_manager.filter(pk__in=part)
                self.names[name] |= dict(found.values_list("pk", attribute))

    def cell(self, name: str, plain) -> str:
        """A plain value as a cell shows it."""
        if name in self.named_by:
            return cells.BETWEEN.join(sorted(self.names[name][number] for number in numbers_in(plain) if number in self.names[name]))
        choices = dict(self.fields[name].flatchoices)
        return cells.words(str(choices[plain]) if plain in choices else plain)

    # From cells to values

    def learn_numbers(self, rows: list[dict[str, str]]) -> None:
        """Find the records that the cells name, among those this person may choose."""
        for name, attribute in self.named_by.items():
            wanted = {said for row in rows for said in cells.listed(row.get(name, ""))}
            for part in some(wanted):
                found = self.choosable(self.fields[name].remote_field.model).filter(**{f"{attribute}__in": part})
                for number, said in found.order_by().values_list("pk", attribute):
                    self.numbers[name][said] = number
                    self.names[name][number] = said

    def value(self, name: str, cell: str, before):
        """The plain value that a cell says. Raises ValueError with a sentence."""
        field = self.fields[name]
        if cells.same_text(cell, self.cell(name, before)):
            return before
        if name in self.named_by:
            chosen = sorted({self.number_of(name, said, before) for said in cells.listed(cell)})
            if len(chosen) > 1 and not field.many_to_many:
                raise ValueError(_("Only one can be named here."))
            return chosen if field.many_to_many else (chosen or [None])[0]
        if field.choices:
            return choice_of(field, cell)
        return read_plain(field, cell)

    def number_of(self, name: str, said: str, before) -> int:
        """The number of a record that is named, one that was chosen already included."""
        chosen = {self.names[name].get(number): number for number in numbers_in(before)}
        number = chosen.get(said) or self.numbers[name].get(said)
        if number is None:
            raise ValueError(_("There is no “%(said)s” to choose here.") % {"said": said[:60]})
        return number

    # The plan

    def lines(self, rows: list[tuple[Row, dict[str, str]]]) -> list[Line]:
        """What would become of each row."""
        known = self.things_of({said[self.key].strip() for _row, said in rows})
        self.learn_numbers([said for _row, said in rows])
        lines, seen = [], set()
        for row, said in rows:
            key = said[self.key].strip()
            if row.fault or key in seen:
                fault = row.fault or _("A row above has the same one.")
                lines.append(wrong(row, Fault("" if row.fault else self.columns[self.key], fault), name=key))
            else:
                lines.append(self.line(row, said, known.get(key)))
            seen.add(key)
        too_many = [line for line in lines if line.fate in (Fate.NEW, Fate.CHANGED)][MOST_CHANGES:]
        for line in too_many:
            line.fate, line.faults = Fate.WRONG, [Fault("", _("More than %(most)s changes in one table: split it.") % {"most": MOST_CHANGES})]
        return lines

    def things_of(self, keys: set[str]) -> dict[str, Publishable]:
        """What there is already under these keys."""
        found = [thing for part in some(keys) for thing in self.model._base_manager.select_related("publisher").filter(**{f"{self.key}__in": part})]
        return {getattr(thing, self.key): thing for thing in self.ready(found)}

    def line(self, row: Row, said: dict[str, str], thing: Publishable | None) -> Line:
        """What would become of one row."""
        name = said[self.key].strip()
        if thing is not None and not can(self.user, "write", thing):
            return wrong(row, Fault(self.columns[self.key], _("It belongs to another office.")), name=name)
        before = thing.written if thing else blank(self.model)
        after, faults = self.read(said, before)
        changed = {field: value for field, value in after.items() if thing is None or value != before[field]}
        if not faults and (changed or thing is None):
            faults = self.faults_of(thing, {**before, **changed})
        if faults:
            return wrong(row, *faults, name=name)
        differences = [Difference(self.columns[field], self.cell(field, before[field]) if thing else "", self.cell(field, value)) for field, value in changed.items()]
        shown = [one for one in differences if one.before != one.after]
        fate = Fate.NEW if thing is None else Fate.CHANGED if changed else Fate.SAME
        base = f"{thing.revision.number if thing.revision else 0} {thing.changed_at.isoformat()}" if thing else ""
        return Line(row.number, name, fate, shown, wanted=changed, key=thing.pk if thing else None, base=base)

    def read(self, said: dict[str, str], before: dict) -> tuple[dict, list[Fault]]:
        """The plain values of a row, and what of it cannot be read."""
        found, faults = {}, []
        for name, cell in said.items():
            try:
                found[name] = self.value(name, cell, before[name])
            except ValueError as error:
                faults.append(Fault(self.columns[name], str(error)))
        return found, faults

    def faults_of(self, thing: Publishable | None, fields: dict) -> list[Fault]:
        """What the model has against these values."""
        tried = copy(thing) if thing else self.model(publisher=self.publisher)
        try:
            snapshots.put(tried, fields)
            tried.full_clean()
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            return [Fault(self.columns.get(name, ""), " ".join(said)) for name, said in by_field.items()]
        return []

    # Writing

    def write(self, plan: Plan) -> str:
        """Save a draft for each new or changed row, all in the transaction this is called in; returns the sentence that says so."""
        for line in plan.to_write:
            thing = self.model._base_manager.get(pk=line.key) if line.key else self.begun(line.wanted)
            base = int(line.base.partition(" ")[0]) if line.base else 0
            saved = save_draft(thing, line.wanted, self.user, base=base or None, why=_("From a table."))
            note(self.user, thing, _("Saved version %(number)s. %(why)s") % {"number": saved.number, "why": saved.why})
        said = ngettext("%(number)s draft is saved. Nothing has changed in public.", "%(number)s drafts are saved. Nothing has changed in public.", len(plan.to_write))
        return said % {"number": len(plan.to_write)}

    def begun(self, fields: dict) -> Publishable:
        """A new row, as a draft."""
        if not can(self.user, "write", self.publisher):
            raise Refused(_("You may not do this for that office."))
        thing = self.model(publisher=self.publisher)
        snapshots.put(thing, fields)
        thing.save()
        return thing


def numbers_in(plain) -> list[int]:
    """The numbers of records in a plain value: many, one or none."""
    if plain is None:
        return []
    return plain if isinstance(plain, list) else [plain]


def blank(model: type[Publishable]) -> dict:
    """The plain values of a thing that nobody has written anything in."""
    fresh = model()
    return {field.name: [] if field.many_to_many else snapshots.kept(field, getattr(fresh, field.attname)) for field in snapshots.drafted(model)}


def choice_of(field: models.Field, cell: str) -> str:
    """The value of the choice that a cell names, by its words or by itself. Raises ValueError."""
    said = cell.strip().lower()
    for value, label in field.flatchoices:
        if said in (str(value).lower(), str(label).lower()):
            return value
    known = ", ".join(str(label) for _value, label in field.flatchoices)
    raise ValueError(_("“%(said)s” is none of: %(known)s.") % {"said": cell[:60], "known": known})


def read_plain(field: models.Field, cell: str):
    """The plain value of a cell for a field that names no other record. Raises ValueError."""
    cell = cell.strip()
    if isinstance(field, models.BooleanField):
        return cells.yes_or_no(cell)
    if isinstance(field, models.DateField):
        found = cells.day(cell)
        return found.isoformat() if found else None
    if isinstance(field, models.IntegerField):
        if not cell.isdecimal() or len(cell) > 9:
            raise ValueError(_("“%(cell)s” is not a whole number.") % {"cell": cell[:40]})
        return int(cell)
    if isinstance(field, PartialDateField) and cells.SHORT_DATE.fullmatch(cell):
        return cells.day(cell).isoformat()
    return clean(cell) if isinstance(field, ProseField) else cell.replace("\r\n", "\n")
