"""Signing up, saying yes, one's own page and leaving. Nothing here sets a cookie or is kept by a cache.

No form carries a token against forgery: the first one does what anybody may do, and whoever could forge
another would need the secret in its address.
"""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.editorial.preview import never_kept
from collaboration.senders import client_address, sender_key

from . import asking, keeping, links
from .changing import CHANGES
from .forms import AddForm, SignUpForm

ENOUGH = _("This was not sent. We have written as many of these e-mails in the last hour as we may. Please try again in an hour.")
HOUR = 60 * 60


def secret(view):
    """The view of a secret address: kept by nobody, found by no search engine, told to no other site."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        return never_kept(view(request, token))

    return guarded


def gone(request: HttpRequest) -> HttpResponse:
    """What every link answers that opens nothing, whether it is old or was never ours."""
    return render(request, "alerts/gone.html", status=410)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """The form to sign up."""
    form = SignUpForm(request.publisher, request.POST if request.method == "POST" else None, asked=request.GET)
    too_many = False
    if form.is_bound and form.is_valid():
        try:
            sender = sender_key(client_address(request))
            asking.ask_for(form.wish(), form.cleaned_data["email"], request.publisher, sender, form.key.secret)
            return redirect("alerts:asked")
        except asking.TooMany:
            form.refuse(ENOUGH)
            too_many = True
    response = render(request, "alerts/alerts.html", {"form": form}, status=429 if too_many else 200)
    if too_many:
        response.headers["Retry-After"] = str(HOUR)
    return response


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: the same for every address."""
    return never_kept(render(request, "alerts/asked.html"))


@secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that says yes; programs that open the links of a letter press none."""
    alert = links.alert_of(token)
    if alert is None:
        return gone(request)
    if request.method == "POST":
        asking.confirm(alert)
    is_confirmed = request.method == "POST" or alert.since is not None
    mine = links.address(links.MINE, alert.subscriber) if is_confirmed else ""
    return render(request, "alerts/confirm.html", {"alert": alert, "mine": mine})


@secret
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """A subscriber's own page: what they get, and how to change it."""
    subscriber = links.subscriber_of(links.MINE, token)
    if subscriber is None:
        return gone(request)
    form = AddForm(request.POST if request.POST.get("act") == "add" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        is_left = CHANGES.get(request.POST.get("act"), CHANGES["nothing"])(subscriber, request.POST, form)
        return redirect(request.path) if is_left else render(request, "alerts/leave.html")
    held = subscriber.alerts.confirmed().select_related("publisher", "force", "topic")
    return render(request, "alerts/mine.html", {"subscriber": subscriber, "held": held, "form": form, "leave": links.address(links.LEAVE, subscriber)})


@secret
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button that ends it all. A mail program presses it too (RFC 8058), and may do so twice."""
    subscriber = links.subscriber_of(links.LEAVE, token)
    if request.method == "POST":
        if subscriber:
            keeping.erase(subscriber)
        return render(request, "alerts/leave.html")
    return render(request, "alerts/leave.html", {"subscriber": subscriber}) if subscriber else gone(request)
