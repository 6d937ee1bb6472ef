"""The tracker at the desk: each office keeps its own rows, the programme's people keep the list of duties."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collaboration.accounts.desk import DeskAdmin, DeskForm
from collaboration.publishers.models import Publisher

from .models import OFFICES, Duty, Standing


@admin.register(Duty)
class DutyAdmin(DeskAdmin):
    """What the law asks for. It changes when the Order does."""

    office_field = None
    add_action = change_action = "publish"
    list_display = ["paragraph", "title", "group", "rhythm"]
    list_filter = ["group"]
    search_fields = ["paragraph", "title"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "paragraph", "group", "rhythm", "since", "slug", "order"]

    def save_model(self, request, obj, form, change):
        """A new duty gets its row for every office at once."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            offices = Publisher.objects.filter(kind=OFFICES)
            Standing.objects.bulk_create([Standing(publisher=office, duty=obj) for office in offices], ignore_conflicts=True)


class StandingForm(DeskForm):
    """A newer check moves the day of the next one, unless that was given too."""

    def clean(self):
        cleaned = super().clean()
        if "checked_on" in self.changed_data and "due_on" not in self.changed_data:
            cleaned["due_on"] = None
        return cleaned

    class Meta:
        model = Standing
        fields = forms.ALL_FIELDS


class DueFilter(admin.SimpleListFilter):
    """Whether the check is late."""

    title = _("check")
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [("late", _("Late")), ("unchecked", _("Never checked")), ("unknown", _("No link known"))]

    def queryset(self, request, queryset):
        narrowed = {
            "late": queryset.filter(due_on__lt=timezone.localdate()),
            "unchecked": queryset.filter(checked_on__isnull=True).exclude(address=""),
            "unknown": queryset.filter(address=""),
        }
        return narrowed.get(self.value(), queryset)


@admin.register(Standing)
class StandingAdmin(DeskAdmin):
    """Where the office publishes each item. A change is public at once, so publishers make it."""

    form = StandingForm
    change_action = "publish"
    # A duty comes with a row for every office.
    add_action = None
    list_display = ["duty", "publisher", "state_today", "checked_on", "due_on", "address"]
    list_filter = [DueFilter, "publisher"]
    list_select_related = ["publisher", "duty"]
    search_fields = ["duty__paragraph", "duty__title", "note"]
    fields = ["publisher", "duty", "address", "checked_on", "due_on", "note"]
    actions = ["checked_today"]

    @admin.display(description=_("state"))
    def state_today(self, standing: Standing) -> str:
        return standing.state.label

    @admin.action(description=_("Found there today: note the check"), permissions=["change"])
    def checked_today(self, request: HttpRequest, queryset) -> None:
        """Notes today's check for those that have a link and that the person may change, row by row."""
        noted = 0
        for standing in queryset.select_related("publisher", "duty").exclude(address=""):
            if self.has_change_permission(request, standing):
                standing.checked_on, standing.due_on = timezone.localdate(), None
                standing.save()
                self.log_change(request, standing, [{"changed": {"fields": ["last checked"]}}])
                noted += 1
        said = ngettext("The check of %(count)s item is noted.", "The checks of %(count)s items are noted.", noted) % {"count": noted}
        left = queryset.count() - noted
        if left:
            said += " " + ngettext("%(count)s was left: it has no link.", "%(count)s were left: they have no link.", left) % {"count": left}
        self.message_user(request, said, messages.SUCCESS if noted else messages.WARNING)
