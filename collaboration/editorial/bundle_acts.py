"""What the buttons on a bundle's page do: each reads what was sent, does one act, and says what was done."""

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.accounts.moments import MomentInput

from . import bundling
from .bundles import Bundle
from .drafting import Refused
from .revisions import Revision

# Longer than anything that a field of the page takes.
LONGEST = 500


def numbers(posted: list[str]) -> list[int]:
    """Those that are numbers of a record."""
    return [int(one) for one in posted if one.isascii() and one.isdecimal() and len(one) < 18]


def answered(posted: QueryDict) -> dict[int, dict]:
    """What was typed about each member, by its number: fields are called `kind-12`, `note-12` and so on."""
    found: dict[int, dict] = {}
    for name, value in posted.items():
        what, _dash, member = name.rpartition("-")
        if what in ("kind", "note", "accepted_because") and numbers([member]):
            found.setdefault(int(member), {})[what] = value[:LONGEST]
        elif what == "number" and numbers([member]):
            found.setdefault(int(member), {})["number"] = next(iter(numbers([value])), -1)
    return found


def put_in(bundle: Bundle, request: HttpRequest) -> str:
    chosen = Revision.objects.filter(pk__in=numbers(request.POST.getlist("draft")), publisher=bundle.publisher_id).select_related("content_type")
    if not chosen:
        raise Refused(_("Tick what is to be put in."))
    number = bundling.add(bundle, [one.model(pk=one.object_id) for one in chosen], request.user)
    return ngettext("%(number)s thing was put in.", "%(number)s things were put in.", number) % {"number": number}


def take_out(bundle: Bundle, request: HttpRequest) -> str:
    member = bundle.members.select_related("bundle").filter(pk__in=numbers([request.POST.get("member", "")])).first()
    if member is None:
        raise Refused(_("It is no longer in the bundle."))
    bundling.take_out(member, request.user)
    return _("Taken out. It is a draft by itself.")


def schedule(bundle: Bundle, request: HttpRequest) -> str:
    done = bundling.schedule(bundle, request.user, answered(request.POST))
    return _("Scheduled. Everything in it comes out on %(moment)s.") % {"moment": bundling.in_words(done.moment)}


def move(bundle: Bundle, request: HttpRequest) -> str:
    wanted = forms.SplitDateTimeField(widget=MomentInput)
    try:
        moment = wanted.clean([request.POST.get("at_0", ""), request.POST.get("at_1", "")])
    except forms.ValidationError:
        raise Refused(_("Give the date and the time to which it moves.")) from None
    bundling.move(bundle, request.user, moment)
    return _("Everything in it comes out on %(moment)s now.") % {"moment": bundling.in_words(moment)}


def call_off(bundle: Bundle, request: HttpRequest) -> str:
    bundling.call_off(bundle, request.user)
    return _("Called off. Everything in it is a draft again.")


def approve_notice(bundle: Bundle, request: HttpRequest) -> str:
    bundling.approve_notice(bundle, request.user)
    return _("The notice is approved.")


ACTS = {"put-in": put_in, "take-out": take_out, "schedule": schedule, "move": move, "call-off": call_off, "approve-notice": approve_notice}
