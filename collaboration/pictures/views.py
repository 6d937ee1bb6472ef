"""A picture with its words, and the file itself in one of its widths."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.files.serving import serve

from .models import Picture


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture, its caption, its credit and by what right it is shown."""
    found = Picture.objects.of(request.publisher).select_related("publisher").get_live(slug=slug)
    found.is_previewed = getattr(request, "is_preview", False)
    return render(request, found.template_name, found.context())


@require_safe
def rendition(request: HttpRequest, slug: str, width: int, ending: str) -> HttpResponse:
    """The file, if the public may see it now; otherwise as if it had never been, also where it was withdrawn."""
    found = Picture.objects.for_site(request.publisher).live().filter(slug=slug).first()
    stored = found.stored(width, ending) if found else ""
    if not stored:
        raise Http404("no such picture")
    return serve(request, stored, {"jpg": "jpeg"}.get(ending, ending), f"{slug}-{width}")
