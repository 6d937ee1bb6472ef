"""The register in time: every published date of an agreement as an event, year by year.

Most agreements have no published date. They are not left out: the page names them after the years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

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


def events_of(agreements: Iterable[Agreement], today: date) -> list[Event]:
    """Every date of these agreements, the earliest first."""
    found = [event(one, field, today) for one in agreements for field in EVENTS if getattr(one, field)]
    return sorted(found, key=lambda one: (one.sorts_by, one.agreement.title))


def event(agreement: Agreement, field: str, today: date) -> Event:
    known = getattr(agreement, field)
    iso = known if isinstance(known, str) else known.isoformat()
    words = date_in_words(known) if isinstance(known, str) else format_date(known, "j F Y")
    return Event(iso, words, EVENTS[field], agreement, iso[:10] > today.isoformat())


def by_year(events: Iterable[Event]) -> list[Year]:
    """The events, which come in the order of their dates, year by year."""
    return [Year(years, list(alike)) for years, alike in groupby(events, lambda one: one.years)]


def dated(found: AgreementQuerySet) -> AgreementQuerySet:
    """Those of which at least one date is published."""
    return found.filter(DATED)


def undated(found: AgreementQuerySet) -> AgreementQuerySet:
    """Those of which no date is published."""
    return found.exclude(DATED)
