"""Another moment for what is scheduled: a first publication, or a change to public text."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.accounts.models import User

from .bundles import stand_alone
from .drafting import Refused, ask
from .logbook import note
from .models import Publishable
from .publishing import again, have_no_faults
from .revisions import Revision


@transaction.atomic
def move(revision: Revision, by: User, moment: datetime) -> Revision:
    """Let a scheduled version come out at another moment; it stays approved as it is."""
    revision, thing = again(revision)
    ask(by, "publish", thing)
    stand_alone(thing)
    redate(revision, thing, moment)
    have_no_faults(revision, moment, revision.accepted_because)
    revision.save(update_fields=["accepted_because"])
    note(by, thing, _("Moved version %(number)s to %(moment)s.") % {"number": revision.number, "moment": in_words(moment)})
    return revision


def redate(revision: Revision, thing: Publishable, moment: datetime) -> None:
    """Give a scheduled version its other moment, inside a transaction that has decided it. Raises Refused for one that is out."""
    now = timezone.now()
    if moment <= now:
        raise Refused(_("That moment has passed. Give one to come."))
    if revision.published_at and revision.published_at > now:
        thing.publish_at = revision.published_at = moment
        thing.save()
    elif revision.due_at and revision.due_at > now and not revision.published_at:
        revision.due_at = moment
    else:
        raise Refused(_("It is out already, or is not on the schedule."))
    revision.save()


def in_words(moment: datetime) -> str:
    """A moment by our own clock, as the desk writes it."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")
