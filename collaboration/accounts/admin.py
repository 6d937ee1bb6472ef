"""People at the desk, with their memberships."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from .desk import DeskAdmin
from .models import Membership, User

admin.site.unregister(Group)


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
