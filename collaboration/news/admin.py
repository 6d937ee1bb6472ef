"""Releases and media contacts at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin
from collaboration.editorial.admin import PublishableAdmin

from .models import MediaContact, PressRelease, Topic


@admin.register(PressRelease)
class PressReleaseAdmin(PublishableAdmin):
    """A release: what it says, whom to ask, what it is about."""

    list_display = ["headline", "publisher", "publish_at", "reference", "changed_at"]
    date_hierarchy = "publish_at"
    search_fields = ["headline", "reference", "summary"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["units", "agreements", "media_contacts", "pictures", "documents", "sources"]
    fieldsets = [
        (None, {"fields": ["publisher", "headline", "summary", "body"]}),
        (_("For journalists"), {"fields": ["notes_to_editors", "media_contacts", "pictures", "documents"]}),
        (_("What it is about"), {"fields": ["topics", "forces", "units", "agreements", "sources"]}),
        (_("Particulars"), {"fields": ["slug", "reference", "events_on", "record_note"]}),
    ]


@admin.register(MediaContact)
class MediaContactAdmin(DeskAdmin):
    """Whom journalists ask. A change is public at once, so publishers make it."""

    change_action = "publish"
    list_display = ["name", "publisher", "phones", "email", "as_issued_in"]
    list_filter = ["publisher"]
    search_fields = ["name"]
    list_select_related = ["publisher"]
    fields = ["publisher", "name", "phones", "hours", "out_of_hours", "email", "as_issued_in"]


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    """The topics of all newsrooms: everybody may choose from them, the programme keeps them. A change is public at once."""

    office_field = None
    change_action = "publish"
    list_display = ["name", "slug", "order"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "order"]
