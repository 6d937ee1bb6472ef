"""What a newsroom lists, narrowed or not, counted by month and cut into pages without reading past what is not shown.

The whole list is counted month by month along an index, and a page is looked for from the end of its month on. A list
that is narrowed by what releases are about is kept as the numbers of its releases. Both are kept as long as they are true.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.db import connection
from django.db.models import CharField, DateTimeField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils import timezone

from collaboration.editorial.meanwhile import SMALL, as_moment, at_once, count_of, meanwhile, rows_of
from collaboration.prepared import adapted, prepared
from collaboration.publishers.models import Publisher

from .archive import Span
from .models import PressRelease, PressReleaseQuerySet
from .narrowing import ABOUT, TABLES, ReleaseFilter

BY_NUMBER = "release_by_number"
# Where a month begins and ends, in a question that is asked of all months in one.
BEGINS, ENDS = (RawSQL(f"span.{bound}", (), DateTimeField()) for bound in ("begins", "ends"))


@dataclass(frozen=True)
class Known:
    """The months in which something came out, the latest first, each with how much; and the numbers of all releases, the oldest first, where they are few enough to be kept."""

    months: list[Span]
    numbers: array | None = None


class Listing:
    """The releases of a site's newsroom at a moment, as narrowed; the newest first."""

    def __init__(self, publisher: Publisher, at: datetime, narrowing: ReleaseFilter | None = None):
        self.publisher, self.at, self.narrowing = publisher, at, narrowing

    @cached_property
    def every(self) -> PressReleaseQuerySet:
        """All there will be, public or not."""
        every = PressRelease.objects.all_of_newsroom(self.publisher).newest_first()
        return self.narrowing.apply(every) if self.narrowing else every

    @property
    def found(self) -> PressReleaseQuerySet:
        """All that are public, as a question."""
        return self.every.live(self.at)

    @cached_property
    def chosen(self) -> tuple[tuple[str, int], ...]:
        """What it is narrowed by."""
        return tuple((name, self.narrowing.cleaned_data[name].pk) for name in self.narrowing.asked) if self.narrowing else ()

    @property
    def is_kept_whole(self) -> bool:
        """Whether it is narrowed by what releases are about, for which there is no order to go along."""
        return any(name in ABOUT for name, _number in self.chosen)

    def newest(self, most: int) -> PressReleaseQuerySet:
        """The first so many, as a question; in no order where they are known by number, or the database would go along the order and not by number."""
        if self.is_kept_whole:
            numbers = meanwhile(TABLES, ("newest", self.publisher.pk, self.chosen, most), self.at, lambda: rows_of(self.found.values_list("pk")[:most], BY_NUMBER))
            return PressRelease.objects.live(self.at).filter(pk__in=[number for (number,) in numbers]).order_by()
        return self.found[:most]

    @cached_property
    def known(self) -> Known:
        make = self.by_number if self.is_kept_whole else self.by_month
        return meanwhile(TABLES, ("listing", self.publisher.pk, self.chosen), self.at, make, size=lambda known: SMALL + len(known.numbers or ()))

    @property
    def months(self) -> list[Span]:
        """The months in which something came out, the latest first, each with how much."""
        return self.known.months

    def by_month(self) -> Known:
        """Counted along the index of dates."""
        dates = self.found.values("publish_at")
        first, last = at_once([dates.order_by(way)[:1].query.sql_with_params() for way in ("publish_at", "-publish_at")])
        spans = months_between(as_moment(first), as_moment(last)) if first else []
        counted = self.counted(spans) if spans else {}
        return Known([Span(*one.key, counted[place]) for place, one in enumerate(spans) if counted[place]][::-1])

    def counted(self, spans: list[Span]) -> dict[int, int]:
        """How many came out in each of these months, which follow each other; by their places. The last ends at this moment."""
        sql, values = count_of(self.every.live_between(BEGINS, ENDS, self.at)).query.sql_with_params()
        bounds = [adapted(one) for one in (*(one.begins for one in spans), just_after(self.at))]
        with connection.cursor() as cursor:
            months = ", ".join(["(%s, %s, %s)"] * len(spans))
            asked = [value for place in range(len(spans)) for value in (place, *bounds[place : place + 2])]
            cursor.execute(f"WITH span(place, begins, ends) AS (VALUES {months}) SELECT place, ({sql}) FROM span", [*asked, *values])
            return dict(cursor.fetchall())

    def by_number(self) -> Known:
        """Read whole, two columns of each. The moments stay text: making dates of them would take longer than the question."""
        rows = rows_of(self.found.order_by("publish_at", "pk").annotate(as_text=Cast("publish_at", CharField())).values_list("as_text", "pk"), BY_NUMBER)
        moments = [row[0] for row in rows]
        spans = months_between(as_moment(moments[0]), as_moment(moments[-1])) if rows else []
        ends = [0, *(bisect_left(moments, f"{one.ends.astimezone(UTC):%Y-%m-%d %H:%M:%S}") for one in spans)]
        counted = (Span(*one.key, ends[place + 1] - ends[place]) for place, one in enumerate(spans))
        return Known([one for one in counted if one.number][::-1], array("q", (row[1] for row in rows)))

    def number_in(self, here: Span | None) -> int:
        """How many came out in a span, or at all."""
        return sum(one.number for one in self.months if here is None or here.holds(one))

    def numbers(self, here: Span | None, start: int, stop: int) -> list[int]:
        """The numbers of the releases from one place in a span to another, counted from its newest."""
        within = [one for one in self.months if here is None or here.holds(one)]
        stop = min(stop, sum(one.number for one in within))
        if (numbers := self.known.numbers) is not None:
            newer = sum(one.number for one in self.months if within and one.key > within[0].key)
            return [numbers[-1 - place] for place in range(newer + start, newer + stop)]
        size = max(0, stop - start)
        for month in within:
            if start < month.number:
                bounds = {"begins": self.months[-1].begins, "ends": min(month.ends, just_after(self.at)), "at": self.at}
                if not start and not self.chosen:
                    return newest_of(self.publisher.is_programme, size, publisher=self.publisher.pk, **bounds)
                found = self.every.live_between(**bounds)
                return list(found.values_list("pk", flat=True)[start : start + size])
            start -= month.number
        return []

    def cut(self, here: Span | None, publishers: list[Publisher]) -> "Cut":
        return Cut(self, here, {one.pk: one for one in publishers})


@dataclass(frozen=True)
class Cut:
    """The releases of a listing that came out in a span, as what cuts lists into pages wants them: counted, and read a page at a time."""

    listing: Listing
    here: Span | None
    publishers: dict[int, Publisher]
    ordered = True

    def count(self) -> int:
        return self.listing.number_in(self.here)

    def __getitem__(self, wanted: slice) -> list[PressRelease]:
        numbers = self.listing.numbers(self.here, wanted.start or 0, wanted.stop)
        return in_this_order(numbers, self.listing.at, self.publishers)


@prepared
def newest_of(of_everybody: bool, most: int, *, publisher: int, begins: datetime, ends: datetime, at: datetime) -> QuerySet:
    """The numbers of the newest releases of a publisher, or of all, that came out between two moments."""
    every = PressRelease.objects.all() if of_everybody else PressRelease.objects.filter(publisher=publisher)
    return every.newest_first().live_between(begins, ends, at).values_list("pk", flat=True)[:most]


def in_this_order(numbers: list[int], at: datetime, publishers: dict[int, Publisher]) -> list[PressRelease]:
    """The live ones of the releases with these numbers, each with its publisher, whom the request has read already."""
    read = {one.pk: one for one in as_listed(len(numbers), at=at, **{f"number_{place}": number for place, number in enumerate(numbers)})} if numbers else {}
    found = [read[number] for number in numbers if number in read]
    for one in found:
        one.publisher = publishers[one.publisher_id]
    return found


@prepared
def as_listed(_how_many: int, *, at: datetime, **numbers: int) -> QuerySet:
    """What a list shows of the live ones of so many releases."""
    return PressRelease.objects.live(at).filter(pk__in=list(numbers.values())).order_by().defer("body", "notes_to_editors", "record_note")


def latest_for(publisher: Publisher, publishers: list[Publisher], at: datetime, most: int = 4) -> list[PressRelease]:
    """The newest that a site has to tell: its own, and others' about its area; on the programme's site everybody's."""

    def find() -> list[PressReleaseQuerySet]:
        live = PressRelease.objects.live(at)
        # Two questions, each along an order, where one for both would put everything in order.
        return [live] if publisher.is_programme else [live.of(publisher), live.concerning(publisher)]

    return kept_in_mind("latest", find, publisher, publishers, at, most)


def kept_in_mind(name: str, find: Callable[[], list[PressReleaseQuerySet]], publisher: Publisher, publishers: list[Publisher], at: datetime, most: int) -> list[PressRelease]:
    """The newest few of what is found for a site; their numbers are kept."""

    def newest() -> list[int]:
        dates = {row for one in find() for row in one.newest_first().values_list("publish_at", "pk")[:most]}
        return [number for _date, number in sorted(dates, reverse=True)[:most]]

    numbers = meanwhile(TABLES, (name, publisher.pk), at, newest)
    return in_this_order(numbers, at, {one.pk: one for one in publishers})


def months_between(first: datetime, last: datetime) -> list[Span]:
    """The months from one moment to another by our clocks, the earliest first."""
    first, last = timezone.localtime(first), timezone.localtime(last)
    return [Span(number // 12, number % 12 + 1) for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]


def just_after(at: datetime) -> datetime:
    """What comes out before this has come out by the moment."""
    return at + timedelta(microseconds=1)
