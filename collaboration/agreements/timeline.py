"""The register in time: every published date of an agreement as an event, year by year.

Most agreements have no published date. They are not left out: the page names them after the years.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.meanwhile import rows_of
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
FIELDS = tuple(EVENTS)
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


@dataclass(frozen=True)
class Line:
    """Every date of some agreements, the earliest first, of how many agreements, and the numbers of those that have none, in the order of the register.

    A date is kept as what it is sorted by: itself, what the agreement is called, its number and which of `FIELDS` it is.
    """

    moments: list[tuple[str, str, int, int]]
    dated: int
    undated: array

    @property
    def number(self) -> int:
        """How many agreements there are."""
        return self.dated + len(self.undated)


def line_of(found: AgreementQuerySet) -> Line:
    """The dates of these agreements."""
    dates = {f"known_{field}": Cast(field, CharField()) for field in FIELDS}
    rows = rows_of(found.filter(DATED).order_by().annotate(**dates).values_list("title", "pk", *dates))
    moments = [(row[2 + which], row[0], row[1], which) for which in range(len(FIELDS)) for row in rows if row[2 + which]]
    return Line(sorted(moments), len(rows), array("q", (row[0] for row in rows_of(found.exclude(DATED).values_list("pk")))))


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
