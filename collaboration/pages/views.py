"""A page of text, and its history."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.editorial.models import public
from collaboration.editorial.public_history import history
from collaboration.prepared import prepared

from .models import Page


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The page of this site at that path; or, at `…/history/` where no page has ever been public, the history of the page above."""
    pages = Page.objects.of(request.publisher).select_related("publisher")
    above, _, last = path.rpartition("/")
    if above and last == "history" and not pages.filter(path=f"{path}/", publish_at__lte=timezone.now()).exists():
        return history(request, pages.get_live(path=f"{above}/"))
    at = timezone.now()
    found = public(came_out(publisher=request.publisher.pk, path=f"{path}/", at=at), at)
    return render(request, found.template_name, found.context())


@prepared
def came_out(*, publisher: int, path: str, at: datetime) -> QuerySet:
    """The page at that path of a site, if it had come out by a moment."""
    return Page.objects.filter(publisher=publisher).select_related("publisher").that_came_out(at, path=path)
