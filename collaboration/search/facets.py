"""What can be narrowed to, with how many there are of each: kinds, publishers, years. Each choice is an address."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from .finding import Found
from .forms import SearchForm
from .kinds import KINDS
from .scope import Scope

MOST = 12


class Choice(NamedTuple):
    """One way to narrow, or to take that back."""

    label: Promise | str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A question with its choices."""

    label: Promise
    choices: list[Choice]

    @property
    def is_chosen(self) -> bool:
        """Whether it was answered."""
        return any(choice.is_chosen for choice in self.choices)


def facets(found: Found, form: SearchForm, scope: Scope, publishers: list[Publisher]) -> list[Facet]:
    """What is worth asking: a question with one answer is none, unless that answer was chosen."""
    slugs, names = {one.pk: one.slug for one in publishers}, {one.pk: one.short_name for one in publishers}
    kinds = found.counts("kind", scope)
    offices = found.counts("by", scope)
    years = found.counts("year", scope)
    rows = [
        (_("Kind"), "kind", [(kind, name, kinds[kind]) for kind, name in KINDS.items()]),
        (_("Published by"), "publisher", [(slugs[one], names[one], offices[one]) for one in names]),
        (_("Year"), "year", [(str(year), str(year), years[year]) for year in sorted(years, reverse=True)]),
    ]
    shown = [Facet(label, choices_of(name, values, form)) for label, name, values in rows]
    return [one for one in shown if len(one.choices) > 1 or one.is_chosen]


def choices_of(name: str, values: list[tuple[str, Promise | str, int]], form: SearchForm) -> list[Choice]:
    chosen = str(form.value(name) or "")
    kept = [(value, label, count) for value, label, count in values if count or value == chosen][:MOST]
    return [Choice(label, count, form.query(**{name: None if value == chosen else value}), value == chosen) for value, label, count in kept]
