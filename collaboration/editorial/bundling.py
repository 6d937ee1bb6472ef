"""What is done with a bundle: put together, scheduled all or nothing, moved, called off.

Each act is one transaction. Scheduling gives everything its moment first and then publishes each thing by the
act that publishes it alone, so the same checks and the same second pair of eyes hold, and what comes out at the
same moment may link to each other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import User

from .bundle_trial import Line, line_of, members_of, tried
from .bundles import Bundle, BundleMember, membership
from .drafting import Refused, ask, held
from .logbook import note
from .models import Publishable
from .moving import in_words, redate
from .publishing import have_no_faults, unschedule
from .revisions import Revision

MOST = 100


class NotAll(Exception):
    """The bundle was not scheduled; `lines` say of each member why, `because` what is wrong with the bundle itself."""

    def __init__(self, lines: list[Line], because: list[str]):
        super().__init__(because)
        self.lines, self.because = lines, because


def again(bundle: Bundle) -> Bundle:
    """The bundle as the database has it in this transaction, locked where the database locks rows."""
    return Bundle.objects.select_for_update(of=("self",)).select_related("publisher", "notice_by").get(pk=bundle.pk)


def collecting(bundle: Bundle) -> Bundle:
    """The same, while things can be put in and out; raises Refused."""
    bundle = again(bundle)
    if bundle.is_scheduled:
        raise Refused(_("The bundle is scheduled. Call it off first.") if not bundle.is_out else _("The bundle is out."))
    return bundle


def scheduled(bundle: Bundle) -> Bundle:
    """The same, while it is scheduled and not out; raises Refused."""
    bundle = again(bundle)
    if not bundle.is_scheduled or bundle.is_out:
        raise Refused(_("The bundle is out.") if bundle.is_out else _("The bundle is not scheduled."))
    return bundle


def candidates(bundle: Bundle, words: str = "") -> models.QuerySet:
    """The drafts of the office that could be put in: open, and in no bundle."""
    taken = BundleMember.objects.filter(bundle__in=Bundle.objects.standing(), content_type=models.OuterRef("content_type"), object_id=models.OuterRef("object_id"))
    found = Revision.objects.open().filter(~models.Exists(taken), publisher=bundle.publisher_id)
    return found.filter(Q(title__icontains=words) if words else Q()).select_related("content_type", "author", "approved_by").order_by("-made_at")


def goes_out() -> Q:
    """Versions that are scheduled."""
    now = timezone.now()
    return Q(published_at__gt=now) | Q(published_at__isnull=True, due_at__gt=now)


@transaction.atomic
def add(bundle: Bundle, things: Iterable[Publishable], by: User) -> int:
    """Put things of the office into a bundle; how many."""
    bundle = collecting(bundle)
    ask(by, "write", bundle)
    number = 0
    for thing in things:
        row = held(thing)
        place = membership(row)
        if row.publisher_id != bundle.publisher_id:
            raise Refused(_("“%(title)s” belongs to another office.") % {"title": row})
        if place and place.bundle_id != bundle.pk:
            raise Refused(_("“%(title)s” is in the bundle “%(bundle)s” already. A thing is in one bundle at most.") % {"title": row, "bundle": place.bundle})
        if Revision.objects.of_thing(row).filter(goes_out()).exists():
            raise Refused(_("“%(title)s” is scheduled by itself. Take it off the schedule first.") % {"title": row})
        if place is None:
            BundleMember.objects.create(bundle=bundle, thing=row, added_by=by)
            note(by, row, _("Put into the bundle “%(bundle)s”.") % {"bundle": bundle})
            number += 1
    if bundle.members.count() > MOST:
        raise Refused(_("A bundle holds at most %(most)s things.") % {"most": MOST})
    return number


@transaction.atomic
def take_out(member: BundleMember, by: User) -> None:
    """Take one thing out. Of a scheduled bundle it goes back to being a draft, and the rest comes out without it."""
    bundle = again(member.bundle)
    if bundle.is_out:
        raise Refused(_("The bundle is out."))
    ask(by, "publish" if bundle.is_scheduled else "write", bundle)
    member = BundleMember.objects.select_related("revision").filter(pk=member.pk).first()
    if member is None:
        raise Refused(_("It is no longer in the bundle."))
    if member.revision:
        unschedule(member.revision, by, within=bundle)
    note(by, member.thing, _("Taken out of the bundle “%(bundle)s”.") % {"bundle": bundle})
    member.delete()


def wrong_with(bundle: Bundle) -> list[str]:
    """What keeps a bundle as such from being scheduled, a sentence each."""
    found = []
    if bundle.moment is None:
        found.append(_("Give it the moment at which it comes out."))
    elif bundle.moment <= timezone.now():
        found.append(_("Its moment has passed. Give one to come."))
    if not bundle.members.exists() and not bundle.notice:
        found.append(_("There is nothing in it yet."))
    return found


def notice_lacks(bundle: Bundle, by: User) -> str:
    """What the notice still wants if this person schedules it; empty for nothing."""
    if bundle.notice and not bundle.notice_approved_by_id and bundle.notice_by_id == by.pk:
        return _("You wrote the notice, so somebody else has to approve it.")
    return ""


def schedule(bundle: Bundle, by: User, answers: dict[int, dict]) -> Bundle:
    """Schedule everything in it for its moment, or nothing; raises NotAll with every refusal.

    `answers` hold by member the number of the version that was looked at, and what is asked of it.
    """
    with transaction.atomic():
        bundle = collecting(bundle)
        ask(by, "publish", bundle)
        because = [*wrong_with(bundle), *filter(None, [notice_lacks(bundle, by)])]
        lines = tried(bundle, by, answers, bundle.moment) if bundle.moment and bundle.moment > timezone.now() else []
        if because or any(line.refusal for line in lines):
            raise NotAll(lines, because)
        for line in lines:
            BundleMember.objects.filter(pk=line.member.pk).update(revision=line.scheduled)
        if bundle.notice and not bundle.notice_approved_by_id:
            bundle.notice_approved_by = by
        bundle.scheduled_at, bundle.scheduled_by, bundle.notice_put_in_at = timezone.now(), by, None
        bundle.save()
        note(by, bundle, _("Scheduled for %(moment)s.") % {"moment": in_words(bundle.moment)})
    return bundle


@transaction.atomic
def move(bundle: Bundle, by: User, moment: datetime) -> Bundle:
    """Let all of a scheduled bundle come out at another moment. Raises NotAll where something cannot be out by then."""
    bundle = scheduled(bundle)
    ask(by, "publish", bundle)
    bundle.moment = moment
    if bundle.notice_until and bundle.notice_until <= moment:
        raise Refused(_("The notice ends before that. Call the bundle off and let the notice end later."))
    lines = [line for line in map(line_of, members_of(bundle)) if line.member.revision]
    for line in lines:
        line.revision = line.member.revision
        redate(line.revision, line.thing, moment)
    for line in lines:
        try:
            have_no_faults(line.revision, moment, line.revision.accepted_because)
        except Refused as refusal:
            line.refusal = str(refusal)
    if any(line.refusal for line in lines):
        raise NotAll(lines, [])
    bundle.save()
    note(by, bundle, _("Moved to %(moment)s.") % {"moment": in_words(moment)})
    return bundle


@transaction.atomic
def call_off(bundle: Bundle, by: User) -> Bundle:
    """Take everything in it off the schedule: drafts again, approved as they were."""
    bundle = scheduled(bundle)
    ask(by, "publish", bundle)
    for member in members_of(bundle):
        if member.revision:
            unschedule(member.revision, by, within=bundle)
            BundleMember.objects.filter(pk=member.pk).update(revision=None)
    bundle.scheduled_at = bundle.scheduled_by = None
    bundle.save()
    note(by, bundle, _("Called off. Everything in it is a draft again."))
    return bundle


@transaction.atomic
def approve_notice(bundle: Bundle, by: User) -> Bundle:
    """Approve the notice; not for whoever wrote it."""
    bundle = collecting(bundle)
    ask(by, "publish", bundle)
    if not bundle.notice or bundle.notice_by_id == by.pk:
        raise Refused(notice_lacks(bundle, by) or _("There is no notice to approve."))
    bundle.notice_approved_by = by
    bundle.save(update_fields=["notice_approved_by"])
    note(by, bundle, _("Approved the notice."))
    return bundle
