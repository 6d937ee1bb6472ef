"""The pages of what forces share: of one force, on its own sites too, and of several together."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.publishers.context import forces_of
from collaboration.publishers.models import Force
from collaboration.publishers.scope import programme_only

from .forms import TogetherForm
from .shares import in_words, path_of, shared_by


@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """On a force's or office's site what its force shares; on the programme's the choice of a force."""
    if not request.publisher.is_programme:
        return shown(request, request.publisher.force)
    return render(request, "agreements/shares.html", {"form": TogetherForm(forces=forces_of(request.publishers))})


@require_safe
@programme_only
def shares_of(request: HttpRequest, force: str) -> HttpResponse:
    """What one force shares, on the programme's site."""
    return shown(request, force_called(force, request))


def shown(request: HttpRequest, force: Force) -> HttpResponse:
    """The page of one force."""
    at, every = timezone.now(), forces_of(request.publishers)
    found = shared_by([force], every, at, timezone.localdate(at))
    context = {"force": force, "shared": found, "neighbours": found.neighbours(every), "today": timezone.localdate(at)}
    return render(request, "agreements/shares_of.html", context)


@require_safe
@programme_only
def choose_together(request: HttpRequest) -> HttpResponse:
    """Leads from the form to the page of the forces chosen, or shows the form again and says what is missing."""
    form = TogetherForm(request.GET, forces=forces_of(request.publishers))
    if not form.is_valid():
        return render(request, "agreements/shares.html", {"form": form})
    every = forces_of(request.publishers)
    return redirect("agreements:between", path_of((force for force in every if force.slug in form.cleaned_data["force"]), every))


@require_safe
@programme_only
def between(request: HttpRequest, names: str) -> HttpResponse:
    """What two forces or more share. Its one address has them in the order of the site, each once."""
    every = forces_of(request.publishers)
    named = {force_called(name, request) for name in names.split("/")}
    forces = sorted(named, key=every.index)
    if len(forces) == 1:
        return redirect("agreements:shares-of", forces[0].slug)
    in_its_order = path_of(forces, every)
    if in_its_order != names:
        return HttpResponsePermanentRedirect(request.publisher.reverse("agreements:between", names=in_its_order))
    at = timezone.now()
    found = shared_by(forces, every, at, timezone.localdate(at))
    context = {"chosen": forces, "names": in_words(forces, 0), "shared": found, "further": found.neighbours(every), "today": timezone.localdate(at)}
    return render(request, "agreements/between.html", context)


def force_called(slug: str, request: HttpRequest) -> Force:
    """The force with this name in addresses. Raises Http404."""
    found = next((force for force in forces_of(request.publishers) if force.slug == slug), None)
    if found is None:
        raise Http404("no such force in this region")
    return found
