"""Two people wrote at once: what each changed, field by field, and both put together."""

from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collaboration.differences import (
    as_html,
    merge,
    merge_choices,
    merge_prose,
    merge_value,
    prose_differences,
    word_differences,
)
from collaboration.prose import ProseField

from . import snapshots
from .models import Publishable
from .revisions import Revision


@dataclass
class FieldMerge:
    """One field that the other has changed: before, theirs, mine, and what the form now holds."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    is_clash: bool
    their_change: SafeString
    my_change: SafeString


@dataclass
class Merge:
    """Two versions put together: the plain values of all fields, and the fields to look at."""

    theirs: Revision
    fields: dict
    changes: list[FieldMerge]


def merge_of(thing: Publishable, base_number: int, mine: dict, theirs: Revision) -> Merge:
    """My values and another's newer revision put together, both begun from the revision of that number."""
    base = begun_from(thing, base_number).fields
    fields, changes = {}, []
    for field in snapshots.drafted(type(thing)):
        name = field.name
        if name not in mine:
            continue
        before, other = base.get(name), theirs.fields.get(name)
        merged = merged_value(field, before, mine[name], other)
        fields[name] = merged.text
        if other not in (before, mine[name]):
            changes.append(as_change(field, before, mine[name], other, bool(merged.clashes)))
    return Merge(theirs, fields, changes)


def begun_from(thing: Publishable, number: int) -> Revision:
    """The revision of that number; where it has none, the first, which holds what was there before anybody edited."""
    ours = Revision.objects.of_thing(thing)
    return ours.filter(number=number).first() or ours.order_by("number").first()


def merged_value(field: models.Field, base, mine, theirs):
    """Both values of one field as one, by what kind of field it is."""
    if field.many_to_many:
        return merge_choices(base or [], mine, theirs or [])
    if isinstance(field, ProseField):
        return merge_prose(base or "", mine, theirs or "")
    if isinstance(field, models.TextField):
        return merge(base or "", mine, theirs or "")
    return merge_value(base, mine, theirs)


def as_change(field: models.Field, base, mine, theirs, is_clash: bool) -> FieldMerge:
    shown = [in_words(field, value) for value in (base, mine, theirs)]
    return FieldMerge(
        field.name, str(field.verbose_name), shown[0], shown[2], shown[1], is_clash,
        their_change=differences(field, base, theirs), my_change=differences(field, base, mine),
    )  # fmt: skip


def differences(field: models.Field, before, after) -> SafeString:
    """What changed in one field, word by word, as HTML."""
    if isinstance(field, ProseField):
        return as_html(prose_differences(before or "", after or ""))
    return as_html(word_differences(in_words(field, before), in_words(field, after)))


def in_words(field: models.Field, value) -> str:
    """A plain value of a field as a person reads it: choices by their names, yes and no, text as it is."""
    if field.many_to_many:
        return "\n".join(names_of(field.remote_field.model, value or []))
    if field.many_to_one:
        return "".join(names_of(field.remote_field.model, [value] if value else []))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(field, models.FileField):
        return (value or "").rpartition("/")[2]
    return "" if value is None else str(value)


def names_of(model: type[models.Model], numbers: list) -> list[str]:
    """What the chosen things are called; one that has been deleted is named as such."""
    found = model._default_manager.in_bulk(numbers)
    return [str(found[number]) if number in found else _("deleted since") for number in numbers]
