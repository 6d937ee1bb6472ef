"""Documents: shown with their type and size, and public neither before nor after their time."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from collaboration.agreements.models import Document
from tests.making import agreement, hours, publisher

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 " + b"x" * 20_000


@pytest.fixture
def document(settings, tmp_path):
    """A made-up document of a made-up agreement, an hour old."""
    settings.MEDIA_ROOT = tmp_path
    one = Document(
        publisher=publisher("programme"), slug="a-copy", title="A copy of the agreement", kind="agreement", dated=date(2020, 5, 1),
        page_count=3, is_tagged=True, publish_at=timezone.now() - hours(1),
    )  # fmt: skip
    one.file.save("a-copy.pdf", ContentFile(BYTES), save=True)
    one.agreements.add(agreement("with-a-copy"))
    return one


def test_a_document_is_shown_with_its_type_size_and_pages(client, document):
    shown = client.get("/agreements/with-a-copy/").content.decode()
    assert "A copy of the agreement" in shown
    for words in ("PDF", "3 pages", "19.5\u00a0KB"):
        assert words in shown


def test_a_document_is_found_by_its_title(client, document):
    assert "documents/a-copy/" in client.get("/search/?q=copy+agreement").content.decode()


def test_a_document_can_be_downloaded(client, document):
    answer = client.get("/agreements/documents/a-copy/")
    assert b"".join(answer.streaming_content) == BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("publish_in", [None, 1])
def test_an_embargoed_document_does_not_exist_for_anybody(client, document, publish_in):
    document.publish_at = timezone.now() + hours(publish_in) if publish_in else None
    document.save()
    assert client.get("/agreements/documents/a-copy/").status_code == 404
    assert "A copy of the agreement" not in client.get("/agreements/with-a-copy/").content.decode()
    assert "documents/a-copy/" not in client.get("/search/?q=copy+agreement").content.decode()


def test_a_withdrawn_document_is_gone(client, document):
    document.withdrawn_at, document.withdrawal_reason = timezone.now(), "It was the wrong version."
    document.save()
    assert client.get("/agreements/documents/a-copy/").status_code == 410


def test_there_is_no_other_address_for_the_file(client, document):
    for path in (f"/{document.file.name}", f"/media/{document.file.name}", f"/static/{document.file.name}", f"/files/{document.file.name}"):
        assert client.get(path, follow=True).status_code == 404


def test_a_document_whose_file_is_lost_is_not_found(client, document):
    document.file.storage.delete(document.file.name)
    assert client.get("/agreements/documents/a-copy/").status_code == 404


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
