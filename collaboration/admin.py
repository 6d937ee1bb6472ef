"""The index of what can be edited at the staff door."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin
from collaboration.accounts.models import Membership, User
from collaboration.agreements.models import Agreement, Document
from collaboration.contact.models import Enquiry
from collaboration.facts.models import Fact, Milestone, OfficeHolder
from collaboration.news.models import MediaContact, PressRelease
from collaboration.pages.models import Page
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit

admin.site.unregister(Group)


class PublishableAdmin(DeskAdmin):
    """Something with dates of publication and withdrawal."""

    list_filter = ["publisher"]
    list_select_related = ["publisher"]


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    list_display = ["title", "publisher", "path", "publish_at", "last_checked_on"]
    search_fields = ["title", "path"]


@admin.register(PressRelease)
class PressReleaseAdmin(PublishableAdmin):
    list_display = ["headline", "publisher", "publish_at", "reference"]
    search_fields = ["headline", "reference"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["units", "agreements", "media_contacts", "sources"]


@admin.register(Unit)
class UnitAdmin(PublishableAdmin):
    list_display = ["name", "abbreviation", "kind", "parent", "status"]
    list_filter = ["kind", "status"]
    search_fields = ["name", "abbreviation"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent", "successor", "sources"]


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


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    list_display = ["title", "published_by", "dated", "grade"]
    list_filter = ["grade"]
    search_fields = ["key", "title", "published_by"]


@admin.register(MediaContact)
class MediaContactAdmin(DeskAdmin):
    list_display = ["name", "publisher", "as_issued_in"]
    search_fields = ["name"]
    list_select_related = ["publisher"]


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


@admin.register(Enquiry)
class EnquiryAdmin(DeskAdmin):
    """What visitors wrote: to read, not to change."""

    list_display = ["reference", "kind", "publisher", "subject", "sent_at", "announced_at"]
    list_filter = ["publisher", "kind"]
    list_select_related = ["publisher"]
    exclude = ["sender_key", "form_key"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class PersonAdmin(DeskAdmin, UserAdmin):
    """People and their memberships."""

    ordering = ["name"]
    list_display = ["name", "email", "is_active"]
    list_filter = ["is_active", "memberships__publisher"]
    search_fields = ["name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [(None, {"fields": ["name", "email", "password", "is_active", "last_login", "joined_at"]})]
    add_fieldsets = [(None, {"fields": ["name", "email", "password1", "password2"]})]
    inlines = [MembershipInline]

    def has_delete_permission(self, request, obj=None):
        return False
