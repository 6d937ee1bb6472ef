"""Pictures and documents as a browser has them: kept their place, shown, read by axe, uploaded by hand."""

import os
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from ..databases import where
from ..desk import ROOT, browser_sign_in, cast
from ..files import packages, pdfs, pictures
from ..ground.processes import wait_until

pytestmark = pytest.mark.browser

MADE = """
import django; django.setup()
import datetime
from django.core.files.base import ContentFile
from django.utils import timezone
from collaboration.agreements.models import Document
from tests import making
from tests.files import packages, pdfs
making.picture("shown", caption="The tree in May, seen from the bank opposite.", credit="R. Writer", rights="Our own.")
making.page("with-a-picture/", title="A page with a picture", body="<p>Before.</p><p>[[picture shown]]</p><p>After.</p>")
for slug, content in (("a-pdf", pdfs.tagged()), ("a-word", packages.office())):
    one = Document(publisher=making.publisher("derbyshire-opcc"), slug=slug, title=slug, kind="report", dated=datetime.date(2020, 5, 1), publish_at=timezone.now())
    one.file.save(slug + {"a-pdf": ".pdf", "a-word": ".docx"}[slug], ContentFile(content))
"""
OFFICE = "/derbyshire-opcc"


@pytest.fixture(scope="module")
def stocked(running_site):
    """The running site with a picture, a page that shows it, and two documents."""
    environment = {**os.environ, **where(running_site.var), "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
    done = subprocess.run([sys.executable, "-c", MADE], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return running_site


@pytest.mark.parametrize(("width", "density", "wanted"), [(320, 1, "480.webp"), (1280, 1, "960.webp"), (390, 3, "1000.webp")])
def test_a_browser_chooses_the_width_it_needs_and_the_text_does_not_move(stocked, open_page, width, density, wanted):
    # A window of its own: one that has shown a wider one would take that from memory.
    page = open_page(f"{OFFICE}/with-a-picture/", width=width, device_scale_factor=density, own=True)
    picture = page.locator("figure.picture img")
    before = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    wait_until(lambda: picture.evaluate("image => image.naturalWidth > 0"), 30)
    after = picture.bounding_box()
    assert picture.evaluate("image => image.currentSrc").endswith(wanted)
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert after["height"] == pytest.approx(after["width"] * 0.7, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.troubles == []


@pytest.mark.parametrize("path", ["with-a-picture/", "pictures/shown/"])
def test_axe_finds_nothing_about_pictures(stocked, auditor, path):
    assert auditor.violations(f"{OFFICE}/{path}") == []


def test_the_browsers_own_viewer_shows_a_pdf(stocked, open_page):
    page = open_page(f"{OFFICE}/agreements/documents/a-pdf/", own=True)
    assert page.evaluate("document.contentType") == "application/pdf"
    for _attempt in range(100):
        if any(frame.url.startswith("chrome-extension://") for frame in page.frames):
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("no viewer opened")
    assert not [trouble for trouble in page.troubles if "Content Security Policy" in trouble]


def test_a_word_file_is_saved_and_not_opened(stocked, open_page):
    page = open_page(f"{OFFICE}/agreements/documents/")
    with page.expect_download() as download:
        page.evaluate(f"location.href = '{OFFICE}/agreements/documents/a-word/'")
    assert download.value.suggested_filename == "a-word.docx"
    assert download.value.path().read_bytes() == packages.office()


def test_the_head_of_a_file_has_no_body_on_the_wire(stocked):
    address = f"{stocked}{OFFICE}/agreements/documents/a-pdf/"
    for _time in range(2):
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
            assert (answer.read(), answer.headers["Accept-Ranges"]) == (b"", "bytes")
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Range": "bytes=0-4"})) as answer:
        assert (answer.status, answer.read()) == (206, b"%PDF-")


def test_an_editor_uploads_a_picture_by_hand_and_is_told_what_is_wrong_with_another(stocked, open_page):
    (writer,) = cast(stocked, ("writer", "derbyshire-opcc"))
    page = open_page("/health/live")
    browser_sign_in(page, stocked, writer)
    page.goto(f"{stocked}/admin/collaboration/picture/add/")
    page.fill("[name=title]", "A tree by hand")
    page.fill("[name=slug]", "by-hand")
    page.fill("[name=alt_text]", "A tree")
    page.set_input_files("[name=file]", {"name": "tree.png", "mimeType": "image/png", "buffer": b"MZ" + b"\0" * 100})
    page.click("[name=_save]")
    expect(page.locator("main")).to_contain_text("This is a program, not a document.")
    assert page.input_value("[name=title]") == "A tree by hand"
    page.set_input_files("[name=file]", {"name": "tree.jpg", "mimeType": "image/jpeg", "buffer": pictures.with_place()})
    page.click("[name=_save]")
    expect(page.locator("img.thumbnail")).to_have_js_property("naturalWidth", 480)
    assert "tree" in page.inner_text(".kept-file")
    assert page.troubles == []


def test_the_largest_file_passes_the_staff_door_and_a_larger_one_does_not(stocked, open_page, tmp_path):
    (writer,) = cast(stocked, ("writer", "derbyshire-opcc"))
    page = open_page("/health/live")
    browser_sign_in(page, stocked, writer)
    for megabytes, words in ((24, "Saved as a draft"), (26, "The most we take is")):
        page.goto(f"{stocked}/admin/collaboration/document/add/")
        page.fill("[name=title]", f"A large file {megabytes}")
        page.fill("[name=slug]", f"large-{megabytes}")
        page.select_option("[name=kind]", "report")
        page.fill("[name=dated]", "2020-05-01")
        (tmp_path / "large.pdf").write_bytes(heavy(megabytes))
        page.set_input_files("[name=file]", tmp_path / "large.pdf")
        page.click("[name=_save]")
        expect(page.locator("main")).to_contain_text(words)


def heavy(megabytes: int) -> bytes:
    """A PDF of that weight: a stream that no packing makes smaller."""
    return pdfs.written(weighted(megabytes), compress_streams=False)


def weighted(megabytes: int):
    pdf = pdfs.new()
    pdf.Root.Piece = pdf.make_indirect(pdf.make_stream(os.urandom(1024) * 1024 * megabytes))
    return pdf
