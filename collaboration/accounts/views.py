"""The account of the person signed in: what they sign in with, and how to end it everywhere."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .second_factor import PRIMARY, enrolled

FILE_MINUTES = 10


@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do for whom, and what I sign in with."""
    factors = Authenticator.objects.filter(user=request.user, type__in=PRIMARY).order_by("type", "created_at")
    roles = request.user.memberships.select_related("publisher").order_by("publisher__order", "role")
    return render(request, "account/own_account.html", {"factors": factors, "roles": roles})


@require_safe
def choose_factor(request: HttpRequest) -> HttpResponse:
    """The page somebody without a second factor is led to."""
    return redirect("mfa_index") if enrolled(request.user) else render(request, "account/choose_factor.html")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the person, this one included."""
    request.user.end_sessions()
    logout(request)
    messages.success(request, _("You have been signed out on every device."))
    return redirect("account_login")


@require_safe
def factor_picture(request: HttpRequest) -> HttpResponse:
    """The square for the camera of an authenticator app that is being set up. It is a secret, and is kept nowhere."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404("no app is being set up")
    adapter = get_adapter()
    return HttpResponse(adapter.build_totp_svg(adapter.build_totp_url(request.user, secret)), content_type="image/svg+xml")


@require_safe
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The recovery codes as a file, for some minutes after they were shown; later nothing shows them again."""
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if not codes or time.time() - codes.data.get("viewed_at", 0) > FILE_MINUTES * 60:
        messages.warning(request, _("The recovery codes cannot be shown again. Make new ones if you have not kept them."))
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")
    answer = render(request, "mfa/recovery_codes/download.txt", {"unused_codes": codes.wrap().get_unused_codes()}, content_type="text/plain")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer
