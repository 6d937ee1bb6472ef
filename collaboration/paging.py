"""Long lists cut into pages, with an address for each."""

from collections.abc import Callable, Iterable, Sequence

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

PER_PAGE = 20


class ByNumber:
    """A list that was counted before, and is read by the numbers of its records: those of a page first, then what the page shows of them."""

    ordered = True

    def __init__(self, count: int, numbers: Callable[[slice], Iterable[int]], read: Callable[[Sequence[int]], Iterable]):
        self.number, self.numbers, self.read = count, numbers, read

    def count(self) -> int:
        return self.number

    def __getitem__(self, wanted: slice) -> list:
        numbers = list(self.numbers(wanted))
        found = {one.pk: one for one in self.read(numbers)}
        return [found[number] for number in numbers if number in found]


def page_of(queryset, request: HttpRequest, per_page: int = PER_PAGE, count: int | None = None) -> Page:
    """The page of a list that the address asks for with `?page=`; raises Http404 for one that is not there.

    `count` is the length of the list, where it is known already.
    """
    number = request.GET.get("page", "1")
    pages = Paginator(queryset, per_page)
    if count is not None:
        pages.count = count
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number[:9]) <= pages.num_pages:
        raise Http404("no such page of this list")
    return pages.page(int(number))
