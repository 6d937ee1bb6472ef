"""Pages at the desk."""

from django.contrib import admin

from collaboration.editorial.admin import PublishableAdmin

from .models import Page


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    list_display = ["title", "publisher", "path", "publish_at", "last_checked_on"]
    search_fields = ["title", "path"]
