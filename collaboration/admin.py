"""The desk's index: what each room lets be edited, and the two ground-floor rooms that know no desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from collaboration.accounts import admin as people
from collaboration.accounts.desk import DeskAdmin
from collaboration.accounts.permissions import everywhere
from collaboration.agreements import admin as register
from collaboration.alerts import admin as alerts
from collaboration.care import admin as care
from collaboration.contact import admin as enquiries
from collaboration.duties import admin as duties
from collaboration.editorial import bundle_admin as bundles
from collaboration.facts import admin as facts
from collaboration.news import admin as news
from collaboration.pages import admin as pages
from collaboration.pictures import admin as pictures
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.search import admin as search
from collaboration.sources.models import Source
from collaboration.units import admin as units

__all__ = ["alerts", "bundles", "care", "duties", "enquiries", "facts", "news", "pages", "people", "pictures", "register", "search", "units"]


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    """What statements rest on: everybody may choose from it, the programme keeps it. A change is public at once."""

    office_field = None
    change_action = "publish"
    list_display = ["title", "published_by", "dated", "grade"]
    list_filter = ["grade"]
    search_fields = ["key", "title", "published_by"]
    prepopulated_fields = {"key": ["title"]}


@admin.register(Publisher)
class PublisherAdmin(DeskAdmin):
    """An organisation and its site. The manager of an office looks after its notice and how it is reached."""

    office_field = "pk"
    view_action = "view"
    change_action = "manage"
    add_action = None
    list_display = ["name", "kind", "slug", "host"]
    ordering = ["order", "name"]
    autocomplete_fields = ["contact_source"]
    # What a manager may change; the rest is the programme's to set.
    theirs = ["notice", "notice_from", "notice_until", "enquiries_email", "postal_address", "phone", "email", "website", "contact_as_at", "contact_source"]
    fieldsets = [
        (_("Notice above every page"), {"fields": ["notice", "notice_from", "notice_until"]}),
        (_("How the office is reached"), {"fields": ["enquiries_email", "postal_address", "phone", "email", "website", "contact_as_at", "contact_source"]}),
        (_("Names"), {"fields": ["name", "short_name", "wordmark", "strapline", "copyright_line"]}),
        (_("The site"), {"fields": ["slug", "host", "theme", "kind", "force", "order"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        every = [field for _heading, part in self.fieldsets for field in part["fields"]]
        return [] if everywhere(request.user) else [field for field in every if field not in self.theirs]


@admin.register(Force)
class ForceAdmin(DeskAdmin):
    """A force area and its figures, each with its source. A change is public at once."""

    office_field = None
    change_action = "publish"
    add_action = None
    list_display = ["name", "population_words", "area_square_miles"]
    ordering = ["order", "name"]
    autocomplete_fields = ["area_by_law_source", "area_source", "population_source", "headquarters_source", "districts_source"]


@admin.register(MenuItem)
class MenuItemAdmin(DeskAdmin):
    """An entry of a menu of one's own site."""

    add_action = change_action = delete_action = "manage"
    list_display = ["label", "parent_label", "publisher", "place", "path", "address", "order"]
    list_filter = ["publisher", "place"]
    list_select_related = ["publisher"]
    search_fields = ["label"]
