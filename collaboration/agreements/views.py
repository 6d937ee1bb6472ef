"""The register of collaboration agreements: as a list, a matrix and a timeline, and each agreement's own page."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.editorial.models import public
from collaboration.editorial.public_history import history
from collaboration.files.serving import serve
from collaboration.paging import page_of
from collaboration.prepared import prepared
from collaboration.publishers.context import forces_of

from . import timeline as time
from .columns import columns
from .models import Agreement, Document
from .ordering import groups_of
from .register import PER_PAGE, Asked, asked_of


def on_a_page(request: HttpRequest, asked: Asked) -> dict:
    """What list and matrix show: a page of the agreements, in groups."""
    pages = page_of(asked.by_number(asked.as_listed), request, PER_PAGE)
    groups = groups_of(pages.object_list, asked.filter.sorted_by, asked.totals)
    return {"filter": asked.filter, "pages": pages, "found": pages.object_list, "number": pages.paginator.count, "total": asked.total, "groups": groups, "today": asked.today}


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every agreement as a list; those whose end date has passed stand apart."""
    return render(request, "agreements/register.html", on_a_page(request, asked_of(request)))


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The same agreements as a table: which force is party to which."""
    asked = asked_of(request)
    return render(request, "agreements/matrix.html", on_a_page(request, asked) | {"sums": asked.sums(forces_of(request.publishers))})


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """The same agreements in time: their published dates year by year, and those that have none."""
    asked = asked_of(request)
    line = asked.keep("timeline", lambda: time.line_of(asked.found), time.size_of)
    pages = page_of(line.moments, request, PER_PAGE)
    agreements = {one.pk: one for one in Agreement.objects.live(asked.at).filter(pk__in={number for *_date, number, _which in pages.object_list} | set(line.undated[:PER_PAGE])).defer("body", "summary")}
    events = [time.event(agreements[number], time.FIELDS[which], asked.today) for *_date, number, which in pages.object_list if number in agreements]
    return render(request, "agreements/timeline.html", {
        "filter": asked.filter, "number": line.number, "total": asked.total, "pages": pages, "years": time.by_year(events),
        "undated": [agreements[number] for number in line.undated[:PER_PAGE] if number in agreements], "undated_number": len(line.undated), "today": asked.today,
    })  # fmt: skip


@require_safe
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the downloads means."""
    return render(request, "agreements/columns.html", {"columns": columns(forces_of(request.publishers))})


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: parties, dates, state today, documents."""
    publisher, at = request.publisher, timezone.now()
    found = public(came_out(publisher.is_programme, force=publisher.force_id or 0, slug=slug, at=at), at)
    return render(request, found.template_name, found.context())


@prepared
def came_out(is_programme: bool, *, force: int, slug: str, at: datetime) -> QuerySet:
    """The agreement of that address, if a site shows it and it had come out by a moment."""
    shown = Agreement.objects.all() if is_programme else Agreement.objects.concerning(force)
    return shown.with_particulars().select_related("lead_force", "successor", "publisher").that_came_out(at, slug=slug)


@require_safe
def agreement_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in what is said of an agreement, and when."""
    return history(request, Agreement.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The file itself, if the public may see it; otherwise as if it had never been."""
    found = Document.objects.of(request.publisher).get_live(slug=slug)
    return serve(request, found.file.name, found.file_type.lower(), found.slug)
