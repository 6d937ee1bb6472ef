"""Sends a feed, or says that nothing in it has changed.

The tag of a version (ETag) is made from the very bytes, so it changes at the moment an embargo ends or something is
taken back, without anybody having written anything. Nothing may keep a feed without asking again.
"""

from datetime import datetime
from hashlib import sha256
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import http_date, quote_etag

from collaboration.caching.pages import unless_known

from .items import Channel
from .writing import JSON, TYPES, write

# Not application/atom+xml: a browser would show its marks or save it. Feed readers take this for Atom and RSS too.
READABLE = "application/xml"


def answer(request: HttpRequest, channel: Channel, form: str) -> HttpResponse:
    """The feed in one form, or 304 to whoever has it already. Scripts of other sites may read it."""
    styles = [request.build_absolute_uri(static(f"css/{name}.css")) for name in ("base", "feed", f"themes/{channel.theme}")]
    body = write(channel, form, styles)
    response = HttpResponse(body, content_type=f"{TYPES[JSON] if form == JSON else READABLE}; charset=utf-8")
    etag, changed = quote_etag(sha256(body).hexdigest()[:32]), whole_second(channel.changed)
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Last-Modified", "Cross-Origin-Resource-Policy": "cross-origin"}
    if changed:
        headers["Last-Modified"] = http_date(changed)
    response = unless_known(request, response, etag, changed)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def whole_second(changed: datetime | None) -> int | None:
    """The second by whose end a feed had changed; none while that second runs, as it may change once more in it."""
    second = ceil(changed.timestamp()) if changed else None
    return second if second and second < timezone.now().timestamp() else None
