"""Facts, milestones and office-holders at the desk."""

from django.contrib import admin

from collaboration.editorial.admin import PublishableAdmin

from .models import Fact, Milestone, OfficeHolder


@admin.register(Fact)
class FactAdmin(PublishableAdmin):
    list_display = ["key", "value", "topic", "as_at", "source"]
    list_filter = ["topic"]
    search_fields = ["key", "value", "statement"]
    list_select_related = ["source"]
    autocomplete_fields = ["source", "also_in", "disagrees_with"]


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    list_display = ["when", "title"]
    search_fields = ["title"]
    autocomplete_fields = ["sources"]


@admin.register(OfficeHolder)
class OfficeHolderAdmin(PublishableAdmin):
    list_display = ["name", "office", "body", "since", "until", "as_at"]
    list_filter = ["role", "body"]
    search_fields = ["name"]
    list_select_related = ["body"]
    autocomplete_fields = ["sources"]
