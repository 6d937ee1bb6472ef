"""Bundles at the desk: one page that shows what is in one, what is still missing, and does all that can be done with it."""

from copy import copy

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin
from collaboration.accounts.permissions import can

from . import bundle_trial, bundling
from .bundle_acts import ACTS, answered
from .bundles import Bundle
from .bundling import NotAll
from .drafting import Refused
from .revisions import Revision

SHOWN = 50


class BundleStateFilter(admin.SimpleListFilter):
    """What has become of a bundle."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("collecting", _("Being put together")), ("scheduled", _("Scheduled")), ("out", _("Out"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        wanted = {"collecting": Q(scheduled_at=None), "scheduled": Q(scheduled_at__isnull=False, moment__gt=now), "out": Q(scheduled_at__isnull=False, moment__lte=now)}
        return queryset.filter(wanted.get(self.value(), Q()))


@admin.register(Bundle)
class BundleAdmin(DeskAdmin):
    """What comes out together."""

    delete_action = "write"
    change_form_template = "admin/editorial/bundle.html"
    list_display = ["name", "publisher", "moment", "state", "things"]
    list_filter = ["publisher", BundleStateFilter]
    list_select_related = ["publisher"]
    search_fields = ["name"]
    fields = ["publisher", "name", "moment", "notice", "notice_until"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_things=Count("members"))

    def has_change_permission(self, request, obj=None):
        """What is out is a record."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_out)

    def has_delete_permission(self, request, obj=None):
        """While it is put together; the things in it stay."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.is_scheduled

    def get_readonly_fields(self, request, obj=None):
        """What is scheduled moves with all that is in it, on the same page."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "moment", "notice", "notice_until"] if obj and obj.is_scheduled else fixed

    @admin.display(description=_("state"), ordering="scheduled_at")
    def state(self, bundle):
        tone, label = ("live", _("Out")) if bundle.is_out else ("scheduled", _("Scheduled")) if bundle.is_scheduled else ("draft", _("Being put together"))
        return format_html('<span class="desk-tag desk-tag--{}">{}</span>', tone, label)

    @admin.display(description=_("things in it"), ordering="number_of_things")
    def things(self, bundle):
        return bundle.number_of_things

    # The page

    def get_urls(self):
        acts = path("<int:object_id>/acts/", self.admin_site.admin_view(self.acts_view), name="collaboration_bundle_acts")
        return [acts, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The settings as a form, and around it what is in the bundle and what may be done."""
        bundle = self.get_object(request, object_id)
        around = self.around(request, bundle) if bundle and self.has_view_permission(request, bundle) else {}
        try:
            return super().change_view(request, object_id, form_url, {**around, **(extra_context or {})})
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.path)

    def around(self, request: HttpRequest, bundle: Bundle) -> dict:
        """What the page shows besides the form."""
        may_write = can(request.user, "write", bundle)
        words = request.GET.get("q", "").strip()[:100]
        is_open = not bundle.is_scheduled and may_write
        return {
            "bundle": bundle, "lines": self.lines(request, bundle), "words": words,
            "may_write": may_write, "may_publish": can(request.user, "publish", bundle),
            "candidates": list(bundling.candidates(bundle, words)[:SHOWN]) if is_open else [],
            "wrong": bundling.wrong_with(bundle) if not bundle.is_scheduled else [], "notice_lacks": bundling.notice_lacks(bundle, request.user),
            "kinds": Revision.Change.choices, "acts_address": reverse("admin:collaboration_bundle_acts", args=[bundle.pk]),
        }  # fmt: skip

    def lines(self, request: HttpRequest, bundle: Bundle) -> list[bundle_trial.Line]:
        """The members, each with what was typed about it or was said of it before, and where it is dealt with."""
        lines, typed = bundle_trial.look(bundle, request.user), answered(request.POST)
        for line in lines:
            said = line.revision
            before = {"kind": said.change_kind, "note": said.change_note, "accepted_because": said.accepted_because} if said else {}
            line.answer = {**before, **typed.get(line.member.pk, {})}
            line.address = reverse(f"admin:collaboration_{line.member.content_type.model}_publishing", args=[line.thing.pk])
        return lines

    # Saving

    def save_model(self, request, obj, form, change):
        """A changed notice wants other eyes again. Nothing is saved over what somebody scheduled meanwhile."""
        if change and bundling.again(obj).scheduled_at != obj.scheduled_at:
            raise Refused(gettext("Somebody has scheduled it or called it off meanwhile. Nothing was saved; look at it as it is now."))
        if not change:
            obj.made_by = request.user
        if "notice" in form.changed_data:
            obj.notice_by, obj.notice_approved_by = request.user, None
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, gettext("The bundle is made. Now put into it what has to come out together."), messages.SUCCESS)
        return redirect("admin:collaboration_bundle_change", obj.pk)

    def response_change(self, request, obj):
        self.message_user(request, gettext("Saved."), messages.SUCCESS)
        return redirect("admin:collaboration_bundle_change", obj.pk)

    # What is done with it

    def acts_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Do what was pressed, and come back with what was done; or the page again, with why not and what was typed."""
        bundle = self.get_object(request, str(object_id))
        if bundle is None or not self.has_view_permission(request, bundle):
            raise Http404("no such bundle at this desk")
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            return redirect("admin:collaboration_bundle_change", object_id)
        try:
            messages.success(request, act(bundle, request))
        except NotAll as refused:
            return self.page_again(request, object_id, refused.because, {line.member.pk: line.refusal for line in refused.lines if line.refusal})
        except Refused as refusal:
            return self.page_again(request, object_id, [str(refusal)], {})
        return redirect("admin:collaboration_bundle_change", object_id)

    def page_again(self, request: HttpRequest, object_id: int, because: list[str], refusals: dict[int, str]) -> HttpResponse:
        """The page as it stands, with why nothing was done."""
        shown = copy(request)
        shown.method = "GET"
        response = self.change_view(shown, str(object_id), extra_context={"because": because})
        for line in response.context_data["lines"]:
            line.refusal = refusals.get(line.member.pk, line.refusal)
        response.context_data["refused"] = [line for line in response.context_data["lines"] if line.member.pk in refusals]
        response.status_code = 422
        return response
