"""Writing: saving a draft as a revision, restoring an old one, and what to do when two wrote at once.

A draft of something the public reads leaves its row alone. Before its first publication nobody outside
can see the row, so it follows the latest draft, and lists at the desk show what was written last.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can

from . import snapshots
from .models import Publishable
from .revisions import Revision


class Refused(Exception):
    """Something the desk does not do; the text says why, in a sentence for the person at it."""


class Conflict(Exception):
    """Somebody saved a newer revision since this one was begun; `latest` is theirs."""

    def __init__(self, latest: Revision):
        super().__init__(latest)
        self.latest = latest


def ask(by: User, action: str, thing) -> None:
    """Raises Refused unless the person may do this to the thing."""
    if not can(by, action, thing):
        raise Refused(_("You may not do this for that office."))


def held(thing: Publishable) -> Publishable:
    """The row of the thing, locked until the end of the transaction where the database locks rows."""
    return type(thing)._base_manager.select_for_update(of=("self",)).select_related("publisher").get(pk=thing.pk)


def working(thing: Publishable) -> Revision | None:
    """What an editor goes on from: the open draft, else the change that waits, else what was published last; None before anybody has edited it."""
    return Revision.objects.of_thing(thing).select_related("author").to_go_on_from().first()


def fields_to_edit(thing: Publishable) -> dict:
    """The plain values an editor goes on from: those of the working revision, or else of the row."""
    return written(thing, working(thing))


def written(thing: Publishable, revision: Revision | None) -> dict:
    """The plain values of a thing as a revision has them; what it leaves out, and everything without one, as its row has it."""
    return snapshots.snapshot(thing) | (revision.fields if revision else {})


def next_number(thing: Publishable) -> int:
    """The number of the next revision, from 1."""
    return Revision.objects.of_thing(thing).last_number() + 1


def first_revision(thing: Publishable) -> Revision:
    """The revision of what was there before anybody edited it here, as of a fixture; not saved, since only an edit needs it kept."""
    return Revision(
        publisher_id=thing.publisher_id, thing=thing, number=1, title=str(thing)[:300], fields=snapshots.snapshot(thing),
        made_at=thing.changed_at, why=_("As it stood before it was first edited here."), published_at=thing.publish_at,
    )  # fmt: skip


@transaction.atomic
def save_draft(thing: Publishable, fields: dict, by: User, base: int | None = None, why: str = "") -> Revision:
    """Save what somebody wrote as the open draft of a thing.

    `fields` holds plain values (see `snapshots`); what it leaves out stays. `base` is the number of the
    revision they began from, None to overrule whatever is there. Raises Conflict if another has saved since,
    Refused if they may not write it. Saving what is there already makes no revision, unless it has been
    withdrawn: then it is how somebody begins to bring it back.
    """
    row = held(thing)
    ask(by, "write", row)
    newest = working(row)
    if newest is None and row.publish_at:
        newest = first_revision(row)
        newest.save()
    if newest and base is not None and base != newest.number:
        raise Conflict(newest)
    whole = {**(newest.fields if newest else snapshots.snapshot(row)), **fields}
    if newest and newest.fields == whole and (newest.is_open or not row.is_withdrawn()):
        return newest
    Revision.objects.of_thing(row).open().update(is_open=False)
    draft = Revision.objects.create(
        publisher_id=row.publisher_id, thing=row, number=next_number(row), title=title_of(row, whole),
        fields=whole, is_open=True, author=by, why=why[:300],
    )  # fmt: skip
    if row.publish_at is None:
        write_row(row, whole)
    return draft


@transaction.atomic
def discard(draft: Revision, by: User) -> None:
    """Close an open draft without publishing it; it stays in the history, and the next editor begins from what is public."""
    ask(by, "write", draft)
    if not Revision.objects.open().filter(pk=draft.pk).update(is_open=False):
        raise Refused(_("That draft is no longer open."))


def restore(revision: Revision, by: User) -> Revision:
    """Bring an old revision back as the open draft. Choices that have been deleted since are left out."""
    thing = revision.model._base_manager.get(pk=revision.object_id)
    chosen = {name: [one.pk for one in objects] for name, objects in revision.choices().items()}
    why = _("Brought back version %(number)s.") % {"number": revision.number}
    return save_draft(thing, {**revision.fields, **chosen}, by, why=why)


def title_of(thing: Publishable, fields: dict) -> str:
    """What the thing is called with these values."""
    named = type(thing)(publisher_id=thing.publisher_id, pk=thing.pk)
    snapshots.put(named, fields)
    return str(named)[:300]


def write_row(row: Publishable, fields: dict) -> None:
    """Make the row what these values say; raises Refused where the database or the model cannot have it so."""
    snapshots.put(row, fields)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    store(row, fields)


def store(row: Publishable, fields: dict) -> None:
    """Save a row that has been given these values, its many-to-many choices too."""
    row.save()
    for name, objects in snapshots.choices(type(row), fields).items():
        getattr(row, name).set(objects)


def is_kept_for_good(thing: models.Model) -> bool:
    """Whether a thing may no longer be deleted: it has, or had, a date of publication."""
    return bool(thing.publish_at) or Revision.objects.of_thing(thing).filter(published_at__isnull=False).exists()
