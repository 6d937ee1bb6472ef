"""The public side of the tracker: a page on the programme's site, one on each office's, and the table as a file."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.publishers.models import Publisher
from collaboration.sheets.writing import download
from collaboration.sources.models import Source

from .models import State
from .table import Row, offices_among, rows_on

SOURCES = ("specified-information-order-2011", "hampshire-pcc-gov-uk", "cheshire-pcc-gov-uk", "northumbria-pcc-gov-uk")


def offices_shown(publisher: Publisher, publishers: list[Publisher]) -> list[Publisher]:
    """On the programme's site all offices, on an office's itself. Forces have no such duties: Http404."""
    if publisher.is_programme:
        return offices_among(publishers)
    if not publisher.is_office:
        raise Http404("a force has none of these duties")
    return [publisher]


def sums_by_state(rows: list[Row]) -> list[tuple[State, int]]:
    """How many items stand in each state, the gravest first; states that nothing is in are left out."""
    found = [cell.state for row in rows for cell in row.cells]
    return [(state, found.count(state)) for state in State if state in found]


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What offices must publish, where each does, when it was last looked at and by when to look again."""
    offices = offices_shown(request.publisher, request.publishers)
    rows = rows_on(offices, request.publishers, timezone.localdate())
    return render(request, "duties/duties.html", {
        "offices": offices,
        "groups": [(label, list(found)) for label, found in groupby(rows, lambda row: row.duty.get_group_display())],
        "sums": sums_by_state(rows),
        "today": timezone.localdate(),
        "sources": Source.objects.filter(key__in=SOURCES),
    })


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The same as a CSV file."""
    offices = offices_shown(request.publisher, request.publishers)
    columns = [_("Office"), _("Paragraph"), _("Group"), _("What must be published"), _("When, by the Order"), _("In force since"),
               _("State"), _("Where"), _("Last checked"), _("Check again by"), _("Note")]  # fmt: skip
    cells = [cell for row in rows_on(offices, request.publishers, timezone.localdate()) for cell in row.cells]
    return download("publication-duties", columns, (absolute(request, cell.as_row) for cell in cells))


def absolute(request: HttpRequest, row: list) -> list:
    """The row with whole addresses: a file is read away from this site."""
    return [request.build_absolute_uri(value) if isinstance(value, str) and value.startswith("/") else value for value in row]
