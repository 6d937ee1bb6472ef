"""Lists at the desk: as quick with a hundred thousand rows as with ten, counts beside the filters, and a file of each."""

import time
from datetime import date, datetime

from django.contrib.admin import RelatedFieldListFilter, ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, ChangeList
from django.db import models
from django.db.models import Case, Count, Max, Min, Q, When
from django.http import HttpRequest
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime

from collaboration.caching.holding import held
from collaboration.publishers.models import Force

from . import exporting
from .permissions import everywhere, memberships


class DeskList(ChangeList):
    """One page of a list, in a handful of queries however long the list is.

    One query counts the rows and those behind each choice of each filter not in use, and one more those of each filter
    in use; they are asked again only when something was written or half a minute has gone by. Another fetches the
    rows of the page by their numbers: what a row needs besides (whether it has a draft, its office) is not
    worked out for every other row that had to be put in order.
    """

    def get_queryset(self, request, exclude_parameters=None):
        """The rows. Duplicates behind a many-to-many filter go by number, not by comparing every column."""
        specs = getattr(self, "filter_specs", None)
        found = super().get_queryset(request, exclude_parameters)
        if exclude_parameters is not None:
            self.filter_specs = specs
        if not found.query.distinct:
            return found
        numbers = found.order_by().values("pk")
        numbers.query.distinct = False
        once = self.root_queryset.filter(pk__in=numbers)
        return self.apply_select_related(once).order_by(*found.query.order_by)

    def get_results(self, request):
        # Django sets it a little later, and its filters ask for it.
        self.pk_attname = self.lookup_opts.pk.attname
        counted, of_filters = held(self.what_is_counted(request), (self.model,), self.count)
        self.result_count = counted["everything"]
        self.between = counted.get("first"), counted.get("last")
        for spec, own in zip(self.filter_specs, of_filters, strict=True):
            spec.get_facet_queryset = lambda changelist, own=own: own
        self.show_full_result_count, self.full_result_count = False, None
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > self.list_per_page
        self.paginator = self.model_admin.get_paginator(request, Counted(self.result_count), self.list_per_page)
        self.result_list = self.page_of_rows()
        self.may_import = self.model_admin.may_import(request)

    def what_is_counted(self, request: HttpRequest) -> tuple:
        """What decides the counts besides the records: whose list it is and what their roles are, what each filter offers, how it is narrowed, and half a minute, for some states come with the clock."""
        roles = sorted((one.publisher_id, one.role) for one in memberships(request.user))
        offered = [[str(choice) for choice in getattr(spec, "lookup_choices", ())] for spec in self.filter_specs]
        narrowed = sorted((name, tuple(values)) for name, values in self.params.items() if name not in (PAGE_VAR, ORDER_VAR, ALL_VAR))
        return ("desk list", self.model, request.user.pk, request.user.is_superuser, repr((roles, offered, narrowed)), self.query, int(time.time()) // 30)

    def count(self) -> tuple[dict, list[dict]]:
        """How many there are, and for each filter how many behind each of its choices."""
        along = {number: spec.get_facet_counts(self.pk_attname, self.queryset) for number, spec in enumerate(self.filter_specs) if self.can_be_counted_along(spec)}
        of_all = {f"f{number}_{name}": count for number, counts in along.items() for name, count in counts.items()}
        counted = self.queryset.order_by().aggregate(everything=Count("pk"), **self.moments(), **of_all)
        own = {number: {name: counted[f"f{number}_{name}"] for name in counts} for number, counts in along.items()}
        return counted, [own[number] if number in own else spec.get_facet_queryset(self) for number, spec in enumerate(self.filter_specs)]

    def can_be_counted_along(self, spec) -> bool:
        """Whether one query can bring the counts of a filter with all others': it is not in use, and looks at a row alone."""
        return not spec.used_parameters and not lookup_spawns_duplicates(self.opts, getattr(spec, "field_path", "pk"))

    def page_of_rows(self) -> models.QuerySet:
        """The rows of this page. Raises IncorrectLookupParameters for a page there is not."""
        page = self.queryset
        if self.multi_page and not (self.show_all and self.can_show_all):
            if not 1 <= self.page_num <= self.paginator.num_pages:
                raise IncorrectLookupParameters
            start = (self.page_num - 1) * self.list_per_page
            page = page[start : start + self.list_per_page]
        rows = self.apply_select_related(self.root_queryset).filter(pk__in=page.values("pk"))
        return rows.order_by(*self.queryset.query.order_by)

    def moments(self) -> dict:
        """The first and the last date of the list, where it can be narrowed by one."""
        field = self.date_hierarchy
        return {"first": Min(field), "last": Max(field)} if field else {}

    @property
    def dates(self) -> list[dict]:
        """The years of the list, or the months of the year it is narrowed to, each with its address; worked out, not asked for."""
        first, last = (local_day(moment) for moment in self.between)
        year, month = (self.params.get(f"{self.date_hierarchy}__{part}", [""])[-1] for part in ("year", "month"))
        if not first or month:
            return []
        if not year and first.year != last.year:
            return [{"label": str(one), "address": self.narrowed(year=one)} for one in range(last.year, first.year - 1, -1)]
        months = range(first.month, last.month + 1) if first.year == last.year else []
        return [{"label": date_format(date(first.year, one, 1), "F Y"), "address": self.narrowed(year=first.year, month=one)} for one in months]

    def narrowed(self, **parts: int) -> str:
        """The address of the list narrowed to a year or a month."""
        return self.get_query_string({ALL_VAR: None} | {f"{self.date_hierarchy}__{part}": number for part, number in parts.items()}, [f"{self.date_hierarchy}__"])

    @property
    def all_dates(self) -> str:
        """The address of the list of all dates; empty where it is not narrowed to one."""
        is_narrowed = any(name.startswith(f"{self.date_hierarchy}__") for name in self.params)
        return self.narrowed() if is_narrowed else ""

    @property
    def export_query(self) -> str:
        """The search, filters and order of this list, for its file."""
        return self.get_query_string({PAGE_VAR: None, ALL_VAR: None})


class Counted:
    """Stands in for rows that have been counted, as a paginator wants them."""

    ordered = True

    def __init__(self, number: int):
        self.number = number

    def count(self) -> int:
        return self.number


def local_day(moment) -> date | None:
    """The day of a date or moment by our own clock."""
    return localtime(moment).date() if isinstance(moment, datetime) else moment


class ChoicesOnce(RelatedFieldListFilter):
    """By another record. Django makes each filter anew for every count; what it offers is asked for once."""

    def field_choices(self, field, request, model_admin):
        known = request.__dict__.setdefault("filter_choices", {})
        if field.related_model is Force:
            # The forces have come with the sites already.
            known[field] = [(site.force_id, str(site.force)) for site in request.publishers if site.kind == site.Kind.FORCE]
        if field not in known:
            known[field] = super().field_choices(field, request, model_admin)
        return known[field]


class OfficeFilter(RelatedFieldListFilter):
    """By office: those the person works for, and no other."""

    def field_choices(self, field, request, model_admin):
        seen = None if everywhere(request.user) else model_admin.offices_for(request.user, model_admin.view_action)
        return [(office.pk, office.short_name) for office in request.publishers if seen is None or office.pk in seen]


def closeness(fields: list[str], words: str) -> Case:
    """0 for what is called exactly that, 1 for what begins so, 2 for what has the words somewhere."""
    whole, begins = Q(), Q()
    for name in fields:
        whole |= Q(**{f"{name}__iexact": words})
        begins |= Q(**{f"{name}__istartswith": words})
    return Case(When(whole, then=0), When(begins, then=1), default=2)


def as_filter(model: type[models.Model], one):
    """A filter as an admin names it, with ours in the place of the stock ones that ask anew for what they offer."""
    if not isinstance(one, str) or not get_fields_from_path(model, one)[-1].is_relation:
        return one
    return (one, OfficeFilter if one == "publisher" else ChoicesOnce)


class Listed:
    """The lists of a model at the desk."""

    # Whether its list can be taken away as a file: nothing with personal data of the public or of staff.
    can_be_exported = True

    list_per_page = 50
    show_full_result_count = False
    # Counts stand beside each filter, of the person's own offices, like the list itself.
    show_facets = ShowFacets.ALWAYS

    def get_changelist(self, request, **kwargs):
        return DeskList

    def get_search_results(self, request, queryset, search_term):
        """What is found; to choose from on another form, what is called so or begins so comes first."""
        found, has_twice = super().get_search_results(request, queryset, search_term)
        if search_term and getattr(request.resolver_match, "url_name", "") == "autocomplete":
            found = found.order_by(closeness(self.get_search_fields(request), search_term), *(found.query.order_by or found.model._meta.ordering), "pk")
        return found, has_twice

    def get_urls(self):
        export = path("csv/", self.admin_site.admin_view(self.export_view), name=f"{self.opts.app_label}_{self.opts.model_name}_csv")
        return [export, *super().get_urls()]

    def export_view(self, request):
        return exporting.export_view(self, request)

    def may_import(self, request: HttpRequest) -> bool:
        """Whether this person may change records of this kind from a table."""
        return False

    def columns_to_export(self, request: HttpRequest) -> list[exporting.Column]:
        """The columns of the list's file."""
        return exporting.shown_columns(self, request)

    def ready_to_export(self, request: HttpRequest, things: list[models.Model]) -> list[models.Model]:
        """Some hundred records on their way into the file, with whatever its columns need of each."""
        return things
