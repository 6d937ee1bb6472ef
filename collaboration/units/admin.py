"""Units and bodies at the desk."""

from django.contrib import admin

from collaboration.editorial.admin import PublishableAdmin

from .models import Unit


@admin.register(Unit)
class UnitAdmin(PublishableAdmin):
    list_display = ["name", "abbreviation", "kind", "parent", "status"]
    list_filter = ["kind", "status"]
    search_fields = ["name", "abbreviation"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent", "successor", "sources"]
