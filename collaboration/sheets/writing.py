"""Writing CSV files that open right in a spreadsheet: with a byte order mark for Excel, every cell harmless."""

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from .cells import harmless, words

BYTE_ORDER_MARK = "\ufeff"


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(header: list[str], rows: Iterable[list]) -> Iterator[str]:
    """The file, line by line."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(words(cell)) for cell in header])
    for row in rows:
        yield writer.writerow([harmless(words(cell)) for cell in row])


def download(name: str, header: list[str], rows: Iterable[list]) -> HttpResponseBase:
    """The file as an answer, sent as it is made, under a name with today's date."""
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.csv"'
    return response
