"""From a draft to the public: review, approval, publication now or at a moment, withdrawal.

Each act is one transaction that reads again what it decides on, asks `can`, and raises Refused with a
sentence where it will not. Nobody approves what they had a hand in; what one person publishes alone needs
a reason and stays on the red list until a second has approved it.
"""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.redirects.leaving import leave_redirect

from .bundles import Bundle, membership, stand_alone
from .changes import TOLD
from .drafting import Refused, ask, held, write_row
from .logbook import note, tell_publishers
from .models import Publishable
from .notices import put_up_notices
from .proofs import findings_of
from .revisions import Revision

logger = logging.getLogger(__name__)


def contributors(revision: Revision) -> set[int]:
    """The numbers of everybody who wrote since the last publication before this revision."""
    of_thing = Revision.objects.of_same_thing(revision)
    before = of_thing.filter(number__lt=revision.number, published_at__isnull=False).last_number()
    return set(of_thing.filter(number__gt=before, number__lte=revision.number).exclude(author=None).values_list("author", flat=True))


def again(revision: Revision) -> tuple[Revision, Publishable]:
    """The revision and its thing as the database has them in this transaction, the thing's row locked."""
    model = revision.content_type.model_class()
    thing = held(model(pk=revision.object_id))
    return Revision.objects.select_related("author", "content_type").get(pk=revision.pk), thing


def open_again(revision: Revision) -> tuple[Revision, Publishable]:
    """The same for a draft; raises Refused where it has been overtaken."""
    revision, thing = again(revision)
    if not revision.is_open:
        raise Refused(_("Somebody has saved a newer draft or dealt with this one. Look at it as it is now."))
    return revision, thing


@transaction.atomic
def submit(revision: Revision, by: User) -> Revision:
    """Ask for a second pair of eyes; the office's publishers are told."""
    revision, thing = open_again(revision)
    ask(by, "write", thing)
    if revision.submitted_at is None:
        revision.submitted_at, revision.submitted_by = timezone.now(), by
        revision.save(update_fields=["submitted_at", "submitted_by"])
        note(by, thing, _("Sent version %(number)s for review.") % {"number": revision.number})
        tell_publishers(revision, "submitted", _("To review: %(title)s") % {"title": revision.title}, besides=contributors(revision))
    return revision


@transaction.atomic
def send_back(revision: Revision, by: User, because: str) -> Revision:
    """Return a draft to whoever sent it, with what is wanted."""
    revision, thing = open_again(revision)
    ask(by, "publish", thing)
    if not because.strip():
        raise Refused(_("Say what has to change: the writer sees it."))
    revision.returned_at, revision.returned_by, revision.returned_because = timezone.now(), by, because.strip()[:500]
    revision.submitted_at = revision.submitted_by = revision.approved_at = revision.approved_by = None
    revision.save()
    note(by, thing, _("Sent version %(number)s back: %(because)s") % {"number": revision.number, "because": because.strip()})
    return revision


def approve_as(revision: Revision, by: User) -> None:
    """Mark a revision as approved; raises Refused for anybody who had a hand in it."""
    if by.pk in contributors(revision):
        raise Refused(_("You had a hand in this version, so somebody else has to approve it."))
    revision.approved_at, revision.approved_by = timezone.now(), by


@transaction.atomic
def approve(revision: Revision, by: User) -> Revision:
    """Approve a draft, or a version that was published without approval and stands on the red list."""
    revision, thing = again(revision)
    ask(by, "publish", thing)
    is_red = bool(revision.unapproved_because) and revision.approved_at is None
    if not (revision.is_open or is_red):
        raise Refused(_("Somebody has saved a newer draft or dealt with this one. Look at it as it is now."))
    approve_as(revision, by)
    revision.save(update_fields=["approved_at", "approved_by"])
    note(by, thing, _("Approved version %(number)s.") % {"number": revision.number})
    return revision


@transaction.atomic
def publish(
    revision: Revision, by: User, at: datetime | None = None, *, kind: str = "", note_to_public: str = "",
    unapproved_because: str = "", accepted_because: str = "", within: Bundle | None = None,
) -> Revision:  # fmt: skip
    """Publish a draft now, or at a moment to come.

    Something not yet public gets its date of publication, and its row the words at once. A change to
    something public replaces the row now, or waits with `due_at`. `kind` and a note say what changed in
    public text; without an approval `unapproved_because` says why nobody else has read it. What is in a
    bundle comes out `within` it and not alone.
    """
    revision, thing = open_again(revision)
    ask(by, "publish", thing)
    if within is None:
        stand_alone(thing)
    now = timezone.now()
    moment = at if at and at > now else now
    say_what_changed(revision, thing, now, kind, note_to_public)
    have_approval(revision, by, unapproved_because)
    have_no_faults(revision, moment, accepted_because)
    revision.is_open, revision.published_by = False, by
    if thing.is_live(now) and moment > now:
        check_row(thing, revision)
        revision.due_at = moment
        revision.save()
    else:
        put_in(revision, thing, moment, by)
    note(by, thing, told(revision, moment > now))
    if revision.approved_by_id is None:
        tell_publishers(revision, "unapproved", _("Published without approval: %(title)s") % {"title": revision.title}, besides={by.pk})
    return revision


def say_what_changed(revision: Revision, thing: Publishable, now: datetime, kind: str, note_to_public: str) -> None:
    """Take down kind and note of a change to public text; raises Refused where they are wanted and missing."""
    if not thing.is_live(now):
        return
    if kind not in Revision.Change.values:
        raise Refused(_("Say what kind of change it is: typing, update, clarification or correction."))
    if kind in TOLD and not note_to_public.strip():
        raise Refused(_("Say in a sentence what changed: it is shown to the public."))
    revision.change_kind, revision.change_note = kind, note_to_public.strip()[:500]


def have_approval(revision: Revision, by: User, unapproved_because: str) -> None:
    """Make sure of a second pair of eyes, the publishing person's own if they had no hand in it, or of a reason for doing without."""
    if revision.approved_by_id:
        return
    if by.pk not in contributors(revision):
        approve_as(revision, by)
    elif unapproved_because.strip():
        revision.unapproved_because = unapproved_because.strip()[:500]
    else:
        raise Refused(_("You had a hand in this version: somebody else has to approve it, or you say why it cannot wait."))


def have_no_faults(revision: Revision, at: datetime, accepted_because: str) -> None:
    """Run the checks; raises Refused for what stops, and for the rest unless there is a reason."""
    found = findings_of(revision.as_object(), choices=revision.choices(), at=at)
    stopping = [one for one in found if one.stops]
    if stopping:
        raise Refused(_("This cannot be published yet: %(first)s") % {"first": " ".join(str(one.message) for one in stopping[:3])})
    if found and not accepted_because.strip():
        raise Refused(_("The checks found something. Mend it, or say why it is right as it is."))
    revision.accepted_because = accepted_because.strip()[:500] if found else ""


def check_row(thing: Publishable, revision: Revision) -> None:
    """Try a change on the row and undo it; raises Refused where the row could not have it so."""
    with transaction.atomic():
        write_row(thing, revision.fields)
        transaction.set_rollback(True)


def put_in(revision: Revision, thing: Publishable, moment: datetime, by: User | None) -> None:
    """Make the row what the revision says, public from the moment; a changed address leaves a redirect behind."""
    # Now, not at the moment: what is scheduled already is not public, and may be put off by a newer version.
    was_live = thing.is_live()
    # Versions of an embargoed thing that this one overtakes were never seen by anybody.
    Revision.objects.of_thing(thing).filter(published_at__gt=timezone.now()).update(published_at=None)
    address = thing.get_absolute_url()
    if not was_live:
        thing.publish_at = moment
    thing.withdrawn_at, thing.withdrawal_reason, thing.replaced_by = None, "", ""
    write_row(thing, revision.fields)
    if was_live and thing.get_absolute_url() != address:
        root = thing.publisher.root
        leave_redirect(thing.publisher, address.removeprefix(root), thing.get_absolute_url().removeprefix(root), by)
    revision.published_at = moment
    revision.save()


def told(revision: Revision, is_later: bool) -> str:
    """The line for the history of what publishing did."""
    if revision.unapproved_because and not revision.approved_by_id:
        return _("Published version %(number)s without approval: %(because)s") % {"number": revision.number, "because": revision.unapproved_because}
    done = _("Scheduled version %(number)s.") if is_later else _("Published version %(number)s.")
    return done % {"number": revision.number}


@transaction.atomic
def unschedule(revision: Revision, by: User, within: Bundle | None = None) -> Revision:
    """Take back a publication that has not happened yet; the version is an open draft again unless a newer one is."""
    revision, thing = again(revision)
    ask(by, "publish", thing)
    if within is None:
        stand_alone(thing)
    now = timezone.now()
    if not (revision.due_at and not revision.published_at) and not (revision.published_at and revision.published_at > now):
        raise Refused(_("It is out already: withdraw it, or publish a change."))
    if revision.published_at:
        thing.publish_at = None
        thing.save()
    return_to_desk(revision)
    note(by, thing, _("Took version %(number)s off the schedule.") % {"number": revision.number})
    return revision


def return_to_desk(revision: Revision) -> None:
    """Make a version that is not to come out an open draft again, unless a newer one is open."""
    revision.due_at = revision.published_at = None
    revision.is_open = not Revision.objects.of_same_thing(revision).open().exists()
    revision.save()


@transaction.atomic
def withdraw(thing: Publishable, by: User, because: str, replaced_by: str = "") -> Publishable:
    """Take something public back, with a reason for the public and, if there is one, the address that replaces it."""
    thing = held(thing)
    ask(by, "publish", thing)
    now = timezone.now()
    if not thing.is_live(now):
        raise Refused(_("Only what is public can be withdrawn."))
    if not because.strip():
        raise Refused(_("Give the reason for withdrawing it: the public sees it."))
    thing.withdrawn_at, thing.withdrawal_reason, thing.replaced_by = now, because.strip()[:300], replaced_by.strip()
    only = {"withdrawn_at", "withdrawal_reason", "replaced_by"}
    try:
        # Nothing else: a fault that the rest of it has had for years must not keep it in public.
        thing.clean_fields(exclude={field.name for field in thing._meta.fields} - only)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    thing.save()
    if place := membership(thing):
        # What is wrong in public is taken back at once; its bundle goes without it.
        place.delete()
    for waiting in Revision.objects.of_thing(thing).filter(due_at__isnull=False, published_at__isnull=True):
        unschedule(waiting, by)
    note(by, thing, _("Withdrew it: %(because)s") % {"because": because.strip()})
    return thing


def put_in_what_is_due(at: datetime | None = None) -> int:
    """Put in every change to public text, and every notice, whose moment has come; how many there were. Safe to run at any time, and twice at once."""
    at = at or timezone.now()
    try:
        if not (Revision.objects.due(at).exists() or Bundle.objects.notice_due(at).exists()):
            return 0
        with transaction.atomic():
            due = Revision.objects.due(at).select_for_update(of=("self",)).order_by("due_at", "number")
            return sum(put_in_due(revision) for revision in due) + put_up_notices(at)
    except DatabaseError:
        logger.exception("Changes that are due could not be put in.")
        return 0


def put_in_due(revision: Revision) -> bool:
    """Put in one change that is due; one that the row can no longer have goes back to the desk."""
    thing = held(revision.content_type.model_class()(pk=revision.object_id))
    try:
        with transaction.atomic():
            put_in(revision, thing, revision.due_at, revision.published_by)
    except Refused as refusal:
        logger.error("Revision %s was due and could not be put in: %s", revision.pk, refusal)
        revision.returned_at, revision.returned_because = timezone.now(), str(refusal)[:500]
        return_to_desk(revision)
        return False
    return True


def overtaken(revision: Revision) -> bool:
    """Whether this version, or a later one of the same thing, has become public."""
    return revision.number <= Revision.objects.of_same_thing(revision).public().last_number()
