"""The desk's index: what each room lets be edited, and the two ground-floor rooms that know no desk."""

from django.contrib import admin

from collaboration.accounts import admin as people
from collaboration.accounts.desk import DeskAdmin
from collaboration.agreements import admin as register
from collaboration.contact import admin as enquiries
from collaboration.facts import admin as facts
from collaboration.news import admin as news
from collaboration.pages import admin as pages
from collaboration.pictures import admin as pictures
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.sources.models import Source
from collaboration.units import admin as units

__all__ = ["enquiries", "facts", "news", "pages", "people", "pictures", "register", "units"]


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    list_display = ["title", "published_by", "dated", "grade"]
    list_filter = ["grade"]
    search_fields = ["key", "title", "published_by"]


@admin.register(Publisher)
class PublisherAdmin(DeskAdmin):
    list_display = ["name", "kind", "slug", "host"]
    autocomplete_fields = ["contact_source"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Force)
class ForceAdmin(PublisherAdmin):
    list_display = ["name", "population_words", "area_square_miles"]
    autocomplete_fields = ["area_by_law_source", "area_source", "population_source", "headquarters_source", "districts_source"]


@admin.register(MenuItem)
class MenuItemAdmin(DeskAdmin):
    list_display = ["label", "parent_label", "publisher", "place", "path", "address", "order"]
    list_filter = ["publisher", "place"]
    list_select_related = ["publisher"]
    search_fields = ["label"]
