"""What forces have in common: the units and agreements of one force with the other parties, and of several together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from collaboration.publishers.models import Force
from collaboration.units.models import Unit

from .forms import query_of
from .models import Agreement
from .ordering import Group, groups_of, in_order, totals_of

# More than any force has; beyond it the page leads to the register, which has pages.
MOST = 200


@dataclass(frozen=True)
class Neighbour:
    """Another force, the end of the address of what both share, and in how many units and agreements it takes part too."""

    force: Force
    path: str
    units: int
    agreements: int


@dataclass(frozen=True)
class Shared:
    """The units and agreements that all of some forces take part in."""

    forces: Sequence[Force]
    units: list[Unit]
    groups: list[Group]
    total: int

    @property
    def agreements(self) -> list[Agreement]:
        return [one for group in self.groups for one in group.agreements]

    @property
    def query(self) -> str:
        """The question to the register that is left with the same agreements."""
        return query_of([("force", force.slug) for force in self.forces] + [("match", "all")] * (len(self.forces) > 1))

    def neighbours(self, every: Sequence[Force]) -> list[Neighbour]:
        """Each other force, with how much it shares."""
        return [
            Neighbour(force, path_of([*self.forces, force], every), number_with(force, self.units), number_with(force, self.agreements))
            for force in every
            if force not in self.forces
        ]


def takes_part(force: Force, record) -> bool:
    return force.slug in (record.force_slugs or "").split(",")


def number_with(force: Force, records: Iterable) -> int:
    """In how many of these a force takes part."""
    return sum(takes_part(force, record) for record in records)


def path_of(forces: Iterable[Force], every: Sequence[Force]) -> str:
    """The end of the one address of some forces’ page: each once, in the order of the site."""
    wanted = set(forces)
    return "/".join(force.slug for force in every if force in wanted)


def shared_by(forces: Sequence[Force], every: Sequence[Force], at: datetime, today: date) -> Shared:
    """What the public may know that these forces share at a moment; of each record the `others` who take part, in words."""
    units = list(Unit.objects.live(at).between(*forces).with_forces().defer("body"))
    ordered = in_order(Agreement.objects.live(at).between(*forces), "", today)
    totals = totals_of(ordered)
    agreements = list(ordered.with_forces().select_related("publisher").defer("body")[:MOST])
    rest = [force for force in every if force not in forces]
    for record in (*units, *agreements):
        record.others = in_words([force for force in rest if takes_part(force, record)], len(rest))
    return Shared(forces, units, groups_of(agreements, "", totals), sum(totals.values()))


def in_words(forces: Sequence[Force], of: int) -> str:
    """“Derbyshire, Lincolnshire and Nottinghamshire”, “all four others”; empty for none."""
    names = [force.short_name for force in forces]
    if len(names) == of == 4:
        return _("all four others")
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
