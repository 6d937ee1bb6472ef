"""The process that makes one PDF: `python -m collaboration.printing.inside`.

Reads a line of JSON and the pictures behind it on standard input, writes the PDF. Nothing here imports Django: there
are no settings, no database and no secrets. Nothing is fetched, whatever the HTML names, but those pictures.
"""

import json
import resource
import sys
from io import BytesIO

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from collaboration.printing.mending import mended

MEMORY = 1536 * 1024 * 1024
SECONDS = 30
OPEN_FILES = 128
LARGEST_PDF = 64 * 1024 * 1024


class OnlyThese(URLFetcher):
    """Answers for the pictures that were given, and for no other address."""

    def __init__(self, pictures: dict[str, bytes]):
        super().__init__(allowed_protocols=())
        self.pictures = pictures

    def fetch(self, url, headers=None):
        if url not in self.pictures:
            raise ValueError("nothing is fetched from there")
        return URLFetcherResponse(url, self.pictures[url])


def confine() -> None:
    """Give up, for good, what making one PDF does not need."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_PDF),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main() -> None:
    """Read, make, mend, write."""
    confine()
    told = json.loads(sys.stdin.buffer.readline())
    fetcher = OnlyThese({address: sys.stdin.buffer.read(length) for address, length in told["pictures"]})
    page = HTML(string=told["html"], base_url=told["address"], url_fetcher=fetcher)
    style = CSS(string=told["css"], url_fetcher=fetcher)
    made = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(mended(BytesIO(made)))


if __name__ == "__main__":
    main()
