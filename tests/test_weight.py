"""How light the pages are: every one of them, and the files they bring. First visits are measured in tests/browser/test_weight.py."""

import gzip
import re
import urllib.request
from pathlib import Path

import brotli
import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from empcp_site.compression import CompressPages

from .crawling import pages

pytestmark = pytest.mark.django_db
KB = 1000
STATIC = Path(__file__).resolve().parent.parent / "static"
# Django pads what it compresses with up to so many bytes.
PADDING = 100


def test_no_page_is_heavier_than_twelve_kilobytes(visits):
    sizes = {address: len(gzip.compress(visit.html.encode(), 6)) + PADDING for address, visit in pages(visits).items()}
    heaviest = sorted(sizes, key=sizes.get, reverse=True)[:5]
    print("heaviest pages:", {address: sizes[address] for address in heaviest})
    assert {address: size for address, size in sizes.items() if size > 12 * KB} == {}


def is_of_the_desk(path: Path) -> bool:
    """Whether a file is for editors alone; that no public page asks for it is tested below."""
    return path.relative_to(STATIC).parts[1].removesuffix(path.suffix) in {"desk", "chooser", "writing"}


def test_all_the_script_of_the_site_is_small():
    assert sum(path.stat().st_size for path in STATIC.rglob("*.js") if not is_of_the_desk(path)) <= 10 * KB


def test_the_sheet_and_the_script_of_the_desk_are_small():
    assert (STATIC / "js" / "desk.js").stat().st_size <= 10 * KB
    assert len(brotli.compress((STATIC / "css" / "desk.css").read_bytes())) <= 10 * KB


def test_no_public_page_asks_for_what_is_the_desks(visits):
    asked = re.compile(r"/static/[^\"' ]*(?:desk|writing|admin)[^\"' ]*")
    assert {address: match[0] for address, visit in pages(visits).items() if (match := asked.search(visit.html))} == {}


def test_all_the_styles_a_page_could_ask_for_are_small():
    themes = set((STATIC / "css" / "themes").glob("*.css"))
    shared = sum(len(brotli.compress(path.read_bytes())) for path in STATIC.rglob("*.css") if path not in themes and not is_of_the_desk(path))
    assert shared + max(len(brotli.compress(path.read_bytes())) for path in themes) <= 24 * KB


def test_no_font_outweighs_forty_kilobytes():
    assert [path.name for path in STATIC.rglob("*.woff*") if path.stat().st_size > 40 * KB] == []


@pytest.mark.parametrize("path", ["/", "/history/", "/contact/", "/northamptonshire-opfcc/", "/not-there/"])
def test_a_page_comes_compressed_to_whoever_can_read_it(path):
    plain, packed = Client().get(path), Client().get(path, headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))


def test_one_page_is_never_twice_of_the_same_length():
    lengths = {len(Client().get("/contact/", headers={"accept-encoding": "gzip"}).content) for _time in range(12)}
    assert len(lengths) > 3


def test_a_document_is_sent_as_it_is(tmp_path):
    (tmp_path / "agreement.pdf").write_bytes(b"%PDF " * 500)
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    with (tmp_path / "agreement.pdf").open("rb") as document:
        sent = CompressPages(lambda request: FileResponse(document))(request)
        assert "Content-Encoding" not in sent.headers
        assert sent.headers["Content-Length"] == "2500"
    assert CompressPages(lambda request: HttpResponse(b"words " * 500))(request).headers["Content-Encoding"] == "gzip"


def fetch(address: str, encoding: str):
    return urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": encoding}), timeout=10)


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_files_have_hashed_names_stay_for_ever_and_come_compressed(running_site, encoding, unpack):
    html = fetch(f"{running_site}/northamptonshire-opfcc/", "identity").read().decode()
    files = [address for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', html) if address.endswith((".css", ".js", ".svg"))]
    assert len(files) >= 4
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", file), file
        with fetch(running_site + file, encoding) as answer:
            assert answer.headers["Content-Encoding"] == encoding, file
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert "Access-Control-Allow-Origin" not in answer.headers
            packed = answer.read()
        with fetch(running_site + file, "identity") as answer:
            assert answer.read() == unpack(packed)
