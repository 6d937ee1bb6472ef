"""The pages for what went wrong: not found, gone, refused, expired, and what is the matter on our side."""

import sys
from difflib import get_close_matches

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import get_template

from collaboration.accounts.staff_door import at_the_staff_door, on_lost_post
from collaboration.pages.models import Page
from empcp_site.logs import current

from .away import is_away

# Seconds after which it is worth trying again. Most of what is away comes back by itself.
RETRY_AFTER = "30"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with a search and the pages whose addresses come nearest."""
    publisher = getattr(request, "publisher", None)
    if publisher is None:
        return render(request, "404_bare.html", status=404)
    wanted = request.path_info.strip("/").lower()[:200]
    return render(request, "404.html", {"nearest": nearest_pages(publisher, wanted), "words": words_of(wanted)}, status=404)


def nearest_pages(publisher, wanted: str, most: int = 4) -> list[Page]:
    """The live pages of the site whose paths look most like the one that was asked for."""
    pages = {page.path.strip("/"): page for page in Page.objects.of(publisher).live().exclude(path="").defer("body", "aside")}
    return [pages[path] for path in get_close_matches(wanted, pages, n=most, cutoff=0.4)]


def words_of(path: str) -> str:
    """The last part of a path as words to search for."""
    return path.rpartition("/")[2].replace("-", " ").replace("_", " ")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no browser of a reader would send."""
    return render(request, "400.html", status=400, using=None)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a door that does not open."""
    return render(request, "403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old: says how to send it after all. What came from the desk is kept, if it says whose it is."""
    if was_cut_off(request):
        return plain_page("408.html", 408, request)
    kept = on_lost_post(request) if getattr(request, "publisher", None) and at_the_staff_door(request) else None
    if kept is not None:
        return kept
    return render(request, "403_form.html", status=403)


def was_cut_off(request: HttpRequest) -> bool:
    """Whether a form was begun to be read and never came whole. Django's middleware takes that for a form without a token."""
    return request._read_started and not hasattr(request, "_post")


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a fault of ours; 503 where something that we stand on does not answer; 408 for a form that never came whole.

    Django calls this for whatever part of the house failed, admin and middleware included, while the exception
    is being dealt with. The page must need nothing that may be what failed: no database, no publisher, no session.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, UnreadablePostError):
        return plain_page("408.html", 408, request)
    if fault is not None and is_away(fault):
        response = plain_page("503.html", 503, request)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return plain_page("500.html", 500, request)


def plain_page(name: str, status: int, request: HttpRequest) -> HttpResponse:
    """A page made from its template alone, which nobody keeps."""
    told = {"is_form": request.method == "POST", "is_at_the_desk": request.path.startswith("/admin/"), "reference": current.get()}
    response = HttpResponse(get_template(name).render(told), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
