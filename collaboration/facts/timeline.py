"""The history by year, for a page on which the year stays in sight while its entries pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .models import Milestone


@dataclass
class Year:
    """The milestones of one year, or of two where sources disagree about which it was."""

    years: tuple[str, ...]
    milestones: list[Milestone]

    @property
    def id(self) -> str:
        """Where a link to it leads."""
        return f"year-{self.years[0]}"


def by_year(milestones: Iterable[Milestone]) -> list[Year]:
    """The milestones, which come in the order of their dates, year by year."""
    return [Year(years, list(group)) for years, group in groupby(milestones, key=lambda one: one.years)]
