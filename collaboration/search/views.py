"""The search of a site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.paging import page_of

from .finding import find
from .forms import SearchForm


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with snippets: on this site, or on all eleven."""
    form = SearchForm(request.GET)
    words = form.words()
    everywhere = form.everywhere or request.publisher.is_programme
    found = find(words, None if everywhere else request.publisher)
    return render(request, "search/results.html", {
        "form": form,
        "asked": form.cleaned_data.get("q", ""),
        "everywhere": everywhere,
        "words": words,
        "results": page_of(found, request),
    })
