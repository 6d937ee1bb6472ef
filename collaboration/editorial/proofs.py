"""Checks before publishing: what a finding is, and the list that the checks are on.

The checks themselves stand in the room `proofs`, which knows every kind of content; whoever publishes
asks here and knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Publishable


class Level(models.TextChoices):
    """How grave a finding is."""

    STOPS = "stops", _("Cannot be published")
    REASON = "reason", _("Needs a reason")


class Fault(NamedTuple):
    """What a check found: the field it stands in, a sentence that says how to mend it, the words in question.

    `gone_at` is the moment from which it would be none, where waiting mends it: what is linked is public by then.
    """

    field: str
    message: str
    excerpt: str = ""
    gone_at: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """A fault with the check that found it and how grave it is."""

    code: str
    level: str
    field: str
    message: str
    excerpt: str = ""
    gone_at: datetime | None = None

    @property
    def stops(self) -> bool:
        return self.level == Level.STOPS

    @property
    def stops_for_good(self) -> bool:
        """Whether it stops publication at any moment, so that it makes no sense to choose one."""
        return self.stops and self.gone_at is None

    @property
    def key(self) -> str:
        """The same for the same fault found again, so that a reason once given can be remembered."""
        return blake2b("\0".join([self.code, self.field, self.message, self.excerpt]).encode(), digest_size=8).hexdigest()


@dataclass
class Copy:
    """What is to be published, as it will be: an object with its draft's values, its choices, and the moment."""

    thing: Publishable
    choices: dict[str, list] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)
    known: dict = field(default_factory=dict, repr=False)

    def chosen(self, name: str) -> list:
        """The many-to-many choices of a field: the draft's, or else those that are stored."""
        if name not in self.choices:
            self.choices[name] = list(getattr(self.thing, name).all()) if self.thing.pk else []
        return self.choices[name]

    def once(self, question: Callable):
        """The answer to a question about this copy, worked out once however many checks ask."""
        if question not in self.known:
            self.known[question] = question(self)
        return self.known[question]


@dataclass(frozen=True)
class Check:
    """One thing that is looked for."""

    code: str
    level: Level
    look: Callable[[Copy], Iterable[Fault]]


CHECKS: dict[str, Check] = {}
# Who puts checks on the list. They are asked when the first thing is to be checked: to load them takes a tenth of a start.
rooms: list[Callable[[], object]] = []


def check(code: str, level: Level):
    """Puts a function that yields faults on the list of checks, under a code of its own."""

    def register(look: Callable[[Copy], Iterable[Fault]]):
        if code in CHECKS:
            raise ValueError(f"two checks are called {code}")
        CHECKS[code] = Check(code, level, look)
        return look

    return register


def every_check() -> dict[str, Check]:
    """The whole list, by code. Whoever comes while another loads them waits for the last."""
    for connect in rooms:
        connect()
    return CHECKS


def findings_of(thing: Publishable, choices: dict[str, list] | None = None, at: datetime | None = None) -> list[Finding]:
    """Everything that the checks find in a thing, as it would be public at a moment (now, if none is given).

    The thing carries the draft's values, saved or not; `choices` are the draft's many-to-many choices by
    field, and a field left out counts as stored. The gravest come first, then in the order of the fields.
    """
    copy = Copy(thing, dict(choices or {}), max(at or timezone.now(), timezone.now()))
    found = [Finding(one.code, one.level.value, *fault) for one in every_check().values() for fault in one.look(copy)]
    place = {name: number for number, name in enumerate(thing.drafted_fields)}
    return sorted(dict.fromkeys(found), key=lambda one: (not one.stops, place.get(one.field, -1)))
