"""The newsroom by year and month, by the clock of Britain, with how many releases each has.

Whatever is counted is counted among the releases that the asker may see: whoever comes here has filtered them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date

from .models import PressReleaseQuerySet


@dataclass(frozen=True, order=True)
class Span:
    """A year, or with a month that month of it. `number` says how many releases came out in it, where that is known."""

    year: int
    month: int = 0
    number: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return self.year, self.month

    @property
    def words(self) -> str:
        """“2016” or “May 2016”."""
        return format_date(date(self.year, self.month, 1), "F Y") if self.month else str(self.year)

    @property
    def month_name(self) -> str:
        return format_date(date(self.year, self.month or 1, 1), "F")

    @property
    def begins(self) -> datetime:
        """Its first moment: midnight here, which in summer is eleven in the evening by universal time."""
        return midnight(self.year, self.month or 1)

    @property
    def ends(self) -> datetime:
        """The first moment that is not in it any more."""
        months = self.year * 12 + (self.month if self.month else 12)
        return midnight(months // 12, months % 12 + 1)

    def holds(self, other: "Span") -> bool:
        """Whether another span lies within this one."""
        return self.year == other.year and self.month in (0, other.month)

    def of(self, found: PressReleaseQuerySet) -> PressReleaseQuerySet:
        """Those that came out in it."""
        return found.filter(publish_at__gte=self.begins, publish_at__lt=self.ends)


@lru_cache(maxsize=5000)
def midnight(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime(year, month, 1))


class Archive:
    """The months in which releases came out, the latest first and each counted, and where in them a reader stands."""

    def __init__(self, every_month: list[Span], here: Span | None = None):
        self.every_month, self.here = every_month, here

    @cached_property
    def years(self) -> list[Span]:
        """The years in which something came out, the latest first."""
        years = dict.fromkeys(one.year for one in self.every_month)
        return [Span(year, 0, sum(one.number for one in self.every_month if one.year == year)) for year in years]

    @property
    def months(self) -> list[Span]:
        """The months of the year that the reader is in."""
        return [one for one in self.every_month if self.here and one.year == self.here.year]

    @cached_property
    def number(self) -> int:
        """How many came out in the span that the reader is in, or at all."""
        return sum(one.number for one in self.every_month if self.here is None or self.here.holds(one))

    @property
    def newer(self) -> Span | None:
        """The next year or month in which something came out."""
        return next((one for one in reversed(self.beside) if one.key > self.here.key), None)

    @property
    def older(self) -> Span | None:
        """The one before."""
        return next((one for one in self.beside if one.key < self.here.key), None)

    @property
    def beside(self) -> list[Span]:
        """What is of the same length as the span that the reader is in."""
        if self.here is None:
            return []
        return self.every_month if self.here.month else self.years
