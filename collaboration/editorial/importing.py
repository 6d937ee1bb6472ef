"""Changing many records from a table: a file is chosen, every change is shown, and only then is it made.

The file is kept for the person for an hour. What is made is what was shown: if the records have changed
meanwhile, they are shown anew. All of it is written, or nothing.
"""

import zlib
from secrets import token_urlsafe
from typing import Protocol

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.accounts.exporting import Column, shown_columns
from collaboration.sheets.plans import Line, Plan, known_columns
from collaboration.sheets.reading import MOST_BYTES, Row, Unreadable, read
from collaboration.sheets.writing import download

from .drafting import Conflict, Refused

KEPT_SECONDS = 60 * 60
SALT = "collaboration.editorial.importing"


class Table(Protocol):
    """What the rows of a file mean to a room."""

    columns: dict[str, str]
    needed: set[str]

    def lines(self, rows: list[tuple[Row, dict[str, str]]]) -> list[Line]: ...

    def write(self, plan: Plan) -> str: ...


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Table"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy("A CSV file, at most 2 MB and 5,000 rows. In Excel: save as “CSV UTF-8”."),
    )  # fmt: skip


def plan_of(table: Table, raw: bytes, only_read: set[str]) -> Plan:
    """What a file would change. Raises Unreadable."""
    sheet = read(raw)
    columns, ignored = known_columns(sheet, table.columns, table.needed, only_read)
    rows = [(row, {name: row.cells.get(column, "") for column, name in columns.items()}) for row in sheet.rows]
    return Plan(table.lines(rows), ignored)


class Importing:
    """For a model at the desk whose records a table can change. `table_for` says what its rows mean."""

    def table_for(self, request: HttpRequest) -> Table:
        raise NotImplementedError

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        page = self.admin_site.admin_view
        return [
            path("import/", page(self.import_view), name=name),
            path("import/template/", page(self.import_template_view), name=f"{name}_template"),
            path("import/<slug:token>/", page(self.import_rows_view), name=f"{name}_rows"),
            *super().get_urls(),
        ]

    def import_address(self, part: str = "", *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import{part}", args=args)

    def import_view(self, request):
        """Choose a file. One that can be read is kept, and leads to the page of its changes."""
        self.ask_for_import(request)
        form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
        if request.method == "POST" and form.is_valid():
            raw = form.cleaned_data["file"].read(MOST_BYTES + 1)
            try:
                plan_of(self.table_for(request), raw, self.only_read(request))
                return HttpResponseRedirect(self.import_address("_rows", self.keep_table(request, raw)))
            except Unreadable as error:
                form.add_error("file", str(error))
        context = self.import_context(request) | {"form": form, "columns": self.table_for(request).columns.values(), "errors": form.errors}
        return TemplateResponse(request, "admin/lists/import.html", context, status=422 if form.errors else 200)

    def import_template_view(self, request):
        """An empty table with all columns."""
        self.ask_for_import(request)
        return download(f"{self.opts.model_name}-template", list(self.table_for(request).columns.values()), [])

    def import_rows_view(self, request, token):
        """What the file would change; a POST makes it so."""
        self.ask_for_import(request)
        kept = cache.get(self.kept_under(request, token))
        if kept is None:
            messages.warning(request, _("That table is not kept any more. Choose the file again."))
            return HttpResponseRedirect(self.import_address())
        raw, refusal = zlib.decompress(kept), ""
        if request.method == "POST":
            try:
                return self.carry_out(request, token, raw)
            except Refused as error:
                refusal = str(error)
        plan = plan_of(self.table_for(request), raw, self.only_read(request))
        shown = signing.dumps([request.user.pk, token, plan.digest()], salt=SALT)
        context = self.import_context(request) | {"plan": plan, "shown": shown, "refusal": refusal}
        return TemplateResponse(request, "admin/lists/plan.html", context, status=409 if refusal else 200)

    def carry_out(self, request: HttpRequest, token: str, raw: bytes) -> HttpResponse:
        """Make every change of the file, if they are still those that were shown. Raises Refused."""
        table = self.table_for(request)
        try:
            with transaction.atomic():
                plan = plan_of(table, raw, self.only_read(request))
                if plan.wrong or not plan.to_write:
                    raise Refused(_("Nothing was changed. First every row has to be right."))
                if self.was_shown(request) != [request.user.pk, token, plan.digest()]:
                    raise Refused(_("Nothing was changed: the records have changed since this page was shown. Look at it again as it is now."))
                said = table.write(plan)
        except Conflict as conflict:
            raise Refused(_("Nothing was changed: somebody has just saved one of these records.")) from conflict
        cache.delete(self.kept_under(request, token))
        messages.success(request, said)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def was_shown(self, request: HttpRequest) -> list:
        """What the page that was sent had shown, as we signed it then."""
        try:
            return signing.loads(request.POST.get("shown", ""), salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return []

    def keep_table(self, request: HttpRequest, raw: bytes) -> str:
        """Keep the file for this person; what it is kept under."""
        token = token_urlsafe(16).replace("_", "-")
        cache.set(self.kept_under(request, token), zlib.compress(raw), KEPT_SECONDS)
        return token

    def kept_under(self, request: HttpRequest, token: str) -> str:
        return f"import {self.opts.model_name} {request.user.pk} {token}".replace(" ", ":")

    def ask_for_import(self, request: HttpRequest) -> None:
        if not self.may_import(request):
            raise PermissionDenied

    def only_read(self, request: HttpRequest) -> set[str]:
        """The columns of the list's own file that a table may have and that change nothing."""
        return {column.label.lower() for column in self.columns_to_export(request)}

    def import_context(self, request: HttpRequest) -> dict:
        plural = self.opts.verbose_name_plural
        return {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Change %(kind)s from a table") % {"kind": plural},
            "list_address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "addresses": {"choose": self.import_address(), "template": self.import_address("_template")},
        }  # fmt: skip


class ImportingDrafts(Importing):
    """For a kind of thing whose list's file is also a table to change it by: its fields as they were written last."""

    def columns_to_export(self, request):
        table = self.table_for(request)
        own = [Column(label, lambda thing, name=name: thing.table.cell(name, thing.written[name])) for name, label in table.columns.items()]
        labels = {label.lower() for label in table.columns.values()}
        shown = shown_columns(self, request, besides=set(table.columns))
        return [*own, *(column for column in shown if column.label.lower() not in labels)]

    def ready_to_export(self, request, things):
        table = self.table_for(request)
        for thing in table.ready(things):
            thing.table = table
        return things
