"""Alerts at the desk: how many people get what, and no address. One can be erased by whoever is told it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin, may_enter
from collaboration.accounts.models import User
from collaboration.accounts.permissions import everywhere
from collaboration.visitors.forms import email_field

from .keeping import erase
from .models import Alert, Subscriber

NARROWED = (("publisher", _("Published by"), _("Everybody")), ("force", _("About the area of"), _("Any area")), ("topic", _("On the topic"), _("Any topic")))


class EraseForm(forms.Form):
    """An address whose owner asks for it to be erased."""

    email = email_field(help_text=_("As its owner gives it to you. Capitals make no difference."), error_messages={"required": _("Enter the address.")})


@admin.register(Subscriber)
class SubscriberAdmin(DeskAdmin):
    """Numbers for those who answer for an office; a programme administrator can erase an address, and can list none."""

    office_field = None
    view_action = "read enquiries"
    add_action = change_action = None
    can_be_exported = False

    def has_view_permission(self, request, obj=None):
        """The numbers alone: no row is shown to anybody."""
        return obj is None and may_enter(request.user) and (everywhere(request.user) or bool(self.offices_for(request.user, self.view_action)))

    def get_queryset(self, request):
        return Subscriber.objects.none()

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """How many get what and, for a programme administrator, the form that erases."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_erase = everywhere(request.user)
        form = EraseForm(request.POST if request.method == "POST" else None) if may_erase else None
        if request.method == "POST":
            if not may_erase:
                raise PermissionDenied
            if form.is_valid():
                return self.erased(request, form.cleaned_data["email"])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("E-mail alerts"), "tables": numbers(), "totals": totals(), "form": form}
        return TemplateResponse(request, "admin/alerts/numbers.html", context)

    def erased(self, request: HttpRequest, email: str) -> HttpResponse:
        """Erase an address, and write down that it was done and by whom, but not which it was."""
        subscriber = Subscriber.objects.filter(email__iexact=email).first()
        if subscriber:
            erase(subscriber)
            note_of(request.user)
            self.message_user(request, gettext("The address is erased, with all that was kept with it."), messages.SUCCESS)
        else:
            self.message_user(request, gettext("There is nothing kept about that address here."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:collaboration_subscriber_changelist"))


def note_of(by: User) -> None:
    kind = ContentType.objects.get_for_model(Subscriber)
    LogEntry.objects.create(user_id=by.pk, content_type=kind, action_flag=DELETION, object_repr=gettext("a subscriber"), change_message=gettext("Erased an address on request."))


def numbers() -> list[dict]:
    """For each way to narrow the news, how many subscribers chose what, the most frequent first."""
    confirmed = Alert.objects.confirmed().order_by()
    found = []
    for field, heading, nothing in NARROWED:
        rows = confirmed.values_list(f"{field}__name").annotate(number=Count("subscriber", distinct=True)).order_by("-number", f"{field}__name")
        found.append({"heading": heading, "rows": [(name or nothing, number) for name, number in rows]})
    return found


def totals() -> dict[str, int]:
    confirmed = Subscriber.objects.filter(alerts__since__isnull=False).distinct()
    return {
        "subscribers": confirmed.count(),
        "paused": confirmed.filter(paused_at__isnull=False).count(),
        "refusing": confirmed.filter(refused_days__gt=0).count(),
        "unconfirmed": Subscriber.objects.exclude(pk__in=confirmed.values("pk")).count(),
    }
