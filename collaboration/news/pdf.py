"""A release as a PDF: the template of its page on a layout for paper, with the pictures that the public may see now."""

import re
from collections.abc import Iterator
from html import escape, unescape
from io import BytesIO
from urllib.parse import urljoin

from django.contrib.staticfiles.finders import find
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.files.kinds import KINDS
from collaboration.files.serving import headers_for
from collaboration.pictures.models import Picture
from collaboration.printing.making import Print, Unmade, is_possible, pdf_of
from collaboration.publishers.models import Publisher

from .models import PressRelease

IMAGE = re.compile(r"<img(?:[^>\"]|\"[^\"]*\")*>")
ATTRIBUTE = re.compile(r' (src|alt|width|height)="([^"]*)"')
RENDITION = re.compile(r"/pictures/([-\w]+)/\d+\.\w+$")
# In points: enough for the width of the paper, little enough to send.
WIDE_ENOUGH = 1400
SECONDS_TO_WAIT = "10"


@require_safe
def release_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The release as a PDF; not found where this installation makes none."""
    if not is_possible():
        raise Http404("no PDFs here")
    release = PressRelease.objects.of(request.publisher).select_related("publisher").with_particulars().get_live(slug=slug)
    printed = print_of(request, release)
    etag = quote_etag(printed.name)
    try:
        response = get_conditional_response(request, etag=etag) or sent(printed, slug)
    except Unmade:
        words = _("This PDF cannot be made just now. Try again in a few seconds, or print the page: %(address)s") % {"address": printed.address}
        return HttpResponse(f"{words}\n", status=503, headers={"Retry-After": SECONDS_TO_WAIT, "Cache-Control": "no-store"}, content_type="text/plain; charset=utf-8")
    for name, value in {"ETag": etag, "Cache-Control": "no-cache", "X-Robots-Tag": "noindex", "Link": f'<{printed.address}>; rel="canonical"'}.items():
        response.headers[name] = value
    return response


def sent(printed: Print, slug: str) -> FileResponse:
    """The PDF; compressed in itself, and of a known length."""
    headers = headers_for(KINDS["pdf"], f"{slug}.pdf")
    return FileResponse(BytesIO(pdf_of(printed)), headers=headers, content_type=headers.pop("Content-Type"))


def print_of(request: HttpRequest, release: PressRelease) -> Print:
    """What the PDF is made from, as the public may see it at this moment."""
    html = render_to_string(release.template_name, {**release.context(), "layout": "news/pdf.html"}, request)
    html = IMAGE.sub(as_background, html)
    address = request.build_absolute_uri(release.get_absolute_url())
    css = "\n".join(text_of_sheet(name) for name in (f"themes/{release.publisher.theme}", "pdf"))
    return Print(html, address, css, dict(pictures_in(html, address, release.publisher)))


def as_background(image: re.Match) -> str:
    """A picture without words is drawn as a background, which a screen reader passes over."""
    known = dict(ATTRIBUTE.findall(image[0]))
    if known.get("alt"):
        return image[0]
    share = 100 * int(known.get("height") or 1) / int(known.get("width") or 1)
    return f"<span class=\"decoration\" style=\"padding-top: {share:.2f}%; background-image: url('{escape(unescape(known.get('src', '')))}')\"></span>"


def pictures_in(html: str, address: str, publisher: Publisher) -> Iterator[tuple[str, bytes]]:
    """The pictures that the page shows, by their whole addresses: those that are live now, and of no other office."""
    named = {src: found[1] for src in shown_in(html) if (found := RENDITION.search(src))}
    found = Picture.objects.for_site(publisher).live().filter(slug__in=set(named.values())) if named else []
    # Of two with one slug, the publisher's own.
    by_slug = {one.slug: one for one in reversed(found)}
    for src, slug in named.items():
        if slug in by_slug and (content := content_of(by_slug[slug])):
            yield urljoin(address, src), content


def shown_in(html: str) -> list[str]:
    """The address of every picture of a page, as it stands there."""
    sources = [dict(ATTRIBUTE.findall(image)).get("src", "") for image in IMAGE.findall(html)]
    return [unescape(one) for one in [*sources, *re.findall(r"background-image: url\('([^']*)'\)", html)]]


def content_of(picture: Picture) -> bytes:
    """The picture as wide as paper needs it; empty if the file is lost."""
    width = max((one for one in picture.offered_widths if one <= WIDE_ENOUGH), default=min(picture.offered_widths, default=0))
    try:
        with default_storage.open(picture.stored(width, picture.form)) as file:
            return file.read()
    except OSError:
        return b""


def text_of_sheet(name: str) -> str:
    with open(find(f"css/{name}.css"), encoding="utf-8") as file:
        return file.read()
