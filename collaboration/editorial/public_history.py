"""What changed and when, for the public: each published version beside the one before, word by word.

Nothing is shown but the fields a model names in `told_fields`, and of other records only the names of
those that are public now. Drafts, versions yet to come, and who wrote what stay at the desk.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.differences import Piece, as_html, prose_differences, word_differences
from collaboration.paging import page_of
from collaboration.partial_dates import PartialDateField, date_in_words
from collaboration.prose import ProseField

from .changes import NAMES, history_address, published_versions
from .drafting import ask
from .logbook import note
from .models import Publishable, PublishableQuerySet
from .revisions import Revision

VERSIONS_ON_A_PAGE = 50
# Unchanged words that are shown beside each change.
WORDS_BESIDE = 12
NAMES_OF_RECORDS = ("name", "title", "headline")
Names = dict[tuple[type[models.Model], int], str]


@dataclass(frozen=True)
class FieldChange:
    """A field under its label, with what went and what came."""

    label: str
    html: SafeString


@dataclass
class Version:
    """One published version as the public history shows it."""

    number: int
    at: datetime
    kind: str
    note: str
    is_first: bool
    changes: list[FieldChange] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return NAMES.get(self.kind) or (_("Published") if self.is_first else _("New version"))


def history(request: HttpRequest, thing: Publishable) -> HttpResponse:
    """The page on what changed in something public."""
    pages = page_of(published_versions(thing).defer("title", "why"), request, VERSIONS_ON_A_PAGE)
    answer = render(request, "editorial/history.html", {
        "thing": thing,
        "pages": pages,
        "versions": versions_of(thing, pages),
        "address": history_address(thing).removesuffix("history/"),
        "canonical": f"{thing.get_absolute_url()}history/",
    })
    # Old words are there to be checked, not to be found before the present ones.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def versions_of(thing: Publishable, pages) -> list[Version]:
    """The versions on one page of the history, newest first; what was first published stands last, with nothing to compare."""
    if not pages.paginator.count:
        return [Version(1, thing.publish_at, "", "", is_first=True)]
    # From the newest on, as a version that hides words hides them in all before it; and one more, to compare with.
    found = list(pages.paginator.object_list[: pages.end_index() + 1])
    pairs = list(zip(found, [*found[1:], None], strict=True))[: pages.end_index()]
    hidden = hidden_fields(pairs)
    shown = pairs[pages.start_index() - 1 :]
    names = public_names(type(thing), shown)
    return [version(type(thing), new, old, names, hidden[new.number]) for new, old in shown]


def version(model: type[Publishable], new: Revision, old: Revision | None, names: Names, hidden: dict[str, str]) -> Version:
    """One version with its differences from the one before, but for the fields that are hidden and why."""
    shown = Version(new.number, new.published_at, new.change_kind, new.change_note, is_first=old is None)
    for name in changed_fields(model, new, old):
        if name in hidden:
            shown.withheld = list(dict.fromkeys([*shown.withheld, hidden[name]]))
        elif html := as_html(pieces_of(model._meta.get_field(name), old.fields[name], new.fields[name], names), fold=WORDS_BESIDE):
            shown.changes.append(FieldChange(capfirst(model._meta.get_field(name).verbose_name), html))
    return shown


def changed_fields(model: type[Publishable], new: Revision, old: Revision | None) -> list[str]:
    """The fields told to the public in which two versions differ. A field that the model did not have then is not compared."""
    if old is None:
        return []
    both = [name for name in model.told_fields if name in new.fields and name in old.fields]
    return [name for name in both if new.fields[name] != old.fields[name]]


def hidden_fields(pairs: list[tuple[Revision, Revision | None]]) -> dict[int, dict[str, str]]:
    """For each version the fields whose differences are hidden, and why.

    Words taken out of public sight stood in the versions before, too, so what one version hides is
    hidden in every earlier one.
    """
    hidden: dict[str, str] = {}
    by_version = {}
    for new, old in pairs:
        if new.differences_hidden_because:
            told = changed_fields(new.model, new, old) if old else new.model.told_fields
            hidden = {**dict.fromkeys(told, new.differences_hidden_because), **hidden}
        by_version[new.number] = hidden
    return by_version


def pieces_of(of: models.Field, before, after, names: Names) -> list[Piece]:
    """What went and what came in one field; nothing, if a reader could not see it."""
    if isinstance(of, ProseField):
        return seen(prose_differences(before or "", after or "", in_place_of))
    if of.many_to_many:
        gone, came = ([name for pk in sorted(set(one) - set(other)) if (name := names.get((of.related_model, pk)))] for one, other in ((before, after), (after, before)))
        return [*(Piece("gone", f"{name}\n") for name in gone), *(Piece("new", f"{name}\n") for name in came)]
    old, new = in_words(of, before, names), in_words(of, after, names)
    if of.get_internal_type() in {"CharField", "TextField"} and not of.choices and not isinstance(of, PartialDateField):
        return seen(word_differences(old, new))
    return [Piece("gone", f"{old}\n"), Piece("new", new)] if old != new else []


def seen(pieces: list[Piece]) -> list[Piece]:
    """The pieces, or none if all that changed was spaces or what no reader sees."""
    return pieces if any(piece.kind != "same" and piece.words.strip() for piece in pieces) else []


def in_words(of: models.Field, value, names: Names) -> str:
    """A value as a reader would have seen it; empty for none and for a record that is not public."""
    if of.is_relation:
        return names.get((of.related_model, value), "")
    if value is None or value == "":
        return ""
    if of.choices:
        return str(dict(of.flatchoices).get(value, ""))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(of, PartialDateField):
        return date_in_words(value)
    if isinstance(of, models.DateField):
        return format_date(of.to_python(value), "j F Y")
    return str(value)


def in_place_of(kind: str) -> str:
    """What stands for a name in double brackets: its value is the record's, not this text's, and may not be public."""
    return {
        "fact": _("(a figure from the records)"), "force": _("(a figure from the records)"), "unit": _("(a unit from the records)"),
        "agreement": _("(an agreement from the records)"), "picture": _("(a picture)"),
    }.get(kind, _("(a list from the records)"))  # fmt: skip


def public_names(model: type[Publishable], pairs: list[tuple[Revision, Revision | None]]) -> Names:
    """The names of the records that came or went in these versions, of those that are public now; one query for all kinds of record."""
    wanted = defaultdict(set)
    for new, old in pairs:
        for name in changed_fields(model, new, old):
            of = model._meta.get_field(name)
            if of.is_relation:
                wanted[of.related_model] |= set(numbers(new.fields[name])) ^ set(numbers(old.fields[name]))
    queries = [names_query(related, pks) for related, pks in wanted.items() if pks]
    by_label = {related._meta.label: related for related in wanted}
    rows = queries[0].union(*queries[1:], all=True) if queries else []
    return {(by_label[label], pk): name for label, pk, name in rows}


def numbers(value) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []


def names_query(related: type[models.Model], pks: set[int]) -> models.QuerySet:
    """The kind, number and name of these records, those that the public may see."""
    known = {one.name for one in related._meta.get_fields()}
    named = next(name for name in NAMES_OF_RECORDS if name in known)
    found = related._default_manager.filter(pk__in=pks)
    if isinstance(found, PublishableQuerySet):
        found = found.live()
    return found.order_by().values_list(Value(related._meta.label, CharField()), "pk", Cast(F(named), CharField()))


@transaction.atomic
def hide_differences(revision: Revision, by: User, because: str) -> None:
    """Show the reason instead of the words in the public history, in this version and those before; an empty reason shows them again.

    For an administrator, where the law wants words gone. Raises Refused for anybody else.
    """
    thing = revision.model._base_manager.get(pk=revision.object_id)
    ask(by, "administer", thing)
    revision.differences_hidden_because = because.strip()[:300]
    revision.save(update_fields=["differences_hidden_because"])
    done = _("Hid the differences of version %(number)s: %(because)s") if because.strip() else _("Showed the differences of version %(number)s again.")
    note(by, thing, done % {"number": revision.number, "because": because.strip()})
