"""What a table would change: worked out first and shown, and done only if it would still do exactly that."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from hashlib import blake2b

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .reading import Row, Sheet, Unreadable


class Fate(TextChoices):
    """What becomes of a row."""

    WRONG = "wrong", gettext_lazy("Wrong")
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("Unchanged")


@dataclass(frozen=True)
class Difference:
    """One field of a row, as it is and as it would be, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row, and in which of its columns (none: the row itself)."""

    column: str
    message: str


@dataclass
class Line:
    """One row of a plan. `wanted` is what is to be stored; `base` tells one state of the record from the next."""

    number: int
    name: str
    fate: Fate
    differences: list[Difference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    wanted: dict = field(default_factory=dict)
    key: int | None = None
    base: str = ""


@dataclass
class Plan:
    """What a whole table would change."""

    lines: list[Line]
    ignored: list[str] = field(default_factory=list)

    def of(self, *fates: Fate) -> list[Line]:
        return [line for line in self.lines if line.fate in fates]

    @property
    def wrong(self) -> list[Line]:
        return self.of(Fate.WRONG)

    @property
    def to_write(self) -> list[Line]:
        return self.of(Fate.NEW, Fate.CHANGED)

    @property
    def same(self) -> list[Line]:
        return self.of(Fate.SAME)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each fate in words, with the number of rows it has."""
        number = Counter(line.fate for line in self.lines)
        return [(fate.label, number[fate]) for fate in Fate if number[fate]]

    def digest(self) -> str:
        """The same for two plans that would do the same to the same records."""
        whole = json.dumps([asdict(line) for line in self.lines], sort_keys=True, default=str)
        return blake2b(whole.encode(), digest_size=20).hexdigest()


def wrong(row: Row, *faults: Fault, name: str = "") -> Line:
    """The line of a row that cannot be taken."""
    return Line(row.number, name, Fate.WRONG, faults=list(faults))


def known_columns(sheet: Sheet, ours: dict[str, str], needed: set[str], only_read: set[str]) -> tuple[dict[str, str], list[str]]:
    """Our name for each column of a table that we take, and the columns that are there only to be read.

    `ours` has the label of each column by its name; a table may use either. Raises Unreadable, with what there
    is, for a column that we do not know.
    """
    named = {name.lower(): name for name in ours} | {label.lower(): name for name, label in ours.items()}
    found = {column: named[column.lower()] for column in sheet.columns if column.lower() in named}
    ignored = [column for column in sheet.columns if column not in found and column.lower() in only_read]
    strange = [f"“{column[:60]}”" for column in sheet.columns if column not in found and column not in ignored]
    if strange:
        known = ", ".join(ours.values())
        raise Unreadable(_("We know no column %(strange)s. The columns are: %(known)s.") % {"strange": ", ".join(strange), "known": known})
    twice = {name for name, times in Counter(found.values()).items() if times > 1}
    wanted = sorted(ours[name] for name in twice | needed - set(found.values()))
    if wanted:
        raise Unreadable(_("Each of these columns has to stand in the file once: %(names)s.") % {"names": ", ".join(wanted)})
    return found, ignored
