"""What a reader chose for themselves: so far, the size of the text.

The choice is one small cookie, set only when a reader asks for it, so there is no banner. `key` is
all that a page may vary by.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, parse_cookie
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "preferences"
TEXT_SIZES = ("normal", "large", "largest")
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Preferences:
    """A reader's choices, each one of a short list."""

    text_size: str = "normal"

    @property
    def key(self) -> str:
        """What a stored page has to be kept apart by."""
        return self.text_size

    @classmethod
    def read(cls, cookie: str) -> "Preferences":
        """The choices a cookie names; anything we did not write there counts as no choice."""
        return cls(cookie if cookie in TEXT_SIZES else "normal")


def cookies_of(header: str) -> str:
    """What a public page may vary by, of a whole Cookie header: ours, if it says something we wrote."""
    if COOKIE not in header:
        return ""
    chosen = Preferences.read(parse_cookie(header).get(COOKIE, ""))
    return f"{COOKIE}={chosen.key}" if chosen != Preferences() else ""


class PreferencesMiddleware:
    """Puts the reader's choices on the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.preferences = Preferences.read(request.COOKIES.get(COOKIE, ""))
        return self.get_response(request)


@csrf_exempt  # a token would need a cookie on every page, and to forge this only changes a letter's size
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the text size and go back to the page it was chosen on."""
    chosen = request.POST.get("text_size", "")
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in TEXT_SIZES and chosen != "normal":
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    elif COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
