"""The register as a file: the same agreements, in the same order, as the page with the same question.

What a file says of the state of an agreement is true for the moment that stands in its name and in it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.caching.notes import good_until
from collaboration.publishers.context import forces_of
from collaboration.sheets import open_document
from collaboration.sheets.writing import lines

from .columns import Column, Copy, columns, ready_for_file, rows_of
from .forms import RegisterFilter
from .register import asked_of

A_MINUTE = 60


@dataclass(frozen=True)
class Filled:
    """A copy of the register with its rows, before it takes the form of a file."""

    request: HttpRequest
    filter: RegisterFilter
    copy: Copy
    columns: list[Column]
    rows: list[list]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def moment(self) -> str:
        return self.copy.at.isoformat(timespec="seconds")

    def address_of(self, name: str, query: str = "") -> str:
        """The whole address of a page of this site's register."""
        return self.request.build_absolute_uri(self.request.publisher.reverse(name) + query)

    def as_attachment(self, response: HttpResponseBase, ending: str) -> HttpResponseBase:
        """The answer, to be kept under a name with the site and the moment; asked for anew each time, for a withdrawal holds at once."""
        site = "" if self.request.publisher.is_programme else f"{self.request.publisher.slug}-"
        response.headers["Content-Disposition"] = f'attachment; filename="{site}agreements-{self.copy.at:%Y-%m-%d-%H%M}.{ending}"'
        response.headers["Cache-Control"] = "no-cache"
        # It says as at when it stands; kept longer, it would be true still and look old.
        good_until(self.copy.at.timestamp() + A_MINUTE)
        return response

    @property
    def about(self) -> list[list]:
        """What a reader of the file has to know of it: name and value."""
        narrowed = "; ".join(f"{one.label}: {one.value}" for one in self.filter.applied())
        return [
            [_("Register"), _("Collaboration agreements of the East Midlands police forces")],
            [_("Site"), self.request.publisher.name],
            [_("As at"), self.moment],
            [_("Narrowed by"), narrowed or _("nothing: the whole register")],
            [_("Sorted by"), str(dict(self.filter.fields["sort"].choices)[self.filter.sorted_by])],
            [_("Agreements"), len(self.rows)],
            [_("The page"), self.address_of("agreements:register", self.filter.query)],
            [_("What the columns mean"), self.address_of("agreements:columns")],
        ]


def filled(request: HttpRequest) -> Filled:
    """What a request asks for, read at one moment."""
    asked = asked_of(request)
    forces = forces_of(request.publishers)
    copy = Copy(timezone.localtime(asked.at), asked.today, forces, request.build_absolute_uri)
    wanted = columns(forces)
    return Filled(request, asked.filter, copy, wanted, rows_of(ready_for_file(asked.found, asked.at), copy, wanted))


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The register as CSV in UTF-8, with a byte order mark for Excel."""
    copy = filled(request)
    response = StreamingHttpResponse(lines(copy.header, copy.rows), content_type="text/csv; charset=utf-8; header=present")
    return copy.as_attachment(response, "csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The register as JSON, with the question it answers."""
    copy = filled(request)
    whole = {
        "register": copy.about[0][1],
        "publisher": request.publisher.slug,
        "as_at": copy.moment,
        "address": copy.address_of("agreements:register", copy.filter.query),
        "columns": copy.address_of("agreements:columns"),
        "filters": [{"name": name, "value": value} for name, value in copy.filter.asked],
        "count": len(copy.rows),
        "agreements": [dict(zip(copy.header, row, strict=True)) for row in copy.rows],
    }
    return copy.as_attachment(JsonResponse(whole, json_dumps_params={"ensure_ascii": False, "indent": 1}), "json")


@require_safe
def as_ods(request: HttpRequest) -> HttpResponseBase:
    """The register as an OpenDocument spreadsheet: the agreements, what the columns mean, and what the file is."""
    copy = filled(request)
    dictionary = [[column.name, column.meaning, str(column.form_in_words)] for column in copy.columns]
    written = open_document.spreadsheet(
        [
            open_document.Sheet(_("Agreements"), copy.header, copy.rows),
            open_document.Sheet(_("What the columns mean"), [_("column"), _("meaning"), _("form")], dictionary),
            open_document.Sheet(_("About this file"), [_("name"), _("value")], copy.about),
        ],
        title=copy.about[0][1],
        at=copy.copy.at,
        language=request.LANGUAGE_CODE if hasattr(request, "LANGUAGE_CODE") else "en-GB",
    )
    return copy.as_attachment(HttpResponse(written, content_type=open_document.MEDIA_TYPE), "ods")
