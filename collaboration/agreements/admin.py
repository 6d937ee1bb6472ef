"""The register at the desk."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin
from collaboration.editorial.drafting import fields_to_edit
from collaboration.editorial.importing import ImportingDrafts
from collaboration.editorial.kept_files import WithFile
from collaboration.files.reasons import sentences_for

from .importing import AgreementTable
from .models import Agreement, Document


@admin.register(Agreement)
class AgreementAdmin(ImportingDrafts, PublishableAdmin):
    """An agreement: what it is about, who is party, its dates, where it is published."""

    list_display = ["title", "scope", "function", "last_day", "state_today"]
    list_filter = [*PublishableAdmin.list_filter, "scope", "parties"]
    search_fields = ["title", "function"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["units", "successor", "sources"]
    fieldsets = [
        (None, {"fields": ["publisher", "title", "scope", "function", "summary", "body"]}),
        (_("Who is party to it"), {"fields": ["parties", "parties_words", "parties_not_stated", "lead_force"]}),
        (_("Its dates"), {"fields": ["signed_on", "starts_on", "ends_on", "extended_until", "ended_on", "successor"]}),
        (_("How it is published"), {"fields": ["publication_form", "listed_by", "listed_as_at", "statutory_basis", "sources"]}),
        (_("Where it stands"), {"fields": ["units", "slug", "order"]}),
    ]

    def table_for(self, request):
        programme = next(one for one in request.publishers if one.is_programme)
        return AgreementTable(request.user, programme, lambda model: self.choosable(request, model))

    @admin.display(description=_("state today"))
    def state_today(self, agreement):
        return agreement.state.label


@admin.register(Document)
class DocumentAdmin(WithFile, PublishableAdmin):
    """A file the public can download."""

    list_display = ["title", "kind", "dated", "publisher", "publish_at"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["agreements"]
    readonly_fields = ["looked_at"]
    fieldsets = [
        (None, {"fields": ["publisher", "title", "file", "looked_at", "kind", "dated", "language"]}),
        (_("Where it stands"), {"fields": ["agreements", "slug"]}),
    ]

    @admin.display(description=_("what is in the file"))
    def looked_at(self, document):
        """The file of the draft, to open, and what its publisher should think about."""
        stored = self.stored_now(document)
        if not stored:
            return _("Once you have saved, you can open the file here and see what was found in it.")
        draft = fields_to_edit(document)
        link = format_html('<a href="{}">{}</a> ({})', self.kept_file_address(document, stored), _("Open the file"), filesizeformat(draft.get("size") or 0))
        found = sentences_for(draft.get("file_findings") or "")
        return format_html("{}{}", link, format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in found))) if found else "")
