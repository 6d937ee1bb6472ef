"""The register at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin

from .models import Agreement, Document


@admin.register(Agreement)
class AgreementAdmin(PublishableAdmin):
    list_display = ["title", "scope", "function", "last_day", "state_today"]
    list_filter = ["scope", "parties"]
    search_fields = ["title", "function"]
    autocomplete_fields = ["units", "successor", "sources"]

    @admin.display(description=_("state today"))
    def state_today(self, agreement):
        return agreement.state.label


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    list_display = ["title", "kind", "dated", "publisher", "publish_at"]
    search_fields = ["title"]
    autocomplete_fields = ["agreements"]
