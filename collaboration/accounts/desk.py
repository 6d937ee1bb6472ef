"""The editors' desk: Django's admin, open so far to programme administrators alone.

Writers, publishers and managers of one office come in with the editors' desk proper, when every
address of the admin has been shown to keep the offices apart; until then the door stays shut to them,
because a filtered list is not isolation.
"""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .permissions import administers


def may_enter(user) -> bool:
    """Whether the desk opens for this person."""
    return bool(user.is_authenticated and user.is_active and (user.is_superuser or administers(user)))


class Desk(admin.AdminSite):
    """The admin site."""

    site_header = _("East Midlands police collaboration: editors’ desk")
    site_title = _("Editors’ desk")
    index_title = _("What there is to edit")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


class DeskAdmin(admin.ModelAdmin):
    """A model at the desk. Whoever the desk opens for may edit; what has been published is not deleted."""

    list_per_page = 50
    show_full_result_count = False
    # An address typed without its scheme is taken for https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_module_permission(self, request):
        return may_enter(request.user)

    def has_view_permission(self, request, obj=None):
        return may_enter(request.user)

    def has_add_permission(self, request):
        return may_enter(request.user)

    def has_change_permission(self, request, obj=None):
        return may_enter(request.user)

    def has_delete_permission(self, request, obj=None):
        return may_enter(request.user) and getattr(obj, "publish_at", None) is None

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
