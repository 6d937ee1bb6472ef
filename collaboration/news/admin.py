"""Releases and media contacts at the desk."""

from django.contrib import admin

from collaboration.accounts.desk import DeskAdmin
from collaboration.editorial.admin import PublishableAdmin

from .models import MediaContact, PressRelease


@admin.register(PressRelease)
class PressReleaseAdmin(PublishableAdmin):
    list_display = ["headline", "publisher", "publish_at", "reference"]
    search_fields = ["headline", "reference"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["units", "agreements", "media_contacts", "sources"]


@admin.register(MediaContact)
class MediaContactAdmin(DeskAdmin):
    list_display = ["name", "publisher", "as_issued_in"]
    search_fields = ["name"]
    list_select_related = ["publisher"]
