"""What the home of the desk shows first, and the lists behind its numbers."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.editorial.keeping import address_of_form
from collaboration.editorial.revisions import Kept
from collaboration.paging import page_of

from .awaiting import BY_NAME, awaiting, going_out
from .awaiting_rows import BRINGS, row_of

A_SCREEN = 50
# Texts that were kept and not saved; more than a handful is a rare evening.
KEPT = 5


def home_of_desk(request: HttpRequest) -> dict:
    """What the home of the desk shows: numbers by office, what goes out soon, and what somebody typed and did not save."""
    kept = Kept.objects.filter(user=request.user).select_related("content_type").order_by("-kept_at")[:KEPT]
    groups = awaiting(request.user, request.publishers)
    soon = any(one.kind == "soon" for _office, numbers in groups for one in numbers)
    return {
        "groups": groups,
        "soon": [row_of(one, "soon") for one in going_out(request.user)] if soon else [],
        "kept": [(one, f"{address_of_form(one.content_type, one.object_id)}?put_back=offered") for one in kept],
    }


@require_safe
def awaiting_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything of one kind that awaits this person, at one office or at all of theirs."""
    wanted = BY_NAME.get(kind)
    office = next((one for one in request.publishers if one.slug == request.GET.get("office")), None)
    if wanted is None or not wanted.concerns(request.user) or ("office" in request.GET and office is None):
        raise Http404("nothing of that kind awaits this person")
    found = wanted.found(request.user, timezone.now()).select_related(*BRINGS.get(wanted.model, ("publisher",)))
    page = page_of(found.filter(publisher=office) if office else found, request, A_SCREEN)
    context = {
        **admin.site.each_context(request), "title": wanted.label, "kind": kind, "office": office, "page": page, "rows": [row_of(one, kind) for one in page],
    }  # fmt: skip
    return TemplateResponse(request, "admin/awaiting_list.html", context)
