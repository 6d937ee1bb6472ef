"""The register in time: every published date of an agreement as an event, year by year.

Most agreements have no published date. They are not left out: the page names them after the years.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _

from collaboration.partial_dates import date_in_words

from .models import Agreement, AgreementQuerySet

# The dates of an agreement in the order in which they can come, and what each says.
EVENTS = {
    "signed_on": _("Signed"),
    "starts_on": _("Starts"),
    "ends_on": _("First agreed to end"),
    "extended_until": _("Extended until this day"),
    "ended_on": _("Ended, a source says"),
}
DATED = ~Q(signed_on="") | Q(starts_on__isnull=False) | Q(ends_on__isnull=False) | Q(extended_until__isnull=False) | Q(ended_on__isnull=False)


@dataclass(frozen=True)
class Event:
    """One date of one agreement; `sorts_by` is as much of it as is known, in the order of ISO 8601."""

    sorts_by: str
    when: str
    what: str
    agreement: Agreement
    is_ahead: bool

    @property
    def years(self) -> tuple[str, ...]:
        """The year, or two where sources disagree about which it was."""
        return tuple(dict.fromkeys(part[:4] for part in self.sorts_by.split(" or ")))


@dataclass(frozen=True)
class Year:
    """The events of one year."""

    years: tuple[str, ...]
    events: list[Event]


class Moment(NamedTuple):
    """The same as it is kept: how it sorts, what the agreement is called, its number and the field of the date."""

    sorts_by: str
    title: str
    number: int
    field: str


@dataclass(frozen=True)
class Line:
    """Every date of some agreements, the earliest first, and the numbers of those that have none, in the order of the register."""

    moments: list[Moment]
    undated: array


def line_of(found: AgreementQuerySet, numbers: array) -> Line:
    """The dates of these agreements; `numbers` gives their order."""
    rows = found.filter(DATED).order_by().values_list("pk", "title", *EVENTS)
    moments = [Moment(iso(value), title, number, field) for number, title, *values in rows for field, value in zip(EVENTS, values, strict=True) if value]
    dated = {one.number for one in moments}
    return Line(sorted(moments, key=lambda one: one[:2]), array("q", (number for number in numbers if number not in dated)))


def size_of(line: Line) -> int:
    """As how many numbers a line counts where it is kept."""
    return 15 * len(line.moments) + len(line.undated)


def iso(known: str | date) -> str:
    return known if isinstance(known, str) else known.isoformat()


def event(agreement: Agreement, field: str, today: date) -> Event:
    known = getattr(agreement, field)
    words = date_in_words(known) if isinstance(known, str) else format_date(known, "j F Y")
    return Event(iso(known), words, EVENTS[field], agreement, iso(known)[:10] > today.isoformat())


def by_year(events: Iterable[Event]) -> list[Year]:
    """The events, which come in the order of their dates, year by year."""
    return [Year(years, list(alike)) for years, alike in groupby(events, lambda one: one.years)]
