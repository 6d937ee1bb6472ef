"""Enquiries at the staff door: read and marked by the office they went to, changed by nobody."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from collaboration.accounts.desk import DeskAdmin
from collaboration.accounts.permissions import can

from .models import Enquiry
from .reading import announced, mark_answered, mark_not_answered, opened

READ = "read enquiries"


class StateFilter(admin.SimpleListFilter):
    """What is to be done with an enquiry."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("unread", _("Unread")), ("to-answer", _("To answer")), ("answered", _("Answered"))]

    def queryset(self, request, queryset):
        narrowed = {"unread": queryset.unread, "to-answer": queryset.to_answer, "answered": queryset.answered}
        return narrowed.get(self.value(), queryset.all)()


@admin.register(Enquiry)
class EnquiryAdmin(DeskAdmin):
    """What visitors wrote, newest first. The list shows nothing of a message; opening one is written down."""

    view_action = READ
    add_action = change_action = None
    # A list of enquiries leaves this site in no file.
    can_be_exported = False

    list_display = ["reference", "kind", "publisher", "subject", "sent_at", "read_at", "answered_at"]
    list_filter = [StateFilter, "kind", "publisher"]
    list_select_related = ["publisher"]
    search_fields = ["reference", "subject", "name"]
    search_help_text = _("Searches reference, subject and name.")
    date_hierarchy = "sent_at"
    actions = ["mark_as_answered"]
    change_form_template = "admin/contact/enquiry.html"
    fields = ["reference", "kind", "about", "publisher", "sent_at", "name", "email", "phone", "subject", "message"]
    readonly_fields = fields

    def get_urls(self):
        answered = path("<int:number>/answered/", self.admin_site.admin_view(self.answered), name="collaboration_enquiry_answered")
        return [answered, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        """The enquiry, once its reading has been written down."""
        enquiry = self.get_object(request, object_id)
        context = {}
        if enquiry and self.has_view_permission(request, enquiry):
            if request.method == "GET":
                opened(enquiry, request.user)
            context = {"readings": enquiry.readings.select_related("reader"), "notice_to_office": announced(enquiry)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    @method_decorator(require_POST)
    def answered(self, request: HttpRequest, number: int) -> HttpResponse:
        """Mark one enquiry as answered, or take the mark back."""
        enquiry = get_object_or_404(self.get_queryset(request), pk=number)
        if not can(request.user, READ, enquiry):
            raise PermissionDenied
        if request.POST.get("answered") == "no":
            self.take_mark_back(request, enquiry)
        else:
            self.mark(request, enquiry)
        return HttpResponseRedirect(reverse("admin:collaboration_enquiry_changelist"))

    def mark(self, request: HttpRequest, enquiry: Enquiry) -> bool:
        """Mark it, and write down who did; whether this call did."""
        is_new = mark_answered(enquiry, request.user)
        if is_new:
            self.log_change(request, enquiry, gettext("Marked as answered."))
            self.message_user(request, gettext("%(reference)s is marked as answered.") % {"reference": enquiry.reference}, messages.SUCCESS)
        return is_new

    def take_mark_back(self, request: HttpRequest, enquiry: Enquiry) -> None:
        if mark_not_answered(enquiry):
            self.log_change(request, enquiry, gettext("The mark “answered” was taken back."))
            self.message_user(request, gettext("%(reference)s is to be answered again.") % {"reference": enquiry.reference}, messages.SUCCESS)

    @admin.action(description=_("Mark as answered …"))
    def mark_as_answered(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Asks first; then looks at each row once more."""
        chosen = [one for one in queryset.to_answer() if can(request.user, READ, one)]
        if not request.POST.get("confirmed"):
            context = {**self.admin_site.each_context(request), "opts": self.opts, "chosen": chosen, "title": _("Mark as answered")}
            return TemplateResponse(request, "admin/contact/confirm_answered.html", context)
        marked = [enquiry for enquiry in chosen if mark_answered(enquiry, request.user)]
        for enquiry in marked:
            self.log_change(request, enquiry, gettext("Marked as answered."))
        said = ngettext("%(number)s enquiry is marked as answered.", "%(number)s enquiries are marked as answered.", len(marked))
        self.message_user(request, said % {"number": len(marked)}, messages.SUCCESS)
        return None
