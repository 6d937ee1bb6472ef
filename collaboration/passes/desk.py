"""Passes at the desk: a part of the page on which a release is published, and that part by itself."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can
from collaboration.editorial.deciding import PARTS
from collaboration.editorial.drafting import Refused
from collaboration.editorial.models import Publishable
from collaboration.news.models import PressRelease

from .models import EmbargoPass
from .passing import close, is_under_embargo, make, passes_of


class PassForm(forms.ModelForm):
    """For whom a pass is."""

    class Meta:
        model = EmbargoPass
        fields = ["name", "outlet", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", auto_id="id_pass_%s", **kwargs)


def part(thing: Publishable, user: User) -> dict | None:
    """What the publishing page shows of passes, to whoever may publish the release."""
    return about(thing) if isinstance(thing, PressRelease) and can(user, "publish", thing) else None


PARTS.append(part)


def about(release: PressRelease, form: PassForm | None = None) -> dict:
    """The passes of a release, and the form for another one where it is under embargo."""
    address = reverse("collaboration_pressrelease_passes", args=[release.pk])
    return {"template": "admin/passes/part.html", "passes": passes_of(release), "form": form or PassForm(), "may_make": is_under_embargo(release), "address": address}


def passes_of_release(request: HttpRequest, number: int) -> HttpResponse:
    """The passes of one release; a POST makes or closes one, and leads back to where the release is published."""
    desk_admin = admin.site.get_model_admin(PressRelease)
    release = desk_admin.object_or_404(request, str(number))
    if not can(request.user, "publish", release):
        raise PermissionDenied
    form = PassForm(request.POST if request.POST.get("act") == "make" else None)
    if request.method == "POST":
        try:
            if said := carried_out(release, form, request):
                messages.success(request, said)
                return HttpResponseRedirect(f"{desk_admin.address('publishing', release)}#passes")
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = desk_admin.page_context(request, release, _("Embargo passes")) | {"part": about(release, form)}
    return TemplateResponse(request, "admin/passes/page.html", context, status=422 if request.method == "POST" else 200)


def carried_out(release: PressRelease, form: PassForm, request: HttpRequest) -> str:
    """Make or close a pass; returns the sentence that says so, or nothing where the form was not right. Raises Refused."""
    if request.POST.get("act") == "make":
        if not form.is_valid():
            return ""
        one = make(release, request.user, **form.cleaned_data)
        sent = _("Its address has been sent to %(email)s and stands below.") % {"email": one.email} if one.email else _("Copy its address below and send it to nobody else.")
        return _("The pass of %(name)s is made.") % {"name": one.name} + " " + sent
    found = EmbargoPass.objects.filter(release=release, pk=request.POST.get("pass", "")).first() if request.POST.get("pass", "").isdecimal() and len(request.POST["pass"]) < 18 else None
    if found is None:
        raise Refused(_("There is no such pass."))
    close(found, request.user)
    return _("The pass of %(name)s is closed.") % {"name": found.name}
