"""The register of collaboration agreements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.editorial.public_history import history
from collaboration.files.serving import serve
from collaboration.publishers.context import forces_of

from .forms import RegisterFilter
from .grouping import groups_of, scopes_of, sums_of
from .models import Agreement, Document


def narrowed(request: HttpRequest) -> dict:
    """The filter of this request, what it leaves, and of how many; on a force's or office's site of those that concern it."""
    narrowing = RegisterFilter(request.GET, forces=request.publisher.is_programme)
    concerning = Agreement.objects.of(request.publisher).live()
    found = list(narrowing.apply(concerning).with_forces())
    return {"filter": narrowing, "found": found, "total": concerning.count() if narrowing.is_narrowed else len(found)}


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every agreement as a list; those whose end date has passed stand apart."""
    context = narrowed(request)
    return render(request, "agreements/register.html", context | {"groups": groups_of(context["found"])})


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The same agreements as a table: which force is party to which."""
    context = narrowed(request)
    sums = sums_of(context["found"], forces_of(request.publishers))
    return render(request, "agreements/matrix.html", context | {"scopes": scopes_of(context["found"]), "sums": sums})


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: parties, dates, state today, documents."""
    found = Agreement.objects.of(request.publisher).with_forces().select_related("lead_force", "successor", "publisher")
    found = found.get_live(slug=slug)
    return render(request, found.template_name, found.context())


@require_safe
def agreement_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in what is said of an agreement, and when."""
    return history(request, Agreement.objects.of(request.publisher).select_related("publisher").get_live(slug=slug))


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The file itself, if the public may see it; otherwise as if it had never been."""
    found = Document.objects.of(request.publisher).get_live(slug=slug)
    return serve(request, found.file.name, found.file_type.lower(), found.slug)
