"""Pages at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin

from .models import Page


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    """A page of text, its words first and its place in the site after them."""

    list_display = ["title", "publisher", "path", "last_checked_on", "changed_at"]
    search_fields = ["title", "path", "summary"]
    acts = (*PublishableAdmin.acts, "checked")
    fieldsets = [
        (None, {"fields": ["publisher", "title", "summary", "body", "aside"]}),
        (_("Where it stands"), {"fields": ["path", "menu_title", "order", "show_chapters", "chapters_heading"]}),
        (_("Keeping it right"), {"fields": ["last_checked_on", "owner", "record_note"]}),
    ]
