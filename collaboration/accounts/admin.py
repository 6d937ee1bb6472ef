"""People at the desk: their roles, which the manager of an office looks after, and their accounts, which administrators do."""

from contextlib import nullcontext

from allauth.account.admin import EmailAddress, EmailConfirmation
from allauth.mfa.admin import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .desk import DeskAdmin
from .inviting import invite, is_last_administrator, is_last_manager
from .letters import tell_of_change
from .models import Membership, User
from .people_forms import InvitationForm, LostFactorForm, PersonForm, RoleForm
from .permissions import everywhere
from .second_factor import PRIMARY

# Rights are in `permissions`, and who somebody is stands on their own row: these tables are nobody's to edit.
for unused in (Group, Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)

Role = Membership.Role


@admin.register(Membership)
class MembershipAdmin(DeskAdmin):
    """Who does what at an office. Adding one invites the person; nobody changes their own."""

    view_action = add_action = change_action = delete_action = "manage"
    can_be_exported = False
    list_display = ["person", "address", "publisher", "role"]
    list_filter = ["publisher", "role"]
    list_select_related = ["user", "publisher"]
    search_fields = ["user__name", "user__email"]
    ordering = ["user__name", "publisher", "role"]

    @admin.display(description=gettext_lazy("person"), ordering="user__name")
    def person(self, membership):
        return membership.user.name

    @admin.display(description=gettext_lazy("e-mail"), ordering="user__email")
    def address(self, membership):
        return membership.user.email

    def get_fields(self, request, obj=None):
        return ["person", "address", "publisher", "role"] if obj else ["email", "name", "publisher", "role"]

    def get_readonly_fields(self, request, obj=None):
        return ["person", "address", "publisher"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **{**kwargs, "form": RoleForm if obj else InvitationForm})
        form.by = request.user
        return form

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Administrators alone make administrators."""
        if db_field.name == "role" and not everywhere(request.user):
            kwargs["choices"] = [one for one in Role.choices if one[0] != Role.ADMINISTRATOR]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def is_out_of_reach(self, request, obj) -> bool:
        """An administrator's role, for anybody but administrators."""
        return obj is not None and obj.role == Role.ADMINISTRATOR and not everywhere(request.user)

    def has_change_permission(self, request, obj=None):
        own = obj is not None and obj.user_id == request.user.pk
        return not own and not self.is_out_of_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not self.is_out_of_reach(request, obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            return super().save_model(request, obj, form, change)
        given = form.cleaned_data
        made = invite(given["email"], given["name"], given["publisher"], given["role"], request.user, request)
        # The log and the answer speak of the row that was made.
        obj.__dict__.update(made.__dict__)
        messages.info(request, _("A letter is on its way to %(email)s.") % {"email": made.user.email})

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": _("Invite somebody"), **(extra_context or {})})

    def delete_view(self, request, object_id, extra_context=None):
        """Removing a role asks first, and says what would be missing without it. Of two who remove at once, the second sees what the first has done."""
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return self.asked_or_removed(request, object_id, extra_context)

    def asked_or_removed(self, request, object_id, extra_context):
        membership = self.get_object(request, object_id)
        if request.method == "POST" and self.has_delete_permission(request, membership) and keeps_the_lights_on(membership):
            messages.error(request, missing_without(membership, request.user))
            return redirect("admin:collaboration_membership_change", membership.pk)
        context = {"delete_warning": missing_without(membership, request.user) if membership else ""}
        return super().delete_view(request, object_id, {**(extra_context or {}), **context})


def keeps_the_lights_on(membership: Membership | None) -> bool:
    """Whether this is what makes somebody the last administrator."""
    return membership is not None and membership.role == Role.ADMINISTRATOR and is_last_administrator(membership.user)


def missing_without(membership: Membership, by: User) -> str:
    """What to think of before this role is removed, or nothing."""
    if keeps_the_lights_on(membership):
        return _("This is the last administrator. It cannot be removed: make somebody else one first.")
    if is_last_manager(membership):
        return _("This is the last manager of the office. Without one, administrators have to look after its people.")
    return _("This is your own role. You cannot give it back to yourself.") if membership.user_id == by.pk else ""


@admin.register(User)
class PersonAdmin(DeskAdmin):
    """Accounts, for administrators. Passwords and second factors can be ended here, never seen or chosen."""

    office_field = None
    view_action = change_action = "administer"
    add_action = delete_action = None
    can_be_exported = False
    form = PersonForm
    change_form_template = "admin/accounts/person.html"
    list_display = ["name", "email", "is_active", "has_factor", "last_login"]
    list_filter = ["is_active", "memberships__publisher", "memberships__role"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    fields = ["name", "email", "is_active", "roles", "has_factor", "last_login", "joined_at"]
    readonly_fields = ["roles", "has_factor", "last_login", "joined_at"]

    def has_view_permission(self, request, obj=None):
        """People are not offered to choose from: that would tell everybody who works where."""
        return self.may(request, self.view_action, obj)

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=PRIMARY)
        return super().get_queryset(request).annotate(has_a_factor=Exists(factors))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    @admin.display(description=gettext_lazy("second factor"), boolean=True, ordering="has_a_factor")
    def has_factor(self, person):
        return person.has_a_factor

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person):
        held = person.memberships.select_related("publisher").order_by("publisher__order", "role")
        links = [(reverse("admin:collaboration_membership_change", args=[one.pk]), one.publisher.short_name, one.get_role_display()) for one in held]
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}: {}</a></li>', links)) if links else _("None")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            obj.end_sessions()
            moved = _("The e-mail address of your account at the editors’ desk has been changed to %(email)s.") % {"email": obj.email}
            for address in (form.initial["email"], obj.email):
                tell_of_change(User(pk=obj.pk, name=obj.name, email=address), moved)

    def get_urls(self):
        end = path("<int:number>/end-sessions/", self.admin_site.admin_view(require_POST(self.end_sessions)), name="collaboration_user_end_sessions")
        reset = path("<int:number>/reset-factor/", self.admin_site.admin_view(self.reset_factor), name="collaboration_user_reset_factor")
        return [end, reset, *super().get_urls()]

    def person_or_404(self, request: HttpRequest, number: int) -> User:
        """The person whose account is to be touched; PermissionDenied for all but administrators."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = User.objects.filter(pk=number).first()
        if person is None:
            raise Http404("no such person")
        return person

    def end_sessions(self, request: HttpRequest, number: int) -> HttpResponse:
        """Sign somebody out everywhere."""
        person = self.person_or_404(request, number)
        with transaction.atomic():
            person.end_sessions()
            self.log_change(request, person, _("Signed out everywhere."))
        messages.success(request, _("%(name)s has been signed out everywhere.") % {"name": person.name})
        return redirect("admin:collaboration_user_change", person.pk)

    def reset_factor(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take away a second factor that has been lost, for a reason that is kept."""
        person = self.person_or_404(request, number)
        if person.pk == request.user.pk:
            return redirect("mfa_index")
        form = LostFactorForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.take_factor_away(request, person, form.cleaned_data["reason"])
            messages.success(request, _("%(name)s will set up a new second factor when signing in.") % {"name": person.name})
            return redirect("admin:collaboration_user_change", person.pk)
        context = {**self.admin_site.each_context(request), "title": _("Reset the second factor of %(name)s") % {"name": person.name}, "person": person, "form": form, "opts": self.opts}
        return TemplateResponse(request, "admin/accounts/reset_factor.html", context)

    @transaction.atomic
    def take_factor_away(self, request: HttpRequest, person: User, reason: str) -> None:
        Authenticator.objects.filter(user=person).delete()
        person.end_sessions()
        self.log_change(request, person, _("Second factor reset: %(reason)s") % {"reason": reason})
        tell_of_change(person, _("%(name)s has reset the second factor of your account at the editors’ desk.") % {"name": request.user.name})
