"""The history of a thing at the desk: every version, who, when and why; what differs between any two; and bringing one back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collaboration.accounts.permissions import can

from . import snapshots
from .drafting import Refused, restore
from .merging import differences
from .models import Publishable
from .public_history import hide_differences
from .revisions import Revision

A_PAGE = 50


@dataclass
class Change:
    """One field that differs between two versions."""

    label: str
    words: SafeString


def changes_between(model: type[Publishable], before: dict, after: dict) -> list[Change]:
    """The fields in which two snapshots differ, each word by word."""
    fields = [field for field in snapshots.drafted(model) if before.get(field.name) != after.get(field.name)]
    return [Change(str(field.verbose_name), differences(field, before.get(field.name), after.get(field.name))) for field in fields]


def history_view(desk_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every version and every act, newest first; a POST brings a version back as a draft, or hides its words from the public history."""
    thing = desk_admin.object_or_404(request, object_id)
    if request.method == "POST":
        return (hide if "hide" in request.POST else bring_back)(desk_admin, request, thing)
    versions = Revision.objects.of_thing(thing).select_related("author", "approved_by", "published_by", "submitted_by", "returned_by")
    acts = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(thing), object_id=str(thing.pk)).select_related("user")
    context = desk_admin.page_context(request, thing, _("History")) | {
        "versions": Paginator(versions, A_PAGE).get_page(request.GET.get("page")),
        "acts": acts.order_by("-action_time")[:A_PAGE],
        "may_write": can(request.user, "write", thing),
        "may_hide": can(request.user, "administer", thing),
        **compared(request, thing),
    }
    return TemplateResponse(request, "admin/editorial/history.html", context)


def compared(request: HttpRequest, thing: Publishable) -> dict:
    """The two versions asked for, the older first, and what differs; nothing where none are asked for."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(one.isdecimal() and len(one) < 10 for one in asked):
        return {}
    older, newer = sorted(int(one) for one in asked)
    found = {one.number: one for one in Revision.objects.of_thing(thing).filter(number__in=(older, newer)).select_related("author")}
    if older not in found or newer not in found:
        raise Http404("there is no such version")
    changes = changes_between(type(thing), found[older].fields, found[newer].fields)
    return {"older": found[older], "newer": found[newer], "changes": changes}


def bring_back(desk_admin, request: HttpRequest, thing: Publishable) -> HttpResponse:
    """Make an old version the open draft, and go to it."""
    if not can(request.user, "write", thing):
        raise PermissionDenied
    found = Revision.objects.of_thing(thing).get_numbered(request.POST.get("number", ""))
    try:
        draft = restore(found, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("Version %(old)s is back as draft %(new)s. Nothing has changed in public.") % {"old": found.number, "new": draft.number})
    return redirect(desk_admin.address("change", thing))


def hide(desk_admin, request: HttpRequest, thing: Publishable) -> HttpResponse:
    """Hide the words that a version changed from the public history, for a reason the public sees; without one, show them again."""
    if not can(request.user, "administer", thing):
        raise PermissionDenied
    found = Revision.objects.of_thing(thing).get_numbered(request.POST["hide"])
    hide_differences(found, request.user, request.POST.get("because", ""))
    messages.success(request, _("The public history shows your reason instead of those words.") if found.differences_hidden_because else _("The public history shows those words again."))
    return redirect(request.path)
