"""Units and bodies at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin

from .models import Unit


@admin.register(Unit)
class UnitAdmin(PublishableAdmin):
    """A unit: what it is, who takes part, since when."""

    list_display = ["name", "kind", "status", "since", "changed_at"]
    list_filter = [*PublishableAdmin.list_filter, "kind", "status"]
    search_fields = ["name", "abbreviation", "function"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent", "successor", "sources"]
    fieldsets = [
        (None, {"fields": ["publisher", "name", "abbreviation", "kind", "function", "summary", "body"]}),
        (_("Who takes part"), {"fields": ["forces", "participation_note", "lead_force", "parent"]}),
        (_("Since when"), {"fields": ["since", "until", "status", "status_as_at", "successor"]}),
        (_("Where it stands"), {"fields": ["slug", "website", "sources", "order"]}),
    ]
