"""Facts, milestones and office-holders at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin

from .models import Fact, Milestone, OfficeHolder


@admin.register(Fact)
class FactAdmin(PublishableAdmin):
    """A figure with its date and its source."""

    list_display = ["key", "value", "topic", "as_at", "source"]
    list_filter = [*PublishableAdmin.list_filter, "topic"]
    search_fields = ["key", "value", "statement"]
    list_select_related = ["publisher", "source"]
    autocomplete_fields = ["source", "also_in", "disagrees_with"]
    fieldsets = [
        (None, {"fields": ["publisher", "value", "statement", "as_at", "topic"]}),
        (_("Where it comes from"), {"fields": ["source", "also_in", "disagrees_with"]}),
        (_("Where it stands"), {"fields": ["key", "order"]}),
    ]


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    """An event in the history."""

    list_display = ["when", "title", "changed_at"]
    search_fields = ["title"]
    prepopulated_fields = {"key": ["title"]}
    autocomplete_fields = ["sources"]
    fieldsets = [(None, {"fields": ["publisher", "title", "happened_on", "date_words", "text", "sources", "key"]})]


@admin.register(OfficeHolder)
class OfficeHolderAdmin(PublishableAdmin):
    """A person's term in an office."""

    list_display = ["name", "office", "body", "since", "until", "as_at"]
    list_filter = [*PublishableAdmin.list_filter, "role", "body"]
    search_fields = ["name"]
    list_select_related = ["publisher", "body"]
    autocomplete_fields = ["sources"]
    prepopulated_fields = {"key": ["name"]}
    fieldsets = [
        (None, {"fields": ["publisher", "name", "body", "role", "role_words", "party"]}),
        (_("When"), {"fields": ["since", "until", "in_post_at", "as_at"]}),
        (_("Where it comes from"), {"fields": ["sources", "note", "key"]}),
    ]
