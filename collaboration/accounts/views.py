"""The account of the person signed in: what they sign in with, and how to end it everywhere."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .second_factor import PRIMARY, enrolled


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
