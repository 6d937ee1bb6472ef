"""Units as a tree: each kind a group, each unit with its branches below it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .models import Unit

# In the order of the page: what works for the public first, then who steers it.
HEADINGS = {
    Unit.Kind.UNIT: _("Regional units"),
    Unit.Kind.BRANCH: _("Branches of units"),
    Unit.Kind.SERVICE: _("Shared services"),
    Unit.Kind.GOVERNANCE: _("Programme and governance"),
    Unit.Kind.NATIONAL: _("National bodies"),
}

@dataclass
class Branch:
    """A unit and what stands below it."""

    unit: Unit
    below: list["Branch"] = field(default_factory=list)


@dataclass
class Group:
    """The units of one kind that stand under no other."""

    kind: str
    label: str
    branches: list[Branch]


def tree_of(units) -> list[Group]:
    """The groups that have units, in the order of the page. A unit whose parent is not among them stands at the top."""
    nodes = {unit.pk: Branch(unit) for unit in units}
    tops = defaultdict(list)
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id)
        (above.below if above else tops[node.unit.kind]).append(node)
    return [Group(kind.value, HEADINGS[kind], tops[kind.value]) for kind in HEADINGS if tops[kind.value]]
