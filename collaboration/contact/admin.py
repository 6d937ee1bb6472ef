"""Enquiries at the staff door: read by the office they went to, changed by nobody."""

from django.contrib import admin
from django.http import HttpRequest

from collaboration.accounts.permissions import administers, allowed, can

from .models import Enquiry

READ = "read enquiries"


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin):
    """What visitors wrote, newest first."""

    list_display = ["reference", "kind", "publisher", "subject", "sent_at", "read_at", "answered_at"]
    list_filter = ["kind"]
    search_fields = ["reference"]
    date_hierarchy = "sent_at"
    fields = [
        "reference", "kind", "about", "publisher", "sent_at", "name", "email", "phone", "subject", "message", "read_at", "answered_at",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest):
        found = super().get_queryset(request).select_related("publisher")
        if request.user.is_superuser or administers(request.user):
            return found
        return found.filter(publisher__in=allowed(request.user, READ))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Enquiry | None = None) -> bool:
        if obj is not None:
            return can(request.user, READ, obj.publisher_id)
        user = request.user
        return user.is_active and (user.is_superuser or bool(allowed(user, READ)) or administers(user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Enquiry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Enquiry | None = None) -> bool:
        return False
