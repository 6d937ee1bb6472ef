"""The register of collaboration agreements."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .forms import RegisterFilter
from .models import Agreement, Document


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every agreement, regional before national; on a force's or office's site those that concern it."""
    narrowing = RegisterFilter(request.GET, forces=request.publisher.is_programme)
    found = narrowing.apply(Agreement.objects.of(request.publisher).live()).with_forces()
    return render(request, "agreements/register.html", {
        "filter": narrowing,
        "regional": [one for one in found if one.scope == Agreement.Scope.REGIONAL],
        "national": [one for one in found if one.scope == Agreement.Scope.NATIONAL],
    })


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: parties, dates, state today, documents."""
    found = Agreement.objects.of(request.publisher).with_forces().select_related("lead_force", "successor", "publisher")
    found = found.get_live(slug=slug)
    return render(request, found.template_name, found.context())


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The file itself, if the public may see it; otherwise as if it had never been."""
    found = Document.objects.of(request.publisher).get_live(slug=slug)
    try:
        return FileResponse(found.file.open("rb"), as_attachment=False, filename=found.file.name.rpartition("/")[2])
    except FileNotFoundError as error:
        raise Http404("the file is not there") from error
