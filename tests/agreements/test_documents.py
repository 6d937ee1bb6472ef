"""Documents: judged, shown with their type and size, and public neither before nor after their time."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from collaboration.agreements.models import Document
from collaboration.editorial.drafting import working
from collaboration.files.reasons import Refused
from tests.desk import administrator, member, signed_in
from tests.files import packages, pdfs
from tests.making import agreement, hours, publisher

pytestmark = pytest.mark.django_db
BYTES, TAGGED = pdfs.plain(3), pdfs.tagged()
ADDRESS = "/agreements/documents/a-copy/"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def make(slug="a-copy", content=BYTES, name="a-copy.pdf", **fields) -> Document:
    known = {"title": "A copy of the agreement", "kind": "agreement", "dated": date(2020, 5, 1), "publish_at": timezone.now() - hours(1)}
    one = Document(slug=slug, **{"publisher": publisher("programme"), **known, **fields})
    one.file.save(name, ContentFile(content), save=True)
    return one


@pytest.fixture
def document():
    """A made-up document of a made-up agreement, an hour old."""
    one = make(content=TAGGED)
    one.agreements.add(agreement("with-a-copy"))
    return one


def ask(client, address: str = ADDRESS, **headers):
    """The answer, with all that was sent in `whole`; a file that is not read to its end would stay open."""
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_a_document_is_shown_with_its_type_size_and_pages(client, document):
    shown = client.get("/agreements/with-a-copy/").content.decode()
    assert "A copy of the agreement" in shown
    for words in ("PDF", "3 pages", filesizeformat(len(TAGGED))):
        assert words in shown
    assert "may not work with a screen reader" not in shown


def test_a_document_without_tags_says_so_and_one_that_is_not_a_pdf_does_not(client):
    for slug, content, name in (("a", BYTES, "a.pdf"), ("b", packages.office(), "b.docx")):
        make(slug, content, name).agreements.add(agreement(f"with-{slug}"))
    assert "may not work with a screen reader" in client.get("/agreements/with-a/").content.decode()
    assert "may not work with a screen reader" not in client.get("/agreements/with-b/").content.decode()


def test_a_document_is_found_by_its_title(client, document):
    assert "documents/a-copy/" in client.get("/search/?q=copy+agreement").content.decode()


# What is known of the file


def test_a_document_knows_what_its_file_says(document):
    document.refresh_from_db()
    assert (document.file_kind, document.size, document.page_count, document.is_tagged) == ("pdf", len(TAGGED), 3, True)
    assert (document.has_text, document.file_language, document.file_title, document.findings) == (True, "en-GB", "Agreement on forensic services", [])


def test_a_document_lists_what_its_publisher_should_think_about():
    assert [one[:22] for one in make().findings] == ["The PDF is not tagged,", "The PDF does not say w", "The PDF has no title i"]


def test_no_way_of_saving_goes_round_the_judgement():
    with pytest.raises(Refused), transaction.atomic():
        make(content=pdfs.with_attachment())
    with pytest.raises(Refused), transaction.atomic():
        Document.objects.create(publisher=publisher("programme"), slug="b", title="B", kind="other", dated=date(2020, 1, 1), file=ContentFile(b"MZ", name="b.pdf"))
    assert not Document.objects.exists()


# Sending


def test_a_document_can_be_downloaded(client, document):
    answer = ask(client)
    assert answer.whole == TAGGED
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(TAGGED))
    assert answer["Content-Disposition"] == 'inline; filename="a-copy.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (packages.office(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packages.open_document("ods"), "a.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (b"a,b\n1,2\n", "a.csv", "text/csv; charset=utf-8; header=present"),
    ],
)
def test_what_no_browser_shows_is_saved_and_can_run_nothing(client, content, name, content_type):
    make(content=content, name=name)
    answer = ask(client)
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="a-copy.{name[2:]}"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_head_of_a_document_can_be_asked_for_alone(client, document):
    answer = client.head(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(TAGGED))
    assert answer.content == b""


@pytest.mark.parametrize(
    ("wanted", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, None),
        ("bytes=-20", 206, -20, None),
        ("bytes=5-99999999", 206, 5, None),
        ("bytes=0-", 200, 0, None),
        ("bytes=9-5", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("words", 200, 0, None),
    ],
)
def test_a_part_of_a_document_can_be_asked_for(client, document, wanted, status, start, end):
    answer = ask(client, range=wanted)
    part = TAGGED[start:end]
    assert (answer.status_code, answer.whole) == (status, part)
    assert answer["Content-Length"] == str(len(part))
    if status == 206:
        first = TAGGED.index(part)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(TAGGED)}"


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client, document, wanted):
    answer = ask(client, range=wanted)
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(TAGGED)}")


def test_the_rest_of_a_file_that_was_replaced_meanwhile_is_sent_whole(client, document):
    assert ask(client, **{"range": "bytes=5-", "if-range": '"another"'}).status_code == 200
    assert ask(client, **{"range": "bytes=5-", "if-range": client.head(ADDRESS)["ETag"]}).status_code == 206


def test_a_document_that_has_not_changed_is_not_sent_again(client, document):
    first = ask(client)
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        answer = ask(client, **headers)
        assert (answer.status_code, answer.whole) == (304, b"")


def test_not_changed_is_never_said_of_what_the_public_may_not_see(client, document):
    first = ask(client)
    known = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"], "range": "bytes=0-5"}
    Document.objects.update(publish_at=timezone.now() + hours(1))
    assert ask(client, **known).status_code == 404
    Document.objects.update(publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="It was wrong.")
    assert ask(client, **known).status_code == 410


@pytest.mark.parametrize("publish_in", [None, 1])
def test_an_embargoed_document_does_not_exist_for_anybody(client, document, publish_in):
    document.publish_at = timezone.now() + hours(publish_in) if publish_in else None
    document.save()
    assert ask(client).status_code == 404
    assert "A copy of the agreement" not in client.get("/agreements/with-a-copy/").content.decode()
    assert "documents/a-copy/" not in client.get("/search/?q=copy+agreement").content.decode()


def test_a_withdrawn_document_is_gone(client, document):
    document.withdrawn_at, document.withdrawal_reason = timezone.now(), "It was the wrong version."
    document.save()
    assert ask(client).status_code == 410


def test_there_is_no_other_address_for_the_file(client, document):
    name = document.file.name
    for path in (f"/{name}", f"/media/{name}", f"/static/{name}", f"/files/{name}", f"/agreements/{name}", f"/agreements/documents/../../{name}"):
        assert client.get(path, follow=True).status_code == 404


def test_a_document_whose_file_is_lost_is_not_found(client, document):
    document.file.storage.delete(document.file.name)
    assert ask(client).status_code == 404


# Storing


def test_stored_files_are_for_their_owner_alone_and_under_names_nobody_guesses(document, store):
    kept = store / document.file.name
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (kept.parent, kept.parent.parent)} == {0o700}
    assert len(kept.parent.name) >= 20
    assert make("another").file.name.split("/")[-2] != kept.parent.name


# At the desk


@pytest.fixture
def writer(client):
    return signed_in(client, administrator())


def form(**fields) -> dict:
    return {"publisher": publisher("programme").pk, "title": "A report", "slug": "a-report", "kind": "report", "dated": "2020-05-01", "language": "en", "why": "", **fields}


def upload(content=BYTES, name="A Report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def change(document) -> str:
    return reverse("admin:collaboration_document_change", args=[document.pk])


def kept_in(answer) -> str:
    return answer.content.decode().partition('name="file-kept" value="')[2].partition('"')[0]


def test_a_document_is_uploaded_at_the_desk(writer, client):
    answer = writer.post(reverse("admin:collaboration_document_add"), form(file=upload()))
    assert answer.status_code == 302
    made = Document.objects.get(slug="a-report")
    assert (made.file_kind, made.page_count, made.size, made.publish_at) == ("pdf", 3, len(BYTES), None)
    assert working(made).fields["file"] == made.file.name
    assert client.get("/agreements/documents/a-report/").status_code == 404


def test_a_refused_file_is_refused_at_its_field_and_nothing_is_saved_or_stored(writer, store):
    answer = writer.post(reverse("admin:collaboration_document_add"), form(file=upload(pdfs.with_attachment())))
    assert answer.context["errors"] == [["The PDF has other files attached or is a portfolio of files. Publish each file on its own."]]
    assert 'value="A report"' in answer.content.decode()
    assert not Document.objects.exists()
    assert list(store.rglob("*.*")) == []


def test_a_mistake_elsewhere_does_not_cost_the_upload(writer, store):
    wrong = writer.post(reverse("admin:collaboration_document_add"), form(file=upload(), dated="yesterday"))
    assert wrong.status_code == 200
    assert "Kept from what you sent: A Report.pdf" in wrong.content.decode()
    answer = writer.post(reverse("admin:collaboration_document_add"), {**form(), "file-kept": kept_in(wrong)})
    assert answer.status_code == 302
    made = Document.objects.get(slug="a-report")
    with made.file.open() as kept:
        assert (made.page_count, kept.read()) == (3, BYTES)
    assert len(list(store.rglob("*.pdf"))) == 1


@pytest.mark.parametrize("seal", ["", "nonsense", "WyJhIl0:1abc:xyz"])
def test_a_kept_file_that_we_did_not_sign_is_no_file(writer, seal):
    answer = writer.post(reverse("admin:collaboration_document_add"), {**form(), "file-kept": seal})
    assert answer.context["errors"] == [["This field is required."]]


def test_replacing_a_file_changes_nothing_in_public_until_it_is_published(writer, client, document):
    old = document.file.name
    answer = writer.post(change(document), form(slug="a-copy", title=document.title, kind="agreement", file=upload(packages.office(), "new.docx"), _base=0))
    assert answer.status_code == 302
    document.refresh_from_db()
    assert (document.file.name, document.file_kind, ask(client).whole) == (old, "pdf", TAGGED)
    draft = working(document).fields
    assert (draft["file_kind"], draft["page_count"], draft["is_tagged"]) == ("docx", None, True)
    assert draft["file"] != old
    with document.file.storage.open(draft["file"]) as kept:
        assert kept.read() == packages.office()


def test_the_file_of_a_draft_and_of_an_old_version_is_shown_at_the_desk_alone(writer, client, document):
    writer.post(change(document), form(slug="a-copy", title=document.title, kind="agreement", file=upload(), _base=0))
    for stored, content in ((document.file.name, TAGGED), (working(document).fields["file"], BYTES)):
        _folder, _year, _month, token, name = stored.split("/")
        address = reverse("admin:collaboration_document_kept_file", args=[document.pk, token, name])
        answer = ask(writer, address)
        assert (answer.status_code, answer.whole) == (200, content)
        assert answer["Cache-Control"] == "no-store, private"
        assert writer.get(address.replace(name, "other.pdf")).status_code == 404
        assert writer.get(address.replace(token, "x" * len(token))).status_code == 404
        assert signed_in(type(client)(), member("publisher", "derbyshire-opcc")).get(address).status_code == 404
        assert type(client)().get(address).status_code == 302


def test_the_form_opens_the_file_of_the_draft_and_says_what_was_found_in_it(writer, document):
    writer.post(change(document), form(slug="a-copy", title=document.title, kind="agreement", file=upload(), _base=0))
    shown = writer.get(change(document)).content.decode()
    assert working(document).fields["file"].split("/")[-2] in shown
    assert "The PDF is not tagged" in shown


def test_the_desk_lets_nobody_type_what_the_file_itself_says(writer):
    writer.post(reverse("admin:collaboration_document_add"), form(file=upload(), page_count="99", is_tagged="on", size="1", file_kind="exe"))
    made = Document.objects.get(slug="a-report")
    assert (made.page_count, made.is_tagged, made.size, made.file_kind) == (3, False, len(BYTES), "pdf")


def test_files_are_read_before_the_transaction_begins(writer, monkeypatch):
    from collaboration.files import storing

    inside = []
    real = storing.judge
    monkeypatch.setattr(storing, "judge", lambda *given: inside.append(len(connection.savepoint_ids)) or real(*given))
    before = len(connection.savepoint_ids)
    writer.post(reverse("admin:collaboration_document_add"), form(file=upload()))
    assert inside == [before]


# Elsewhere


def test_where_no_copy_is_held_the_page_says_how_to_ask_for_one(client):
    shown = client.get("/agreements/legal-services/").content.decode()
    assert "ask the office for a copy" in shown.lower()
    assert "/contact/" in shown


def test_a_newsletter_that_an_editor_adds_appears_in_the_archive_of_its_year(client, document):
    archive = "/northamptonshire-opfcc/newsletters/2018/"
    assert "No issue of 2018 is kept here." in client.get(archive).content.decode()
    document.publisher, document.kind, document.dated = publisher("northamptonshire-opfcc"), "newsletter", date(2018, 7, 1)
    document.save()
    shown = client.get(archive).content.decode()
    assert "No issue of 2018 is kept here." not in shown
    assert "/northamptonshire-opfcc/agreements/documents/a-copy/" in shown
    assert "No issue of 2019 is kept here." in client.get("/northamptonshire-opfcc/newsletters/2019/").content.decode()
