"""A release as a PDF: what a screen reader hears, what may be in it, and what happens where none can be made."""

import re
import socket
import threading
from datetime import UTC, datetime
from io import BytesIO

import outloud
import pikepdf
import pytest
from django.utils import timezone

from collaboration.news.models import MediaContact, PressRelease
from collaboration.news.pdf import print_of
from collaboration.printing import making
from collaboration.printing.making import Print, Unmade, pdf_of
from tests import making as make
from tests.making import hours

pytestmark = pytest.mark.django_db
PAGE = "/lincolnshire-opcc/news/a-release/"
ADDRESS = f"{PAGE}pdf/"
BODY = """
<p>Words before. <a href="site:/contact/">Ask us</a> or <a href="https://example.org/">others</a>.</p><h2>A part</h2>
<ul><li>One</li><li>Two<ul><li>Deeper</li></ul></li></ul><ol start="3"><li><p>Three</p></li></ol><h3>A part of it</h3>
<blockquote><p>“A quote.”</p><p><cite>Somebody</cite>, of somewhere</p></blockquote>
<table><caption>A table</caption><thead><tr><th scope="col">What</th><th scope="col">How many</th></tr></thead><tbody><tr><th scope="row">This</th><td>1</td></tr></tbody></table>
"""
PICTURES = "<p>[[picture in-the-text]]</p><p>[[picture for-show]]</p>"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert making.is_possible(), "WeasyPrint or Pango is missing: the README says how to install them"


@pytest.fixture
def release() -> PressRelease:
    """A release with everything that a PDF may hold but pictures."""
    one = make.release(of="lincolnshire-opcc", headline="A headline & more", body=BODY, notes_to_editors="<p>A note.</p>", reference="R/1", publish_at=datetime(2024, 5, 9, 12, tzinfo=UTC))
    one.media_contacts.add(MediaContact.objects.create(publisher=one.publisher, name="The press desk", phones="01632 960001", email="press@example.org", hours="9am to 5pm"))
    return one


@pytest.fixture
def rich(release) -> PressRelease:
    """The same with two pictures, one of them for show."""
    make.picture("in-the-text", of="lincolnshire-opcc", alt_text="A walnut tree", caption="By the river", credit="A. Photographer")
    make.picture("for-show", of="lincolnshire-opcc", alt_text="", is_decorative=True)
    release.body += PICTURES
    release.save()
    return release


@pytest.fixture
def no_printer(monkeypatch):
    """An installation without the extra."""
    monkeypatch.setattr(making, "find_spec", lambda name: None)
    making.is_possible.cache_clear()
    yield
    making.is_possible.cache_clear()


def pdf(client, address: str = ADDRESS) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue()


def elements(node) -> list:
    """Every element of the structure, in the order in which it is read."""
    kids = node.get("/K", [])
    found = [node] if "/S" in node else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != pikepdf.Name.OBJR:
            found += elements(kid)
    return found


def complaints(content: bytes, tmp_path) -> list[str]:
    (tmp_path / "a.pdf").write_bytes(content)
    result = outloud.check(str(tmp_path / "a.pdf"))
    assert result.verdict in {"pass", "review", "fail"}
    return [f"{one.rule} {one.message}" for one in result.findings]


# What a screen reader hears


def test_a_checker_that_others_wrote_has_nothing_to_say(client, rich, tmp_path):
    assert complaints(pdf(client), tmp_path) == []


def test_the_longest_record_passes_too(client, tmp_path):
    assert complaints(pdf(client, "/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/pdf/"), tmp_path) == []


def test_the_file_says_what_it_is_and_in_which_language(client, release):
    with pikepdf.open(BytesIO(pdf(client))) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("A headline & more – Office")
        assert [str(one.title) for one in file.open_outline().root[0].children][:1] == ["A part"]


def test_everything_is_tagged_for_what_it_is(client, rich):
    with pikepdf.open(BytesIO(pdf(client))) as file:
        tags = elements(file.Root.StructTreeRoot)
        kinds = [str(one.S)[1:] for one in tags]
        assert kinds.count("H1") == 1
        assert {"H2", "H3", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Caption", "BlockQuote", "Link"} <= set(kinds)
        assert [str(one.A.Scope) for one in tags if one.S == "/TH"] == ["/Column", "/Column", "/Row"]
        # The picture for show is an artifact: it is there, and nobody hears of it.
        assert [str(one.Alt) for one in tags if one.S == "/Figure"] == ["A walnut tree"]


def test_the_words_of_the_page_are_all_there_and_in_its_order(client, rich):
    import pymupdf

    words = " ".join(" ".join(page.get_text() for page in pymupdf.open(stream=pdf(client))).split())
    in_order = ["Press release", "A headline & more", "9 May 2024", "R/1", "A summary.", "Words before.", "A part", "“A quote.”", "By the river", "ENDS", "Notes to editors", "A note.", "The press desk", "01632 960001", "may have changed"]
    places = [words.find(one) for one in in_order]
    assert -1 not in places, dict(zip(in_order, places, strict=True))
    assert places == sorted(places)
    assert f"http://testserver{PAGE}" in words
    assert re.search(r"Page 1 of \d", words)
    for of_the_screen in ("Share this", "Download as PDF", "Copy as plain text", "Skip to main content"):
        assert of_the_screen not in words


def test_head_and_foot_of_a_page_are_passed_over(client, release):
    with pikepdf.open(BytesIO(pdf(client))) as file:
        for page in file.pages:
            marked = [operands for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC"]
            assert sum(one[0] == "/Artifact" and one[1].get("/Type") == "/Pagination" for one in marked) >= 3
            parents = file.Root.StructTreeRoot.ParentTree.Nums
            row = next(parents[place + 1] for place in range(0, len(parents), 2) if parents[place] == page.StructParents)
            assert all(isinstance(row[int(one[1].MCID)], pikepdf.Dictionary) for one in marked if "/MCID" in one[1])


def test_links_are_whole_and_every_font_is_inside(client, release):
    with pikepdf.open(BytesIO(pdf(client))) as file:
        links = {str(one.A.URI) for page in file.pages for one in page.get("/Annots", []) if "/URI" in one.get("/A", {})}
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)
    assert {"http://testserver/lincolnshire-opcc/contact/", "https://example.org/", "mailto:press@example.org"} <= links
    assert all(re.match(r"https?:|mailto:|tel:", one) for one in links)


# What may be in it


def test_nothing_is_fetched_from_anywhere(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Canary of the disk")
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0.2)
        there = f"http://127.0.0.1:{outside.getsockname()[1]}/"
        html = f'''<html lang="en"><head><title>T</title><link rel="stylesheet" href="{there}a.css"><link rel="attachment" href="file://{secret}"><link rel="attachment" href="{there}b">
        <style>@import url("{there}c.css"); @font-face {{ font-family: x; src: url("{there}d.woff") }} body {{ font-family: x; background: url("{there}e.png") }}</style></head>
        <body><h1>T</h1><p>W <img alt="x" src="{there}f.png"><img alt="y" src="file://{secret}"><img alt="z" src="data:image/png;base64,AAAA"></p><object data="{there}g.svg"></object></body></html>'''
        made = pdf_of(Print(html, there, f'@import "{there}h.css";'))
        with pytest.raises(TimeoutError):
            outside.accept()
    with pikepdf.open(BytesIO(made)) as file:
        assert len(file.attachments) == 0
        assert not any(b"Canary" in one.read_bytes() for one in file.objects if isinstance(one, pikepdf.Stream))


def test_pictures_are_in_it_only_while_they_are_live(client, rich):
    one, theirs = make.picture("later", of="lincolnshire-opcc", publish_at=timezone.now() + hours(1)), make.picture("theirs", of="derbyshire-opcc")
    rich.body += "<p>[[picture later]]</p><p>[[picture theirs]]</p>"
    rich.save()
    rich.pictures.add(one, theirs)
    request = client.get(PAGE).wsgi_request
    shown = print_of(request, rich).pictures
    assert sorted(address.split("/")[-2] for address in shown) == ["for-show", "in-the-text"]
    assert all(content.startswith(b"\xff\xd8") for content in shown.values())


def test_an_embargoed_release_has_no_more_of_a_pdf_than_one_that_never_was(client, release):
    PressRelease.objects.filter(pk=release.pk).update(publish_at=timezone.now() + hours(1))
    embargoed, never = client.get(ADDRESS), client.get(ADDRESS.replace("a-release", "never-was"))
    assert embargoed.status_code == never.status_code == 404
    assert embargoed.content.replace(b"a-release", b"never-was") == never.content
    assert client.get("/derbyshire-opcc/news/a-release/pdf/").status_code == 404


def test_a_withdrawn_release_has_none_at_once_even_if_it_was_made(client, release):
    etag = client.get(ADDRESS).headers["ETag"]
    PressRelease.objects.filter(pk=release.pk).update(withdrawn_at=timezone.now(), withdrawal_reason="Why.")
    assert client.get(ADDRESS, HTTP_IF_NONE_MATCH=etag).status_code == 410


# Sending, making and keeping


def test_it_is_sent_as_a_pdf_and_made_once(client, release, monkeypatch):
    first = client.get(ADDRESS)
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == 'inline; filename="a-release.pdf"'
    sent = first.getvalue()
    assert int(first.headers["Content-Length"]) == len(sent)
    assert f"<http://testserver{PAGE}>; rel=\"canonical\"" in first.headers["Link"]
    monkeypatch.setattr(making, "made_now", lambda printed: pytest.fail("it was made twice"))
    assert pdf(client) == sent
    assert client.get(ADDRESS, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 304
    assert client.head(ADDRESS, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 304
    assert client.head(ADDRESS).headers["Content-Length"] == first.headers["Content-Length"]


def test_a_changed_release_is_another_pdf(client, release):
    request = client.get(PAGE).wsgi_request
    before = print_of(request, release).name
    assert print_of(request, release).name == before
    release.notes_to_editors = "<p>Another note.</p>"
    assert print_of(request, release).name != before


def test_two_who_ask_at_once_have_it_made_once(monkeypatch):
    begun, made = threading.Event(), []

    def slowly(printed):
        made.append(printed)
        begun.wait(2)
        return b"%PDF-made"

    monkeypatch.setattr(making, "made_now", slowly)
    printed = Print(f"<p>{timezone.now()}</p>", "http://testserver/", "")
    answers = []
    askers = [threading.Thread(target=lambda: answers.append(pdf_of(printed))) for _one in range(2)]
    for asker in askers:
        asker.start()
    # The second is at work too, waiting for the first.
    while making.at_work._value:
        pass
    third = Print("<p>a third</p>", "http://testserver/", "")
    with pytest.raises(Unmade, match="too many"):
        pdf_of(third)
    begun.set()
    for asker in askers:
        asker.join()
    assert answers == [b"%PDF-made"] * 2
    assert len(made) == 1


@pytest.mark.parametrize(("limit", "value"), [("LARGEST_TEXT", 10), ("LONGEST_MAKING", 0.01), ("at_work", threading.BoundedSemaphore(1))])
def test_what_cannot_be_made_just_now_says_so(client, release, monkeypatch, limit, value):
    release.headline = f"Never made because of {limit}"
    release.save()
    if limit == "at_work":
        value.acquire()
    monkeypatch.setattr(making, limit, value)
    answer = client.get(ADDRESS)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"http://testserver{PAGE}" in answer.content.decode()


def test_it_is_only_read(client, release):
    assert client.post(ADDRESS).status_code == 405


# Where none can be made


def test_the_page_offers_it(client, release):
    assert f'href="{ADDRESS}"' in client.get(PAGE).content.decode()


def test_without_the_extra_the_link_is_absent_and_the_address_not_found(client, release, no_printer):
    page = client.get(PAGE).content.decode()
    assert "/pdf/" not in page
    assert "PDF" not in page
    assert client.get(ADDRESS).status_code == 404


def test_without_pango_too(client, release, monkeypatch):
    monkeypatch.setattr(making, "LIBRARIES", ("libpango-of-nobody.so.0",))
    making.is_possible.cache_clear()
    try:
        assert "/pdf/" not in client.get(PAGE).content.decode()
        assert client.get(ADDRESS).status_code == 404
    finally:
        making.is_possible.cache_clear()
