"""How the register is laid out: in groups for the list, with sums for the matrix."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Force

from .models import Agreement, State

HEADINGS = {
    State.IN_FORCE: _("In force today"),
    State.DATE_PASSED: _("End date passed"),
    Agreement.Scope.REGIONAL: _("Regional agreements"),
    Agreement.Scope.NATIONAL: _("National agreements"),
}


@dataclass
class Group:
    """Agreements that stand together under one heading."""

    key: str
    label: str
    agreements: list[Agreement]


def groups_of(agreements: Iterable[Agreement]) -> list[Group]:
    """What is in force and what has passed its end date stand apart; all others by scope."""
    found: dict[str, list[Agreement]] = {key: [] for key in HEADINGS}
    for one in agreements:
        found[one.state if one.state in HEADINGS else one.scope].append(one)
    return [Group(key.value, HEADINGS[key], found[key]) for key in HEADINGS if found[key]]


def scopes_of(agreements: Iterable[Agreement]) -> list[Group]:
    """Regional and national agreements, for the rows of the matrix."""
    by_scope = {scope: [one for one in agreements if one.scope == scope] for scope in Agreement.Scope}
    return [Group(scope.value, HEADINGS[scope], rows) for scope, rows in by_scope.items() if rows]


def sums_of(agreements: Iterable[Agreement], forces: Iterable[Force]) -> list[int]:
    """To how many of these agreements each force is known to be party."""
    parties = [set((one.force_slugs or "").split(",")) for one in agreements]
    return [sum(force.slug in slugs for slugs in parties) for force in forces]
