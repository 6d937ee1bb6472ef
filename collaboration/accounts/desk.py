"""The editors' desk: Django's admin, where every list, choice and form keeps to the offices of whoever asks.

A filtered list is not isolation: each permission is decided on the row in the database, each choice a
form offers is narrowed, and the office of a record comes from a membership, never from the form alone.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher
from collaboration.writing.fields import PROSE

from .choosers import Chooser, Choosers
from .desk_list import Listed, as_filter
from .desk_menu import grouped
from .models import User
from .moments import MOMENTS
from .permissions import allowed, can, everywhere, may_work, memberships


def may_enter(user) -> bool:
    """Whether the desk opens for this person: somebody's member, or a superuser."""
    return may_work(user) and (user.is_superuser or bool(memberships(user)))


class Desk(admin.AdminSite):
    """The admin site."""

    site_header = _("East Midlands police collaboration: editors’ desk")
    site_title = _("Editors’ desk")
    index_title = _("What there is to edit")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request.user)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Signing in has its own pages. Whoever is signed in and has no role here is told so on their account's."""
        if request.user.is_authenticated:
            return redirect("admin:index" if may_enter(request.user) else "own_account")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def get_urls(self):
        """Without the address that leads to any row of any model by its number: it would tell where unpublished things will stand."""
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def each_context(self, request):
        roles = memberships(request.user) if request.user.is_authenticated else []
        return super().each_context(request) | {"desk_roles": roles}

    def get_app_list(self, request, app_label=None):
        return grouped(super().get_app_list(request, app_label))


def is_autocomplete(request: HttpRequest) -> bool:
    """Whether a list is asked for to choose from on another form."""
    return getattr(request.resolver_match, "url_name", "") == "autocomplete"


def works_for_programme(user, action: str) -> bool:
    """Whether a role at the programme itself allows the action on what is everybody's."""
    return can(user, action, Publisher)


class DeskForm(forms.ModelForm):
    """A form at the desk. The office of a record is shown and not sent, and still counts when it is looked whether a name is taken there."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"publisher"}


class DeskAdmin(Listed, admin.ModelAdmin):
    """A model at the desk, kept to the offices of whoever asks.

    `office_field` names the way from a record to its office; None is for records of the programme, which
    everybody may choose from and the programme's people edit. The actions are those of `can`; None: nobody.
    """

    form = DeskForm
    office_field: str | None = "publisher"
    view_action: str = "view"
    add_action: str | None = "write"
    change_action: str | None = "write"
    delete_action: str | None = None

    view_on_site = False
    # An address typed without its scheme is taken for https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}, **MOMENTS, **PROSE}

    def may(self, request: HttpRequest, action: str | None, obj: models.Model | None = None) -> bool:
        """Whether this person may do this to the row or, without one, to any row at all."""
        user = request.user
        if action is None or not may_enter(user):
            return False
        if self.office_field is None:
            return works_for_programme(user, action)
        if obj is None:
            return everywhere(user) or bool(self.offices_for(user, action))
        return can(user, action, self.office_of(obj))

    def offices_for(self, user, action: str) -> set[int]:
        """The offices for which a role of the person's own allows the action on records of this kind."""
        return allowed(user, action)

    def office_of(self, obj: models.Model):
        """The office that a row belongs to, or what stands for it in `can`."""
        return obj

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if obj is None and self.office_field is None and is_autocomplete(request):
            return may_enter(request.user)
        return self.may(request, self.view_action, obj)

    def has_add_permission(self, request):
        return self.may(request, self.add_action)

    def has_change_permission(self, request, obj=None):
        return self.may(request, self.change_action, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, self.delete_action, obj)

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if everywhere(request.user):
            return found
        if self.office_field is None:
            return found if self.has_view_permission(request) else found.none()
        return found.filter(**{f"{self.office_field}__in": self.offices_for(request.user, self.view_action)})

    def get_readonly_fields(self, request, obj=None):
        """A record stays with its office."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "publisher"] if obj is not None and self.office_field == "publisher" else fixed

    def get_changeform_initial_data(self, request):
        """Whoever writes for one office need not choose it. Nothing is taken from the address."""
        offices = self.offices_to_write_for(request)
        return {"publisher": offices[0].pk} if self.office_field == "publisher" and len(offices) == 1 else {}

    def offices_to_write_for(self, request: HttpRequest) -> list[Publisher]:
        """The publishers under whose name this person may add a record."""
        found = Publisher.objects.all()
        return list(found if everywhere(request.user) else found.filter(pk__in=self.offices_for(request.user, self.add_action)))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what this person may choose; the office itself, only among those they may write for."""
        if db_field.name == self.office_field and db_field.remote_field.model is Publisher:
            kwargs["queryset"] = Publisher.objects.filter(pk__in=[one.pk for one in self.offices_to_write_for(request)])
        else:
            kwargs.setdefault("queryset", self.choosable(request, db_field.remote_field.model))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Chooser(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Of many, those typed for; of a few, those ticked."""
        kwargs.setdefault("queryset", self.choosable(request, db_field.remote_field.model))
        searched = db_field.name in self.get_autocomplete_fields(request)
        kwargs.setdefault("widget", Choosers(db_field, self.admin_site) if searched else CheckboxSelectMultiple())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choosable(self, request: HttpRequest, model: type[models.Model]) -> models.QuerySet:
        """What a form may offer of another model: of an office's records, those of the person's own offices."""
        found = model._default_manager.all()
        if model is User and not everywhere(request.user):
            return found.none()
        if everywhere(request.user) or model is Publisher or not has_field(model, "publisher"):
            return found
        return found.filter(publisher__in=allowed(request.user, "view"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the small links beside a choice that add or change the chosen thing: they lead past the work in hand."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def save_model(self, request, obj, form, change):
        """Decide once more, on what is about to be stored."""
        if not self.may(request, self.change_action if change else self.add_action, obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def get_list_filter(self, request):
        """Filters by office only for whoever has more than one."""
        filters = [one for one in super().get_list_filter(request) if one != "publisher" or self.sees_many(request)]
        return [as_filter(self.model, one) for one in filters]

    def get_list_display(self, request):
        """The office is a column only for whoever has more than one, by its short name."""
        shown = [one for one in super().get_list_display(request) if one != "publisher" or self.sees_many(request)]
        return ["office" if one == "publisher" else one for one in shown]

    @admin.display(description=_("office"), ordering="publisher")
    def office(self, obj):
        return obj.publisher.short_name

    def sees_many(self, request: HttpRequest) -> bool:
        """Whether this person's lists hold records of more than one office."""
        return everywhere(request.user) or len(self.offices_for(request.user, self.view_action)) > 1

    def lookup_allowed(self, lookup, value, request):
        """Only what is offered as a filter: no guessing at fields behind a relation."""
        filters = [one[0] if isinstance(one, (tuple, list)) else one for one in self.get_list_filter(request)]
        offered = [one if isinstance(one, str) else getattr(one, "parameter_name", None) for one in filters] + [self.date_hierarchy]
        return any(one and (lookup == one or lookup.startswith(f"{one}__")) for one in offered)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


def has_field(model: type[models.Model], name: str) -> bool:
    """Whether a model has a field of that name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
