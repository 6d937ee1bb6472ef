"""What every answer carries and what no request may do, before anything of ours reads it.

Constant headers and two limits; Django's own SecurityMiddleware adds the rest (HSTS, Referrer-Policy,
nosniff, Cross-Origin-Opener-Policy). The policy is one text for eleven sites and the staff door, so a
package that composes policies would be more code than this.

A page for the public carries only what does something for it, because each reader pays for every byte of it on
every page: the policy, nosniff and Referrer-Policy. X-Frame-Options says less than `frame-ancestors` to every
browser that knows the policy. Nothing on such a page asks for a camera, opens a window or holds what only one
reader may see, so Permissions-Policy, Cross-Origin-Opener-Policy and -Resource-Policy protect nothing there.
Forms, the staff door, files and errors carry them all. “Not changed” (304) repeats none of them: what the browser
has kept holds (RFC 9111, 4.3.4).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from collaboration.caching.pages import may_be_kept

# Scripts, styles, pictures and all else from our own host alone, nothing inline. No page of ours can be framed
# by another, and a worker is a script, so what `default-src` names gives nothing away that a longer list would keep.
DIRECTIVES = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
)
# What others of our middleware add everywhere, and a page for the public does without.
NEEDLESS_ON_PAGES = ("X-Frame-Options", "Cross-Origin-Opener-Policy")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# No length of a body that could be meant has more digits than this.
MOST_DIGITS = 12


def content_security_policy(**otherwise: str) -> str:
    """The policy, with directives of a page's own in place of ours: `frame_src="'self'"`."""
    own = {name.replace("_", "-"): value for name, value in otherwise.items()}
    return ";".join(f"{name} {value}" for name, value in (DIRECTIVES | own).items())


def security_headers(get_response):
    """Middleware that adds the headers no answer of ours does without, refusals and static files included."""
    always = {"Content-Security-Policy": content_security_policy()}
    but_on_pages = {
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = may_be_kept(response)
        for name, value in (always if is_page else always | but_on_pages).items():
            response.headers.setdefault(name, value)
        for name in NEEDLESS_ON_PAGES if is_page else ():
            response.headers.pop(name, None)
        return response

    return middleware


def limits(get_response):
    """Middleware that refuses methods we have no use for and bodies too large to be a form of ours.

    A body is refused by its announced length, unread: Django would otherwise spool an anonymous
    200 MB upload to disk before the form's own check says no.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return refusal(request) or get_response(request)

    return middleware


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that goes no further, or None for one that may."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    if request.method not in METHODS:
        return plainly(405, "This site answers GET, HEAD and POST.", Allow=", ".join(METHODS))
    # No address of ours has this character, and PostgreSQL has no text with it.
    if "\0" in request.path_info:
        return plainly(404, "There is no such page.")
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        return plainly(411, "Say how long the message is: this site takes no message of unknown length.")
    # Django would decode a form with whatever codec is named here, and fail on one that makes no text.
    if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        return plainly(415, "This site reads text in UTF-8 only.")
    largest = largest_body(request)
    if not (announced.isascii() and announced.isdecimal()) or len(announced) > MOST_DIGITS or int(announced) > largest:
        return plainly(413, f"That is too much to send here. The most this page takes is {largest // 1024} kilobytes.")
    return None


def largest_body(request: HttpRequest) -> int:
    """The most bytes a request may bring: more at the staff door, once somebody has a session there."""
    staff = request.path_info.startswith("/admin/") and settings.SESSION_COOKIE_NAME in request.COOKIES
    return settings.LARGEST_STAFF_BODY if staff else settings.LARGEST_BODY


def plainly(status: int, sentence: str, **headers: str) -> HttpResponse:
    """A refusal in one sentence of plain text."""
    body = f"{sentence}\n".encode()
    return HttpResponse(body, status=status, headers=headers | {"Content-Length": str(len(body))}, content_type="text/plain; charset=utf-8")
