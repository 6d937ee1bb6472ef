"""Whatever the public reads, at the desk: written as drafts, looked at, decided on, with its whole history."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.accounts.desk import DeskAdmin, is_autocomplete
from collaboration.accounts.permissions import allowed, can, everywhere, programme_of
from empcp_site.headers import content_security_policy

from . import deciding, keeping, past
from .drafting import Refused, first_revision, is_kept_for_good, save_draft, working
from .forms import DraftForm, plain_values
from .lists import Acting
from .models import Publishable
from .preview import previewed
from .revisions import Revision
from .snapshots import kept
from .states import State, StateFilter, condition, state_of, with_drafts


class PublishableAdmin(Acting, DeskAdmin):
    """Something the public reads. Saving makes a revision; its row changes when it is published."""

    form = DraftForm
    change_form_template = "admin/editorial/change_form.html"
    # What the workflow sets, and no form.
    exclude = ["publish_at", "withdrawn_at", "withdrawal_reason", "replaced_by"]
    list_filter = ["publisher", StateFilter]
    list_select_related = ["publisher"]
    delete_action = "write"
    save_on_top = False

    # Which rows, and who may what

    def get_queryset(self, request):
        """The rows of one's own offices; to choose from, also the shared ones that are public."""
        if is_autocomplete(request) and not everywhere(request.user):
            return self.choosable(request, self.model)
        return with_drafts(super().get_queryset(request))

    def choosable(self, request, model):
        """Of what the public reads: one's own offices' things, and shared records that are public."""
        found = super().choosable(request, model)
        if everywhere(request.user) or not (issubclass(model, Publishable) and model.is_shared):
            return found
        return model._default_manager.filter(Q(publisher__in=allowed(request.user, "view")) | condition(model, State.LIVE))

    def offices_for(self, user, action):
        """Shared records are the programme's: no office of its own writes one."""
        offices = super().offices_for(user, action)
        return offices & {programme_of(user)} if self.model.is_shared else offices

    def has_view_permission(self, request, obj=None):
        if obj is None and is_autocomplete(request) and self.model.is_shared:
            return self.admin_site.has_permission(request)
        return super().has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """A draft that has never been public may be thrown away; nothing else."""
        return obj is not None and super().has_delete_permission(request, obj) and not is_kept_for_good(obj)

    def object_or_404(self, request: HttpRequest, object_id: str) -> Publishable:
        """The row of one of the person's own offices; Http404 for any other, as if there were none."""
        thing = self.get_object(request, object_id)
        if thing is None or not can(request.user, "view", thing):
            raise Http404("no such thing at this desk")
        return thing

    # Lists

    def get_list_display(self, request):
        return [*super().get_list_display(request), "state"]

    @admin.display(description=gettext_lazy("state"), ordering="publish_at")
    def state(self, thing):
        tags = [format_html('<span class="desk-tag desk-tag--{}">{}</span>', one.value, one.label) for one in state_of(thing)]
        return format_html("{} " * len(tags), *tags)

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form for this person, with what was kept for them put back if they ask for it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user, form.is_putting_back = request.user, request.GET.get("put_back") == "yes"
        return form

    def get_fieldsets(self, request, obj=None):
        """As the room orders them, and at the end the note for colleagues."""
        last = (None, {"fields": ["why"]})
        return [*super().get_fieldsets(request, obj), last] if self.fieldsets else super().get_fieldsets(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context |= {
            "form_pass": keeping.pass_for(request.user, self.model, obj.pk if obj else None),
            "keep_address": self.address("keep", obj) if obj else self.address("keep_new"),
            "merge": form.merge,
            "kept": None if form.is_putting_back else form.kept,
            "revision": form.revision,
            "may_write": self.has_change_permission(request, obj) if obj else True,
            "public_address": obj.get_absolute_url() if obj and obj.is_live() else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form; where the row cannot have what was written, that is said, and what was typed is put back."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            number = int(object_id) if str(object_id or "").isdecimal() else 0
            kind = ContentType.objects.get_for_model(self.model)
            keeping.keep(request.user.pk, kind, number, request)
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(f"{keeping.address_of_form(kind, number)}?put_back=yes")

    def save_model(self, request, obj, form, change):
        """A new thing gets its row, as a draft. What exists is left alone: `save_related` makes the revision."""
        if change:
            if not can(request.user, "write", obj):
                raise PermissionDenied
            return
        obj.publish_at = None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Keep what was written as a revision, many-to-many choices and files included."""
        thing = form.instance
        if not change:
            super().save_related(request, form, formsets, change)
        fields = plain_values(self.model, form.cleaned_data) | self.stored_files(form) | self.unseen_choices(request, form)
        # The form has compared numbers under the row's lock, which is still held.
        form.saved = save_draft(thing, fields, request.user, why=form.cleaned_data.get("why", ""))
        thing.has_new_version = form.saved.is_open and (form.revision is None or form.saved.pk != form.revision.pk)
        keeping.forget(request.user, self.model, thing.pk if change else None)

    def stored_files(self, form) -> dict:
        """New files of the form, put into the store under names of their own; an old version stays where it is."""
        found = {}
        for field in self.model._meta.fields:
            if isinstance(field, models.FileField) and field.name in form.changed_data and field.name in self.model.drafted_fields:
                file = field.pre_save(form.instance, add=True)
                found[field.name] = file.name if file else ""
                beside = [self.model._meta.get_field(name) for name in getattr(field, "facts", ())]
                found |= {one.name: kept(one, one.value_from_object(form.instance)) for one in beside}
        return found

    def unseen_choices(self, request, form) -> dict:
        """Choices that others made and this person cannot see are kept as they were."""
        found = {}
        for field in self.model._meta.many_to_many:
            if field.name in form.cleaned_data and form.revision:
                before = set(form.revision.fields.get(field.name, []))
                offered = set(form.fields[field.name].queryset.filter(pk__in=before).values_list("pk", flat=True))
                mine = {one.pk for one in form.cleaned_data[field.name]}
                found[field.name] = sorted(mine | (before - offered))
        return found

    def construct_change_message(self, request, form, formsets, add=False):
        saved = form.saved
        return _("Saved version %(number)s. %(why)s") % {"number": saved.number, "why": saved.why}

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_saving(request, obj)

    def response_change(self, request, obj):
        return self.after_saving(request, obj)

    def after_saving(self, request: HttpRequest, thing: Publishable) -> HttpResponse:
        """Where the button that was pressed leads: the preview, the decision, or back to the form."""
        if thing.has_new_version:
            self.message_user(request, _("Saved as a draft. Nothing has changed in public."), messages.SUCCESS)
        else:
            self.message_user(request, _("You had changed nothing, so there is no new version."))
        button = next((one for one in ("_preview", "_publishing") if one in request.POST), "_change")
        return HttpResponseRedirect(self.address(button.removeprefix("_"), thing))

    # Addresses of its own

    def address(self, name: str, thing: models.Model | None = None) -> str:
        """The address of one of this kind's pages at the desk."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[thing.pk] if thing else [])

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"

        def page(view):
            return self.admin_site.admin_view(view)

        return [
            path("keep/", page(self.keep_view), name=f"{name}_keep_new"),
            path("<int:object_id>/keep/", page(self.keep_view), name=f"{name}_keep"),
            path("<int:object_id>/publishing/", page(self.publishing_view), name=f"{name}_publishing"),
            path("<int:object_id>/preview/", page(self.preview_view), name=f"{name}_preview"),
            path("<int:object_id>/preview/page/", page(self.preview_page_view), name=f"{name}_preview_page"),
            *super().get_urls(),
        ]

    def publishing_view(self, request, object_id):
        return deciding.publishing_view(self, request, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return past.history_view(self, request, object_id)

    def preview_view(self, request, object_id):
        """The draft at two widths, each in a frame of its own."""
        thing = self.object_or_404(request, object_id)
        revision = self.revision_asked_for(request, thing)
        framed = self.address("preview_page", thing) + (f"?version={revision.number}" if revision.pk else "")
        context = self.page_context(request, thing, _("Preview")) | {"revision": revision, "framed": framed}
        response = TemplateResponse(request, "admin/editorial/preview.html", context)
        response.headers["Content-Security-Policy"] = content_security_policy(frame_src="'self'")
        return response

    def preview_page_view(self, request, object_id):
        """The page itself, as the revision asked for would make it."""
        thing = self.object_or_404(request, object_id)
        return previewed(self.revision_asked_for(request, thing), request, is_framed=True)

    def revision_asked_for(self, request: HttpRequest, thing: Publishable) -> Revision:
        """The version of that number, or the working one; what nobody has edited yet as its row has it, unsaved."""
        if number := request.GET.get("version"):
            return Revision.objects.of_thing(thing).get_numbered(number)
        return working(thing) or first_revision(thing)

    def keep_view(self, request, object_id=None):
        """Keep what is being typed: 204, or 409 with who has saved meanwhile."""
        if request.method != "POST":
            return JsonResponse({}, status=405)
        thing = self.object_or_404(request, object_id) if object_id else None
        if not (self.has_change_permission(request, thing) if thing else self.has_add_permission(request)):
            raise PermissionDenied
        about = keeping.read_pass(request.POST.get("_pass", ""))
        if about is None or about[0] != request.user.pk or about[1].model_class() is not self.model or about[2] != (object_id or 0):
            return JsonResponse({}, status=400)
        if "throw_away" in request.POST:
            keeping.forget(request.user, self.model, object_id)
            return redirect(keeping.address_of_form(about[1], about[2]))
        if not keeping.keep(*about, request):
            return JsonResponse({}, status=413)
        return self.said_of_another(request, thing) or HttpResponse(status=204)

    def said_of_another(self, request: HttpRequest, thing: Publishable | None) -> HttpResponse | None:
        """Who has saved a newer version than the form was begun from, in a sentence; None if nobody has."""
        theirs = working(thing) if thing else None
        if theirs is None or str(theirs.number) == request.POST.get("_base") or theirs.author_id == request.user.pk:
            return None
        when = timezone.localtime(theirs.made_at).strftime("%H:%M")
        said = _("%(who)s saved a newer draft at %(when)s; when you save you will see both.")
        return JsonResponse({"latest": said % {"who": theirs.writer, "when": when}}, status=409)

    def page_context(self, request: HttpRequest, thing: Publishable, title: str) -> dict:
        """What every page about a thing at the desk shows around it."""
        return {
            **self.admin_site.each_context(request), "opts": self.opts, "title": title, "subtitle": str(thing), "original": thing,
            "addresses": {name: self.address(name, thing) for name in ("change", "preview", "preview_page", "publishing", "history")},
            "changelist_address": self.address("changelist"),
        }  # fmt: skip
