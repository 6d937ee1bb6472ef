"""The page on which something becomes public: its state, what the checks found, and what may be done now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.accounts.models import User
from collaboration.accounts.moments import MomentInput
from collaboration.accounts.permissions import can
from collaboration.publishers.models import Publisher

from . import bundle_trial, moving, publishing, sharing
from .bundles import Bundle, BundleMember, membership
from .drafting import Refused, discard, working
from .models import ADDRESS, Publishable
from .proofs import findings_of
from .revisions import PreviewLink, Revision

Act = gettext_lazy
MOST_LINKS = 20
MOST_BUNDLES = 10

# What rooms above have to show on this page of the things that they know: each is asked with the thing and the
# person, and answers with a template and what that needs, or with nothing.
PARTS: list[Callable[[Publishable, User], dict | None]] = []


class DecisionForm(forms.Form):
    """What a decision needs; which parts are asked for depends on the act."""

    act = forms.CharField()
    number = forms.IntegerField(required=False)
    at = forms.SplitDateTimeField(label=Act("Date and time"), required=False, widget=MomentInput)
    kind = forms.ChoiceField(label=Act("What kind of change is it?"), choices=Revision.Change, required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=Act("What changed, for the public"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    unapproved_because = forms.CharField(label=Act("Why it cannot wait for a second person"), max_length=500, required=False)
    accepted_because = forms.CharField(label=Act("Why it is right as it is"), max_length=500, required=False)
    because = forms.CharField(label=Act("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    replaced_by = forms.CharField(label=Act("Where its old address leads instead"), max_length=300, required=False, validators=[ADDRESS])
    reader = forms.CharField(label=Act("For whom"), max_length=150, required=False)
    days = forms.IntegerField(label=Act("For how many days"), min_value=1, max_value=sharing.MOST_DAYS, required=False)
    link = forms.IntegerField(required=False)

    def clean_at(self):
        """A moment to come, if any is given."""
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(_("That moment has passed. Give one to come, or publish now."))
        return at

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") in ("schedule", "move") and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Give the date and the time."))
        # Enter in these fields presses the first button, and an embargo must not be broken by it.
        if cleaned.get("act") == "publish" and any(self.data.get(f"at_{part}") for part in (0, 1)):
            self.add_error("at", _("You gave a date or a time. Press Schedule, or empty them to publish now."))
        return cleaned


@dataclass
class Situation:
    """A thing as it stands, and what the person before it may do with it."""

    thing: Publishable
    revision: Revision | None
    may_write: bool
    may_publish: bool
    had_a_hand: bool
    findings: list
    # Its place in the bundle that it comes out with.
    place: BundleMember | None = None

    @property
    def is_live(self) -> bool:
        return self.thing.is_live()

    @property
    def is_embargoed(self) -> bool:
        """Whether its first publication is set for a moment to come."""
        return bool(self.thing.publish_at and self.thing.publish_at > timezone.now())

    @property
    def is_withdrawn(self) -> bool:
        return self.thing.is_withdrawn()

    @property
    def draft(self) -> Revision | None:
        """The open draft, if there is one."""
        return self.revision if self.revision and self.revision.is_open else None

    @cached_property
    def coming(self) -> Revision | None:
        """The version whose first publication is set for a moment to come."""
        return Revision.objects.of_thing(self.thing).filter(published_at__gt=timezone.now()).first() if self.is_embargoed else None

    @cached_property
    def bundles(self) -> list[Bundle]:
        """Those of its office that it could be put into."""
        return list(Bundle.objects.collecting().filter(publisher=self.thing.publisher_id)[:MOST_BUNDLES]) if self.draft and self.may_write else []

    @cached_property
    def waiting(self) -> Revision | None:
        """The change to public text that waits for its moment."""
        return Revision.objects.of_thing(self.thing).waiting().first()

    @cached_property
    def red(self) -> Revision | None:
        """The version that was published without approval and still lacks it."""
        return Revision.objects.of_thing(self.thing).red().select_related("published_by").first()

    @property
    def may_approve_red(self) -> bool:
        return bool(self.red and self.may_publish)

    @property
    def stops(self) -> list:
        return [one for one in self.findings if one.stops]

    @property
    def stops_for_good(self) -> list:
        """What stops it at any moment; the rest is mended by waiting."""
        return [one for one in self.stops if one.stops_for_good]

    @property
    def goes_out_from(self) -> datetime | None:
        """The first moment at which nothing would stop it; None where nothing does now, or where waiting would not help."""
        return max((one.gone_at for one in self.stops), default=None) if not self.stops_for_good else None

    @property
    def doubts(self) -> list:
        return [one for one in self.findings if not one.stops]

    @property
    def needs_approval(self) -> bool:
        """Whether publishing now would be alone: no approval, and this person had a hand in it."""
        return bool(self.draft and not self.draft.approved_by_id and self.had_a_hand)

    @cached_property
    def links(self) -> list[PreviewLink]:
        """The preview links of this thing, newest first, each with its openings."""
        versions = Revision.objects.of_thing(self.thing)
        # Prefetched, a colleague who made several links is one person, whose roles are asked for once.
        links = list(PreviewLink.objects.filter(revision__in=versions).select_related("revision").prefetch_related("openings", "made_by")[:MOST_LINKS])
        if not links:
            return []
        last_public, programme = versions.public().last_number(), Publisher.objects.get(kind=Publisher.Kind.PROGRAMME)
        for link in links:
            link.why_closed = sharing.why_closed(link) or (_("It became public.") if link.revision.number <= last_public else "")
            link.address = sharing.address_of_link(link, programme)
        return links


def situation_of(thing: Publishable, user) -> Situation:
    """How a thing stands for a person, checks included."""
    revision, place = working(thing), membership(thing)
    draft = revision if revision and revision.is_open else None
    return Situation(
        thing, revision, can(user, "write", thing), can(user, "publish", thing),
        had_a_hand=bool(draft and user.pk in publishing.contributors(draft)),
        findings=found_in(draft, place) if draft else [], place=place,
    )  # fmt: skip


def found_in(draft: Revision, place: BundleMember | None) -> list:
    """What the checks find in a draft; in a bundle, with all of that public at its moment."""
    return bundle_trial.findings_within(place, draft) if place else findings_of(draft.as_object(), choices=draft.choices())


def publishing_view(desk_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """How a thing stands and what may be done; a POST does it, and comes back with what was done or why not."""
    thing = desk_admin.object_or_404(request, object_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, carry_out(thing, form.cleaned_data, request.user))
            return redirect(request.path)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = desk_admin.page_context(request, thing, _("Review and publish")) | {"form": form, "situation": situation_of(thing, request.user)}
    context["parts"] = [found for part in PARTS if (found := part(thing, request.user))]
    return TemplateResponse(request, "admin/editorial/publishing.html", context, status=422 if form.is_bound else 200)


def carry_out(thing: Publishable, wanted: dict, by) -> str:
    """Do what was decided; returns the sentence that says so, raises Refused."""
    act = ACTS.get(wanted["act"])
    if act is None:
        raise Refused(_("That cannot be done here."))
    return act(thing, wanted, by)


def draft_of(thing: Publishable, wanted: dict) -> Revision:
    """The draft that the decision was made on: the one that was looked at, not a newer one."""
    draft = Revision.objects.of_thing(thing).open().first()
    if draft is None or draft.number != wanted["number"]:
        raise Refused(_("Somebody has saved a newer draft or dealt with this one. Look at it as it is now."))
    return draft


def send_for_review(thing, wanted, by):
    publishing.submit(draft_of(thing, wanted), by)
    return _("Sent for review. The publishers of the office have been told.")


def send_back(thing, wanted, by):
    publishing.send_back(draft_of(thing, wanted), by, wanted["because"])
    return _("Sent back to its writer.")


def approve(thing, wanted, by):
    publishing.approve(draft_of(thing, wanted), by)
    return _("Approved. It can be published or scheduled now.")


def approve_red(thing, wanted, by):
    found = Revision.objects.of_thing(thing).red().filter(number=wanted["number"]).first()
    if found is None:
        raise Refused(_("It is no longer on the red list."))
    publishing.approve(found, by)
    return _("Approved. It is off the red list.")


def publish(thing, wanted, by):
    at = wanted["at"] if wanted["act"] == "schedule" else None
    publishing.publish(
        draft_of(thing, wanted), by, at, kind=wanted["kind"], note_to_public=wanted["note"],
        unapproved_because=wanted["unapproved_because"], accepted_because=wanted["accepted_because"],
    )  # fmt: skip
    return _("Scheduled.") if at else _("Published. It is on the site now.")


def unschedule(thing, wanted, by):
    found = Revision.objects.of_thing(thing).filter(number=wanted["number"]).first()
    if found is None:
        raise Refused(_("There is nothing on the schedule."))
    publishing.unschedule(found, by)
    return _("Taken off the schedule. It is a draft again.")


def move(thing, wanted, by):
    found = Revision.objects.of_thing(thing).filter(number=wanted["number"]).first()
    if found is None:
        raise Refused(_("There is nothing on the schedule."))
    moving.move(found, by, wanted["at"])
    return _("It comes out at the new moment.")


def withdraw(thing, wanted, by):
    publishing.withdraw(thing, by, wanted["because"], wanted["replaced_by"])
    return _("Withdrawn. Its address says so, or leads where you said.")


def drop_draft(thing, wanted, by):
    discard(draft_of(thing, wanted), by)
    return _("The draft is closed. It is in the history if you want it back.")


def share(thing, wanted, by):
    link = sharing.share(draft_of(thing, wanted), by, wanted["reader"], wanted["days"] or sharing.MOST_DAYS)
    return _("The link for %(reader)s stands below. Copy it and send it to them.") % {"reader": link.reader}


def revoke(thing, wanted, by):
    link = PreviewLink.objects.filter(pk=wanted["link"], revision__in=Revision.objects.of_thing(thing)).select_related("revision").first()
    if link is None:
        raise Refused(_("There is no such link."))
    sharing.revoke(link, by)
    return _("The link of %(reader)s is closed.") % {"reader": link.reader}


ACTS = {
    "submit": send_for_review, "return": send_back, "approve": approve, "approve-red": approve_red, "publish": publish, "schedule": publish,
    "unschedule": unschedule, "move": move, "withdraw": withdraw, "discard": drop_draft, "share": share, "revoke": revoke,
}  # fmt: skip
