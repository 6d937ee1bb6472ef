"""The members of a bundle as they stand, and what would keep each from coming out with the rest.

That is not guessed: everything is given its moment and published for it, inside a transaction that is undone.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can

from .bundles import Bundle, BundleMember
from .drafting import Refused, held, working
from .models import Publishable
from .proofs import findings_of
from .publishing import contributors, have_no_faults, publish
from .revisions import Revision

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
    scheduled: Revision | None = None
    # What was typed about it, or was said of it before.
    answer: dict = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.revision.number if self.revision else 0

    @property
    def has_newer_draft(self) -> bool:
        """Whether somebody has gone on writing since it was scheduled: that draft does not come out with the rest."""
        return bool(self.member.revision_id and Revision.objects.of_thing(self.thing).open().exists())


def members_of(bundle: Bundle) -> list[BundleMember]:
    return list(bundle.members.select_related("content_type", "revision__approved_by", "revision__published_by"))


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
    line.asks = {name for name, is_asked in (("kind", line.thing.is_live()), ("accepted_because", any(not one.stops for one in line.findings))) if is_asked}


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
    line.scheduled = publish(line.revision, by, moment, within=bundle, **said)
    return ""
