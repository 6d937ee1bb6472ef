"""Sends stored files. Who may have one was decided by the view that asks; no file has an address of its own.

A view asks only after it has applied the rule of what the file belongs to, so that “not changed” (304) is
never said to somebody who may not know that the file exists.
"""

import re
from hashlib import sha256

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import gettext_lazy

from .kinds import KINDS, Kind
from .places import StorageAway

# Chromium opened its viewer in no sandbox for years (156 does), so a PDF is only forbidden everything else.
POLICY_OF_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
AWAY = gettext_lazy("The place where files are kept does not answer. Nothing is lost; please try again in a few minutes.")
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def serve(request: HttpRequest, stored: str, kind: str, name: str, at_the_desk: bool = False) -> HttpResponse:
    """The stored file under a public name without ending; only the part asked for, where one is; 404 if it is lost, 503 if the storage is away.

    Everything is asked for again each time, so that a withdrawal holds at once; at the desk nothing is kept at all.
    """
    try:
        return found(request, stored, KINDS[kind], name, at_the_desk)
    except StorageAway:
        return HttpResponse(AWAY, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30", "Cache-Control": "no-store"})
    except OSError as error:
        raise Http404("the file is not there") from error


def found(request: HttpRequest, stored: str, sort: Kind, name: str, at_the_desk: bool) -> HttpResponse:
    """The answer to a request for a stored file; raises OSError if it is lost."""
    size, changed = default_storage.state(stored)
    etag = quote_etag(sha256(stored.encode()).hexdigest()[:32])
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()))
    response = unchanged or sent(request, stored, size, etag)
    headers = headers_for(sort, f"{name}.{sort.extension}") if response.status_code in (200, 206) else {}
    for header, value in {**headers, "ETag": etag, "Cache-Control": "no-store, private" if at_the_desk else "no-cache"}.items():
        response.headers[header] = value
    if response.status_code in (200, 206):
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


def sent(request: HttpRequest, stored: str, size: int, etag: str) -> HttpResponse:
    """The bytes that are asked for: all, or one part (RFC 9110, 14.2), as a telephone asks whose connection broke off."""
    start, end = asked_for(request, size, etag)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    is_part = (start, end) != (0, size - 1)
    headers = {"Content-Length": str(end - start + 1), "Accept-Ranges": "bytes"}
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=206 if is_part else 200, headers=headers)
    part = default_storage.part(stored, start, end - start + 1)
    return FileResponse(part, status=206 if is_part else 200, headers=headers)


def asked_for(request: HttpRequest, size: int, etag: str) -> tuple[int, int]:
    """The first and the last byte that are wanted; the first is behind the last where there are no such bytes."""
    wanted = RANGE.fullmatch(request.headers.get("Range", ""))
    if not wanted or wanted[1] == wanted[2] == "" or request.headers.get("If-Range", etag) != etag:
        return 0, size - 1
    if not wanted[1]:
        return (max(0, size - int(wanted[2])), size - 1) if int(wanted[2]) else (1, 0)
    if wanted[2] and int(wanted[2]) < int(wanted[1]):
        return 0, size - 1
    end = min(int(wanted[2] or size), size - 1)
    return (int(wanted[1]), end) if int(wanted[1]) < size else (1, 0)


def headers_for(kind: Kind, name: str) -> dict[str, str]:
    """What tells a browser to take the file for what we judged it to be, and for nothing else."""
    return {
        "Content-Type": kind.content_type,
        "Content-Disposition": content_disposition_header(not kind.is_shown, name),
        "Content-Security-Policy": POLICY_OF_PDF if kind.key == "pdf" else POLICY,
        "X-Content-Type-Options": "nosniff",
    }
