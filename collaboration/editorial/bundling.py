"""What is done with a bundle: put together, scheduled all or nothing, moved, called off.

Each act is one transaction. Scheduling gives everything its moment first and then publishes each thing by the
act that publishes it alone, so the same checks and the same second pair of eyes hold, and what comes out at the
same moment may link to each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can

from .bundles import Bundle, BundleMember, membership
from .drafting import Refused, ask, held, working
from .logbook import note
from .models import Publishable
from .moving import in_words, redate
from .proofs import findings_of
from .publishing import contributors, have_no_faults, publish, unschedule
from .revisions import Revision

MOST = 100
ANY = "…"
# What is answered while it is only tried.
TRIED = {"kind": Revision.Change.UPDATE, "note": ANY, "accepted_because": ANY}


@dataclass
class Line:
    """A member as it stands: the version in question, what the checks found, what has to be said of it, what is missing."""

    member: BundleMember
    thing: Publishable
    revision: Revision | None
    findings: list = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    refusal: str = ""

    @property
    def number(self) -> int:
        return self.revision.number if self.revision else 0

    @property
    def has_newer_draft(self) -> bool:
        """Whether somebody has gone on writing since it was scheduled: that draft does not come out with the rest."""
        return bool(self.member.revision_id and Revision.objects.of_thing(self.thing).open().exists())


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


def members_of(bundle: Bundle) -> list[BundleMember]:
    return list(bundle.members.select_related("content_type", "revision__approved_by", "revision__published_by"))


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
            BundleMember.objects.filter(pk=line.member.pk).update(revision=line.revision)
        if bundle.notice and not bundle.notice_approved_by_id:
            bundle.notice_approved_by = by
        bundle.scheduled_at, bundle.scheduled_by, bundle.notice_put_in_at = timezone.now(), by, None
        bundle.save()
        note(by, bundle, _("Scheduled for %(moment)s.") % {"moment": in_words(bundle.moment)})
    return bundle


def look(bundle: Bundle, by: User) -> list[Line]:
    """Its members as they stand, each with what would keep it from being scheduled; nothing is changed."""
    if bundle.is_scheduled:
        return [Line(member, member.thing, member.revision) for member in members_of(bundle)]
    soon = timezone.now() + timedelta(minutes=1)
    with transaction.atomic():
        lines = tried(bundle, by, None, max(bundle.moment or soon, soon))
        transaction.set_rollback(True)
    return lines


def tried(bundle: Bundle, by: User, answers: dict[int, dict] | None, moment: datetime) -> list[Line]:
    """Each member published for the moment, or why not. Inside a transaction, which the caller keeps or undoes."""
    lines = [line_of(member) for member in members_of(bundle)]
    give_the_moment([line.thing for line in lines], moment)
    for line in lines:
        try:
            find(line, moment)
            line.refusal = refusal_of(line, bundle, by, answers, moment)
        except (Refused, ValidationError) as refusal:
            line.refusal = " ".join(getattr(refusal, "messages", [str(refusal)]))
    return lines


def give_the_moment(things: list[Publishable], moment: datetime) -> None:
    """Let what is not public be public from the moment, so that the checks find it there. Inside a transaction, as above."""
    for thing in things:
        if not thing.is_live():
            out = {"publish_at": moment, "withdrawn_at": None, "withdrawal_reason": "", "replaced_by": ""}
            type(thing)._base_manager.filter(pk=thing.pk).update(**out)


def findings_within(place: BundleMember, draft: Revision) -> list:
    """What the checks find in the draft of a member when everything in its bundle comes out with it."""
    soon = timezone.now() + timedelta(minutes=1)
    moment = max(place.bundle.moment or soon, soon)
    with transaction.atomic():
        give_the_moment([line_of(member).thing for member in members_of(place.bundle)], moment)
        found = findings_of(draft.as_object(), choices=draft.choices(), at=moment)
        transaction.set_rollback(True)
    return found


def line_of(member: BundleMember) -> Line:
    thing = held(member.content_type.model_class()(pk=member.object_id))
    return Line(member, thing, working(thing))


def find(line: Line, moment: datetime) -> None:
    """Run the checks on the draft and note what has to be said of it. Raises Refused where there is no draft."""
    if line.revision is None or not line.revision.is_open:
        raise Refused(_("There is no draft of it to come out."))
    line.findings = findings_of(line.revision.as_object(), choices=line.revision.choices(), at=moment)
    line.asks = {name for name, is_asked in (("kind", line.thing.is_live()), ("accepted_because", line.findings)) if is_asked}


def refusal_of(line: Line, bundle: Bundle, by: User, answers: dict[int, dict] | None, moment: datetime) -> str:
    """Publish one member for the moment; why not, or nothing. Raises Refused. For who may not publish, what is missing."""
    answer = TRIED if answers is None else answers.get(line.member.pk, {})
    if answers is not None and answer.get("number") != line.revision.number:
        return _("Somebody has saved a newer version since you looked.")
    may_publish = can(by, "publish", bundle)
    if not line.revision.approved_by_id and (not may_publish or by.pk in contributors(line.revision)):
        return _("Somebody who had no hand in it has to approve it first.")
    if not may_publish:
        have_no_faults(line.revision, moment, ANY)
        return ""
    said = {"kind": answer.get("kind", ""), "note_to_public": answer.get("note", ""), "accepted_because": answer.get("accepted_because", "")}
    line.revision = publish(line.revision, by, moment, within=bundle, **said)
    return ""


@transaction.atomic
def move(bundle: Bundle, by: User, moment: datetime) -> Bundle:
    """Let all of a scheduled bundle come out at another moment. Raises NotAll where something cannot be out by then."""
    bundle = scheduled(bundle)
    ask(by, "publish", bundle)
    bundle.moment = moment
    if bundle.notice_until and bundle.notice_until <= moment:
        raise Refused(_("The notice ends before that. Call the bundle off and let the notice end later."))
    lines = [line_of(member) for member in members_of(bundle)]
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
