"""What somebody must have shown before a page behind the staff door answers, and how long that holds.

Closed unless opened here: without a password one may sign in or ask for a new one, with a password alone
one may set up a second factor or show it. What has been shown is read from allauth's own record of the
session and from the factors that exist, so it cannot drift from either.
"""

import time
from urllib.parse import urlencode

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .models import User
from .staff_door import at_the_staff_door, on_lost_post

SIGNING_IN = {
    "account_login", "account_logout", "mfa_authenticate", "admin:login", "admin:logout",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
ENROLLING = {"account_logout", "admin:logout", "choose_factor", "factor_picture", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
VERIFYING = {"account_logout", "admin:logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

# What stands alone as a second factor; recovery codes only stand in for one of these.
PRIMARY = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SEEN = "seen_at"
# A request writes the session at most this often, in seconds.
NOTED_EVERY = 60


def enrolled(user: User) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=PRIMARY).exists()


def has_shown(request: HttpRequest) -> bool:
    """Whether a second factor has been shown in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_over(request: HttpRequest, now: float) -> bool:
    """Whether this session has lasted too long, or rested too long. One that does not say when it began is over."""
    records = get_authentication_records(request, request.user)
    if not records or now - records[0]["at"] > settings.SESSION_HOURS * 3600:
        return True
    last = max(request.session.get(SEEN, 0), records[-1]["at"])
    return now - last > settings.IDLE_MINUTES * 60


def note_seen(request: HttpRequest, now: float) -> None:
    """Remember when the person was last here, without writing the session at every request."""
    if now - request.session.get(SEEN, 0) >= NOTED_EVERY:
        request.session[SEEN] = now


def was_signed_in(request: HttpRequest) -> bool:
    """Whether the browser brings a session somebody was signed in with, be it over by now."""
    known = request.session.get(SESSION_KEY) or request.session.is_empty()
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(known)


class SecondFactorMiddleware:
    """Lets a request behind the staff door through, or sends it to what has to be shown first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not at_the_staff_door(request):
            return self.get_response(request)
        request.was_signed_in = was_signed_in(request)
        now = time.time()
        if request.user.is_authenticated and is_over(request, now):
            logout(request)
        elif request.user.is_authenticated:
            note_seen(request, now)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not at_the_staff_door(request):
            return None
        name = request.resolver_match.view_name
        if not request.user.is_authenticated:
            return None if name in SIGNING_IN else to_sign_in(request)
        if not enrolled(request.user):
            return None if name in ENROLLING else towards(request, "choose_factor")
        if not has_shown(request):
            return None if name in VERIFYING else towards(request, "mfa_reauthenticate")
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back again; a form that was sent is offered to whoever keeps it."""
    if request.method == "POST" and (answer := on_lost_post(request)):
        return answer
    query = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    if request.was_signed_in:
        query["ended"] = "yes"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")


def towards(request: HttpRequest, name: str) -> HttpResponse:
    """The way to a page that has to come first, and back again."""
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def factor_changed(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Whoever changes a factor stays signed in here, and is signed out everywhere else."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)


def factor_added(sender, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs) -> None:
    """Setting up a factor is showing it: no second code is asked for."""
    if authenticator.type in PRIMARY:
        post_authentication(request, authenticator)


def factor_removed(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """With the last factor goes what was shown with it."""
    if not enrolled(request.user):
        records = get_authentication_records(request, request.user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one["method"] != "mfa"]
