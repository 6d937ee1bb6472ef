"""What every answer carries and what no request may do, before anything of ours reads it.

Constant headers and two limits; Django's own SecurityMiddleware adds the rest (HSTS, Referrer-Policy,
nosniff, Cross-Origin-Opener-Policy).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def security_headers(get_response):
    """Middleware that adds the headers no page of ours does without."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def limits(get_response):
    """Middleware that refuses methods we have no use for and bodies too large to be a form of ours.

    A body is refused by its announced length, unread: Django would otherwise spool an anonymous
    200 MB upload to disk before the form's own check says no.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse("This site answers GET, HEAD and POST.\n", status=405, headers={
                "Allow": ", ".join(METHODS), "Content-Type": "text/plain; charset=utf-8",
            })
        at_staff_door = request.path_info.startswith("/admin/")
        largest = settings.LARGEST_STAFF_BODY if at_staff_door else settings.LARGEST_BODY
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > largest:
            return HttpResponse(
                f"That is too much to send here. The most this page takes is {largest // 1024} kilobytes.\n",
                status=413, headers={"Content-Type": "text/plain; charset=utf-8"},
            )
        return get_response(request)

    return middleware
