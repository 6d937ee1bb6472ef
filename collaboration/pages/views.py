"""A page of text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .models import Page


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The page of this site at that path."""
    found = Page.objects.of(request.publisher).select_related("publisher").get_live(path=f"{path}/")
    return render(request, found.template_name, found.context())
