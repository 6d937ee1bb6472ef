"""Doing something to many things at once: first a page that says of each what will happen or why not, then each on its own.

What will happen is not guessed: the act itself is tried and undone, so the page cannot promise what the
act would refuse. Each row carries the number of the version that was looked at, and is asked about again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import publishing
from .changes import TOLD
from .drafting import Conflict, Refused, discard, save_draft, working
from .logbook import note
from .models import Publishable
from .proofs import findings_of
from .revisions import Revision

MOST = 200
MOST_TOLD = 10
ANY = "…"


class Asked(forms.Form):
    """What some acts want to know; one answer for all rows."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of change is it?"), choices=Revision.Change, required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("What changed, for the public"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    accepted_because = forms.CharField(label=gettext_lazy("Why they are right as they are"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    because = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, asks: set[str] = frozenset()):
        super().__init__(data, label_suffix="")
        self.asks = asks

    def clean(self):
        cleaned = super().clean()
        for name in self.asks & {"kind", "accepted_because", "because"}:
            if not (cleaned.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("This is needed for at least one of them."))
        if "kind" in self.asks and cleaned.get("kind") in TOLD and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say in a sentence what changed: it is shown to the public."))
        return cleaned


# What is answered while an act is only tried.
TRIED = {"kind": Revision.Change.UPDATE, "note": ANY, "accepted_because": ANY, "because": ANY}


@dataclass
class Line:
    """One row: the version that was looked at, what will happen or has happened to it, or why not."""

    thing: Publishable
    number: int
    address: str = ""
    will: str = ""
    refusal: str = ""
    asks: set[str] = field(default_factory=set)
    findings: list = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """Something that can be done to many: who may, and how it is done to one; `do` returns what it says of it and what it asks."""

    label: str
    action: str
    do: Callable[[Publishable, Revision | None, object, dict], tuple[str, set[str]]]


def draft_of(revision: Revision | None) -> Revision:
    """The version, if it is a draft; raises Refused."""
    if revision is None or not revision.is_open:
        raise Refused(_("There is no draft."))
    return revision


def submit(thing, revision, by, wanted):
    draft = draft_of(revision)
    if draft.submitted_at or draft.approved_at:
        raise Refused(_("It waits for review already, or has been approved."))
    publishing.submit(draft, by)
    return _("Goes to the publishers of its office for review."), set()


def publish(thing, revision, by, wanted):
    done = publishing.publish(draft_of(revision), by, kind=wanted["kind"], note_to_public=wanted["note"], accepted_because=wanted["accepted_because"])
    asks = {name for name, is_asked in (("kind", done.change_kind), ("accepted_because", done.accepted_because)) if is_asked}
    return (_("Replaces what is public now.") if done.change_kind else _("Becomes public now.")), asks


def withdraw(thing, revision, by, wanted):
    publishing.withdraw(thing, by, wanted["because"])
    return _("Is withdrawn; its address shows the reason."), {"because"}


def drop_draft(thing, revision, by, wanted):
    draft = draft_of(revision)
    if thing.publish_at is None:
        raise Refused(_("It has never been public: delete it on its own page if it is not wanted."))
    discard(draft, by)
    return _("Version %(number)s is closed unpublished and stays in the history.") % {"number": draft.number}, set()


def mark_as_checked(thing, revision, by, wanted):
    before = revision.number if revision else 0
    saved = save_draft(thing, {"last_checked_on": timezone.localdate().isoformat()}, by, base=before or None, why=_("Checked: all of it is right today."))
    if saved.number == before:
        raise Refused(_("It says already that it was checked today."))
    note(by, thing, _("Saved version %(number)s. %(why)s") % {"number": saved.number, "why": saved.why})
    return _("Gets a draft that says it was checked today; nothing changes in public until that is published."), set()


ACTS = {
    "submit": Act(gettext_lazy("Send for review"), "write", submit),
    "publish": Act(gettext_lazy("Publish now"), "publish", publish),
    "withdraw": Act(gettext_lazy("Withdraw"), "publish", withdraw),
    "discard": Act(gettext_lazy("Discard drafts"), "write", drop_draft),
    "checked": Act(gettext_lazy("Mark as checked today"), "write", mark_as_checked),
}


def attempt(act: Act, line: Line, by, wanted: dict, for_good: bool) -> Line:
    """Do the act to one row, or try and undo it; the line says how it went."""
    try:
        with transaction.atomic():
            revision = working(line.thing)
            if (revision.number if revision else 0) != line.number:
                raise Refused(_("Somebody has saved a newer version since you looked."))
            line.will, line.asks = act.do(line.thing, revision, by, wanted)
            transaction.set_rollback(not for_good)
    except Refused as refusal:
        line.refusal = str(refusal)
    except Conflict:
        line.refusal = _("Somebody has saved a newer version since you looked.")
    except ValidationError as error:
        line.refusal = " ".join(error.messages)
    return line


def looked_at(desk_admin, act: Act, things: list[Publishable], by) -> list[Line]:
    """What the act would do to each, as it stands now."""
    lines = []
    for thing in things:
        revision = working(thing)
        line = Line(thing, revision.number if revision else 0, desk_admin.address("change", thing))
        attempt(act, line, by, TRIED, for_good=False)
        if "accepted_because" in line.asks:
            line.findings = findings_of(revision.as_object(), choices=revision.choices())
        lines.append(line)
    return lines


def act_on(desk_admin, request: HttpRequest, chosen: models.QuerySet, name: str) -> HttpResponse | None:
    """Ask about the chosen rows or, once confirmed, do it. The rows are those of the person's own offices; others are as if absent."""
    act = ACTS[name]
    things = list(chosen[: MOST + 1])
    if len(things) > MOST:
        messages.error(request, _("At most %(most)s at once: filter the list further.") % {"most": MOST})
        return None
    is_confirmed = "confirmed" in request.POST
    form = Asked(request.POST if is_confirmed else None, set(request.POST.getlist("asks")))
    if not is_confirmed or not form.is_valid():
        return confirmation(desk_admin, request, name, looked_at(desk_admin, act, things, request.user), form)
    lines = [attempt(act, Line(thing, posted_number(request, thing)), request.user, form.cleaned_data, for_good=True) for thing in things]
    report(request, act, lines)
    return HttpResponseRedirect(f"{desk_admin.address('changelist')}{query_kept(request)}")


def posted_number(request: HttpRequest, thing: Publishable) -> int:
    """The number of the version that the person looked at; -1, which no version has, where none was posted."""
    number = request.POST.get(f"number-{thing.pk}", "")
    return int(number) if number.isdecimal() and len(number) < 10 else -1


def query_kept(request: HttpRequest) -> str:
    """The search and filters of the list that the person came from, to go back there."""
    kept = request.POST.get("list", "") if "confirmed" in request.POST else request.GET.urlencode()
    return f"?{kept}" if kept and kept.isprintable() else ""


def confirmation(desk_admin, request: HttpRequest, name: str, lines: list[Line], form: Asked) -> HttpResponse:
    """The page that says what will happen to each row."""
    form.asks = set().union(*(line.asks for line in lines))
    context = {
        **desk_admin.admin_site.each_context(request), "opts": desk_admin.opts, "title": ACTS[name].label, "form": form, "name": name,
        "will": [line for line in lines if not line.refusal], "will_not": [line for line in lines if line.refusal],
        "checkbox": ACTION_CHECKBOX_NAME, "list_address": desk_admin.address("changelist"), "list_query": query_kept(request).removeprefix("?"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/lists/confirm.html", context, status=422 if form.is_bound else 200)


def report(request: HttpRequest, act: Act, lines: list[Line]) -> None:
    """Say how many were done, and of each other why not."""
    refused = [line for line in lines if line.refusal]
    done = len(lines) - len(refused)
    said = ngettext("%(act)s: %(done)s done, %(refused)s not.", "%(act)s: %(done)s done, %(refused)s not.", done)
    messages.add_message(request, messages.WARNING if refused else messages.SUCCESS, said % {"act": act.label, "done": done, "refused": len(refused)})
    for line in refused[:MOST_TOLD]:
        messages.warning(request, _("Not done: “%(title)s”. %(because)s") % {"title": Truncator(line.thing).chars(80), "because": line.refusal})
    if len(refused) > MOST_TOLD:
        messages.warning(request, _("And %(number)s more were not done.") % {"number": len(refused) - MOST_TOLD})


class Acting:
    """For the list of a kind of things: the acts that this person may do to many, and nothing else."""

    acts: tuple[str, ...] = ("submit", "publish", "withdraw", "discard")

    def get_actions(self, request):
        actions = super().get_actions(request)
        for name in () if IS_POPUP_VAR in request.GET else self.acts:
            if self.may(request, ACTS[name].action):
                actions[name] = (lambda desk_admin, request, chosen, name=name: act_on(desk_admin, request, chosen, name), name, ACTS[name].label)
        return actions

    def response_action(self, request, queryset):
        """Without whatever was posted as a row and is no number."""
        posted = request.POST.copy()
        numbers = [one for one in posted.getlist(ACTION_CHECKBOX_NAME) if one.isdecimal() and len(one) < 18]
        posted.setlist(ACTION_CHECKBOX_NAME, numbers)
        request.POST = posted
        return super().response_action(request, queryset)
