"""Any list of the desk as a CSV file: the rows and columns on the screen, in their order, and what names each record."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from collaboration.sheets.writing import download

# What names a record, added where it is no column of the list.
KEYS = ("slug", "path", "key", "reference")
AT_ONCE = 500


class Column(NamedTuple):
    """One column of the file: its heading, and how the value of a record is found."""

    label: str
    value: Callable[[models.Model], Any]


def shown_columns(desk_admin, request: HttpRequest, besides: set[str] = frozenset()) -> list[Column]:
    """The columns of the list as it is on the screen, with what names a record; without those left out."""
    fields = {field.name for field in desk_admin.opts.get_fields()}
    shown = [name for name in desk_admin.get_list_display(request) if name != "action_checkbox"]
    office = ["office"] if "publisher" in fields and "office" not in shown else []
    names = [*shown, *office, *(name for name in KEYS if name in fields and name not in shown)]
    return [column(desk_admin, name) for name in names if name not in besides]


def column(desk_admin, name: str) -> Column:
    """The column of that name."""
    label = str(label_for_field(name, desk_admin.model, desk_admin))
    return Column(label[:1].upper() + label[1:], lambda thing: shown(desk_admin, name, thing))


def shown(desk_admin, name: str, thing: models.Model):
    """What the list shows of a record in a column: a choice by its words, a relation by its name."""
    try:
        if desk_admin.opts.get_field(name).choices:
            return getattr(thing, f"get_{name}_display")()
    except FieldDoesNotExist:
        pass
    field, _attribute, value = lookup_field(name, thing, desk_admin)
    return getattr(thing, name) if field is not None and field.is_relation else value


def export_view(desk_admin, request: HttpRequest) -> HttpResponseBase:
    """The list as a file, by the same address parameters: search, filters, order."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    if not desk_admin.can_be_exported or not desk_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        found = desk_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse(f"admin:{desk_admin.opts.app_label}_{desk_admin.opts.model_name}_changelist"))
    columns = desk_admin.columns_to_export(request)
    numbers = list(found.values_list("pk", flat=True))
    rows = ([each.value(thing) for each in columns] for thing in in_order(desk_admin, request, numbers))
    return download(desk_admin.opts.model_name, [each.label for each in columns], rows)


def in_order(desk_admin, request: HttpRequest, numbers: list) -> Iterator[models.Model]:
    """The records of these numbers, read a few hundred at a time, so that nobody's slow download holds the database.

    Each time they are asked for by the person's own scope anew.
    """
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        yield from desk_admin.ready_to_export(request, rows_of(desk_admin, request, some))


def rows_of(desk_admin, request: HttpRequest, numbers: list) -> list[models.Model]:
    """The records of these numbers that the person may see, in this order, as the list shows them."""
    found = desk_admin.get_queryset(request).filter(pk__in=numbers)
    related = desk_admin.get_list_select_related(request)
    if related:
        found = found.select_related(*(related if isinstance(related, (list, tuple)) else ()))
    by_number = {thing.pk: thing for thing in found}
    return [by_number[number] for number in numbers if number in by_number]
