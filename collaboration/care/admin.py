"""At the desk: redirects, missing addresses, and outside links with what was found out about them."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin
from collaboration.editorial.importing import Importing
from collaboration.redirects.importing import RedirectTable
from collaboration.redirects.models import MissingAddress, Redirect

from .forms import LeadOn
from .links import used_on
from .models import NIGHTS_UNTIL_BROKEN, OutsideLink
from .standing import taken

TEND = "tend"


def forget_missing(redirect: Redirect) -> None:
    """What leads on is missing no more."""
    MissingAddress.objects.filter(publisher=redirect.publisher_id, path=redirect.path).delete()


@admin.register(Redirect)
class RedirectAdmin(Importing, DeskAdmin):
    """Old addresses and where they lead."""

    view_action = add_action = change_action = delete_action = TEND
    list_display = ["path", "target", "publisher", "made_at", "made_by", "why"]
    list_filter = ["publisher"]
    list_select_related = ["publisher", "made_by"]
    search_fields = ["path", "target", "why"]
    fields = ["publisher", "path", "target", "why"]

    def table_for(self, request):
        return RedirectTable(request.user, request.publishers, {office.pk for office in self.offices_to_write_for(request)}, taken)

    def save_model(self, request, obj, form, change):
        obj.made_by = request.user
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            forget_missing(obj)


@admin.register(MissingAddress)
class MissingAddressAdmin(DeskAdmin):
    """Addresses that people asked for in vain. Opening one offers where it could lead."""

    view_action = change_action = delete_action = TEND
    add_action = None
    list_display = ["path", "publisher", "count", "first_on", "last_on"]
    list_filter = ["publisher"]
    list_select_related = ["publisher"]
    search_fields = ["path"]
    ordering = ["-count", "path"]

    def get_actions(self, request):
        """Several may be forgotten at once; the page that asks first is Django's own."""
        return super(DeskAdmin, self).get_actions(request)

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None) -> HttpResponse:
        """The nearest addresses to choose from; one press makes the redirect."""
        missing = self.get_object(request, object_id)
        if missing is None or not self.has_change_permission(request, missing):
            return super().change_view(request, object_id, form_url, extra_context)
        form = LeadOn(missing, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self.led_on(request, form.redirect)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "missing": missing, "form": form, "errors": form.errors, "title": _("Where should it lead?")}
        return TemplateResponse(request, "admin/care/lead_on.html", context)

    def led_on(self, request: HttpRequest, redirect: Redirect) -> HttpResponse:
        redirect.made_by = request.user
        with transaction.atomic():
            redirect.save()
            forget_missing(redirect)
        admin.site.get_model_admin(Redirect).log_addition(request, redirect, [{"added": {}}])
        said = gettext("/%(path)s/ leads to %(target)s now.") % {"path": redirect.path, "target": redirect.target}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:collaboration_missingaddress_changelist"))


class LinkStateFilter(admin.SimpleListFilter):
    """How an outside link fares."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("broken", _("Broken")), ("failing", _("Failing since lately")), ("well", _("Well")), ("fine", _("Called fine")), ("unchecked", _("Not checked yet"))]

    def queryset(self, request, queryset):
        asked = queryset.filter(is_fine=False)
        narrowed = {
            "broken": queryset.broken(),
            "failing": asked.filter(failures__gt=0, failures__lt=NIGHTS_UNTIL_BROKEN),
            "well": asked.filter(failures=0, checked_on__isnull=False),
            "fine": queryset.filter(is_fine=True),
            "unchecked": asked.filter(checked_on__isnull=True),
        }
        return narrowed.get(self.value(), queryset)


@admin.register(OutsideLink)
class OutsideLinkAdmin(DeskAdmin):
    """Where our public text leads out, and how it answered. Writers see it too: it is they who mend a link."""

    view_action, change_action, add_action = "view", TEND, None
    list_display = ["address", "publisher", "state", "last_answer", "checked_on", "failures"]
    list_filter = [LinkStateFilter, "publisher"]
    list_select_related = ["publisher"]
    search_fields = ["address", "last_failure"]
    fields = ["visit", "publisher", "last_answer", "checked_on", "failures", "where_used", "is_fine", "fine_why", "fine_by"]
    readonly_fields = ["visit", "publisher", "last_answer", "checked_on", "failures", "where_used", "fine_by"]

    def save_model(self, request, obj, form, change):
        obj.fine_by = request.user if obj.is_fine else None
        obj.fine_why = obj.fine_why if obj.is_fine else ""
        super().save_model(request, obj, form, change)

    @admin.display(description=_("state"))
    def state(self, link: OutsideLink) -> str:
        if link.is_fine:
            return gettext("Called fine")
        if link.checked_on is None:
            return gettext("Not checked yet")
        return gettext("Broken") if link.is_broken else gettext("Failing") if link.failures else gettext("Well")

    @admin.display(description=_("last answer"))
    def last_answer(self, link: OutsideLink) -> str:
        return link.last_failure or (gettext("answered %(status)s") % {"status": link.last_status} if link.last_status else "")

    @admin.display(description=_("address"))
    def visit(self, link: OutsideLink) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', link.address)

    @admin.display(description=_("used on"))
    def where_used(self, link: OutsideLink) -> str:
        rows = [(desk_address(thing), thing._meta.verbose_name, thing) for thing in used_on(link)]
        return format_html_join(", ", '<a href="{}">{}: {}</a>', rows) or gettext("A menu, the contact details or the list of sources")


def desk_address(thing) -> str:
    return reverse(f"admin:collaboration_{thing._meta.model_name}_change", args=[thing.pk])
