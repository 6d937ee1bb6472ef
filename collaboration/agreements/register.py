"""What one request asks of the register, read at one moment: the filter, the agreements it leaves, and of how many.

The order of a question's agreements is kept as their numbers while it stays true, so that a page of five thousand is
read without putting them all in order again.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpRequest
from django.utils import timezone

from collaboration.editorial.meanwhile import SMALL, meanwhile, rows_of
from collaboration.paging import ByNumber
from collaboration.publishers.context import forces_of
from collaboration.publishers.models import Publisher

from .forms import Known, RegisterFilter
from .models import Agreement, AgreementQuerySet, State, in_state
from .ordering import in_order, sums_of

PER_PAGE = 40
# What decides which agreements there are, in which order and in which state.
TABLES = (Agreement, Agreement.parties.through)


@dataclass(frozen=True)
class Order:
    """The numbers of agreements in their order, and the place each stands in."""

    numbers: array
    places: array

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True)
class Asked:
    """The question of one request and the agreements that answer it, in their order."""

    filter: RegisterFilter
    concerning: AgreementQuerySet
    total: int
    at: datetime
    publisher: Publisher

    @cached_property
    def in_no_order(self) -> AgreementQuerySet:
        return self.filter.apply(self.concerning, self.today)

    @cached_property
    def found(self) -> AgreementQuerySet:
        return in_order(self.in_no_order, self.filter.sorted_by, self.today)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def keep(self, name: str, make: Callable, size: Callable = lambda value: SMALL):
        """What is worked out of the answer, kept by name for this question as long as it stays true."""
        return meanwhile(TABLES, (name, self.publisher.pk, *self.filter.asked), self.at, make, size, is_by_day=True)

    @cached_property
    def order(self) -> Order:
        return self.keep("register", lambda: order_of(self.found), len)

    @property
    def totals(self) -> dict[int, int]:
        """How many agreements stand in each place."""
        return Counter(self.order.places)

    def sums(self, forces: list) -> list[int]:
        """To how many of these agreements each force is known to be party."""
        return self.keep("sums", lambda: sums_of(self.in_no_order, forces))

    def by_number(self, read: Callable[[Sequence[int]], Iterable]) -> ByNumber:
        """The agreements as what cuts lists into pages wants them, read as somebody else shows them."""
        return ByNumber(len(self.order), self.order.numbers.__getitem__, read)

    def as_listed(self, numbers: Sequence[int]) -> list[Agreement]:
        """Some of the agreements that follow each other, with their parties and the number of their place."""
        found = list(Agreement.objects.live(self.at).filter(pk__in=numbers).with_forces().defer("body"))
        start = self.order.numbers.index(numbers[0]) if numbers else 0
        places = dict(zip(numbers, self.order.places[start : start + len(numbers)], strict=True))
        for one in found:
            one.place = places[one.pk]
        return found


def order_of(ordered: AgreementQuerySet) -> Order:
    rows = rows_of(ordered.values_list("pk", "place"))
    numbers, places = zip(*rows, strict=True) if rows else ((), ())
    return Order(array("q", numbers), array("b", places))


def asked_of(request: HttpRequest) -> Asked:
    """What this request asks; on a force's or office's site of the agreements that concern it."""
    at = timezone.now()
    concerning = Agreement.objects.of(request.publisher).live(at)
    known = meanwhile(TABLES, ("known register", request.publisher.pk), at, lambda: Known.among(concerning))
    narrowing = RegisterFilter(request.GET, forces=forces_of(request.publishers), known=known)
    return Asked(narrowing, concerning, known.total, at, request.publisher)


def numbers_by_state(at: datetime) -> list[tuple[State, int]]:
    """How many public agreements are in each state today; states that none is in are left out."""
    today = timezone.localdate(at)

    def count() -> list[tuple[State, int]]:
        whens = [When(in_state(state, today), then=Value(number)) for number, state in enumerate(State)]
        states = Agreement.objects.live(at).with_last_day().order_by().annotate(of_states=Case(*whens, output_field=IntegerField()))
        numbers = dict(states.values_list("of_states").annotate(number=Count("pk")))
        return [(state, numbers[place]) for place, state in enumerate(State) if numbers.get(place)]

    return meanwhile(TABLES, ("states",), at, count, is_by_day=True)
